namespace Kernels.Cli;

/// <summary>A layer whose panels are narrow: the shape of an attention's layers in a small language model.</summary>
[Network(Input = [Width])]
internal sealed partial class NarrowLayer
{
    public const int Width = 768;

    [Dense(Width, Bias = false)] private partial Tensor Sums(Tensor rows);

    [Forward] private Tensor Run(Tensor rows) => Sums(rows);
}

/// <summary>A layer whose panels are wide, and that one row reads from memory: the second of a feed-forward part.</summary>
[Network(Input = [Width])]
internal sealed partial class WideLayer
{
    public const int Width = 3072;

    [Dense(NarrowLayer.Width, Bias = false)] private partial Tensor Sums(Tensor rows);

    [Forward] private Tensor Run(Tensor rows) => Sums(rows);
}

/// <summary>A layer that a core's own caches hold.</summary>
[Network(Input = [Width])]
internal sealed partial class SmallLayer
{
    public const int Width = 256;

    [Dense(Width, Bias = false)] private partial Tensor Sums(Tensor rows);

    [Forward] private Tensor Run(Tensor rows) => Sums(rows);
}
