namespace Kernels.Execution.Tests;

/// <summary>Small layers that follow each other, with padding, a residual and a norm between two chains; then one too large for either.</summary>
[Network(Input = [50])]
public sealed partial class Chained
{
    [Dense(64)] private partial Tensor First(Tensor x);

    [Dense(64)] private partial Tensor Second(Tensor x);

    [Dense(33)] private partial Tensor Third(Tensor x);

    [LayerNorm] private partial Tensor Settle(Tensor x);

    [Dense(48)] private partial Tensor Fourth(Tensor x);

    [Dense(40, Bias = false)] private partial Tensor Fifth(Tensor x);

    [Dense(1700)] private partial Tensor Wide(Tensor x);

    [Forward]
    private Tensor Run(Tensor x)
    {
        var grown = Relu(First(x));
        return Wide(Fifth(Tanh(Fourth(Settle(Third(grown + Second(grown)))))));
    }
}
