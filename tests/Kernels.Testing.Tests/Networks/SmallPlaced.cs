namespace Kernels.Testing.Tests;

/// <summary>Linear layers on every side, whatever the mode; one stays f32.</summary>
[Network(Input = [37], Weights = [WeightFormat.BFloat16, WeightFormat.Int8, WeightFormat.Int8Block32, WeightFormat.Int4Block32])]
public sealed partial class SmallPlaced
{
    [Dense(40), Placement(Placement.Spiking)] private partial Tensor Fire(Tensor x);

    [Dense(29), Placement(Placement.Complementary)] private partial Tensor Share(Tensor x);

    [Dense(29), Placement(Placement.Dense)] private partial Tensor Multiply(Tensor x);

    [Dense(29), Precision(Precision.Float32)] private partial Tensor Exact(Tensor x);

    [Dense(5)] private partial Tensor Last(Tensor x);

    [Forward]
    private Tensor Run(Tensor x)
    {
        var shared = Share(Relu(Fire(x)));
        return Last(Exact(shared + Multiply(shared)));
    }
}
