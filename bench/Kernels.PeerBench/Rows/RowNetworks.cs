namespace Kernels.PeerBench.Rows;

/// <summary>Layer norm of rows of 768 alone.</summary>
[Network(Input = [768])]
public sealed partial class Norm768
{
    [LayerNorm] private partial Tensor Norm(Tensor x);

    [Forward] private Tensor Run(Tensor x) => Norm(x);
}

/// <summary>The Gelu of GPT-2 on rows of 3072 alone.</summary>
[Network(Input = [3072])]
public sealed partial class GeluTanh3072
{
    [Forward] private Tensor Run(Tensor x) => GeluTanh(x);
}

/// <summary>Gelu on rows of 3072 alone.</summary>
[Network(Input = [3072])]
public sealed partial class Gelu3072
{
    [Forward] private Tensor Run(Tensor x) => Gelu(x);
}

/// <summary>The hyperbolic tangent on rows of 3072 alone.</summary>
[Network(Input = [3072])]
public sealed partial class Tanh3072
{
    [Forward] private Tensor Run(Tensor x) => Tanh(x);
}
