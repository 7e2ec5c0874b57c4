namespace Kernels.Execution.Tests;

/// <summary>Rows in, rows out; wide enough that one row is worth sharing among threads.</summary>
[Network(Input = [256])]
public sealed partial class Digits
{
    [Dense(512)] private partial Tensor Hidden(Tensor pixels);

    [Dense(10, Bias = false, Layout = WeightLayout.InputsByOutputs)] private partial Tensor Logits(Tensor hidden);

    [Forward] private Tensor Predict(Tensor pixels) => Logits(Relu(Hidden(pixels)));
}
