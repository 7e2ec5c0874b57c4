namespace Kernels.Execution.Tests;

/// <summary>Rows without padding on both sides, read twice and joined: no step may write where the caller has them.</summary>
[Network(Input = [64])]
public sealed partial class Straight
{
    [LayerNorm] private partial Tensor Settle(Tensor x);

    [Dense(128)] private partial Tensor Grow(Tensor x);

    [Dense(64)] private partial Tensor Fold(Tensor x);

    [Forward] private Tensor Run(Tensor x) => Tanh(x + Fold(GeluTanh(Grow(Settle(x))))) * x;
}

/// <summary>One function: the whole network is one step from the caller's rows to the caller's rows.</summary>
[Network(Input = [48])]
public sealed partial class OneFunction
{
    [Forward] private Tensor Run(Tensor x) => Silu(x);
}

/// <summary>A width with padding comes in, one without goes out.</summary>
[Network(Input = [50])]
public sealed partial class Widened
{
    [Dense(32)] private partial Tensor Grow(Tensor x);

    [Forward] private Tensor Run(Tensor x) => Relu(Grow(Relu(x)));
}
