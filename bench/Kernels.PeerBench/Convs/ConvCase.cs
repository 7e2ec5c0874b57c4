using System.Globalization;
using Kernels.Model;

namespace Kernels.PeerBench.Convs;

/// <summary>One line of the table: a layer over one image, square windows.</summary>
/// <param name="Kind">The kind of work in one word.</param>
/// <param name="Image">The image.</param>
/// <param name="Kernel">Rows and columns of the window.</param>
/// <param name="Outputs">Channels of the result.</param>
/// <param name="Stride">Positions from one window to the next.</param>
/// <param name="Padding">Positions around the image.</param>
internal sealed record ConvCase(string Kind, ImageShape Image, int Kernel, int Outputs, int Stride = 1, int Padding = 0)
{
    /// <summary>Whether each channel has a window of its own.</summary>
    public bool IsDepthwise => Kind == "depthwise";

    /// <summary>Height x width x channels, window, outputs.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture,
        $"{Image.Height}x{Image.Width}x{Image.Channels} by {Kernel}x{Kernel}{(Stride > 1 ? "/" + Stride : "")}{(IsDepthwise ? "" : " to " + Outputs)}");

    /// <summary>The image of the result.</summary>
    public ImageShape Result => new(Side(Image.Height), Side(Image.Width), Outputs);

    /// <summary>Channels that an output sums over.</summary>
    public int Summed => IsDepthwise ? 1 : Image.Channels;

    /// <summary>Two per multiply-add; those with padding count too.</summary>
    public double Operations => 2.0 * Result.Values * Summed * Kernel * Kernel;

    private int Side(int length) => ((length + (2 * Padding) - Kernel) / Stride) + 1;
}

/// <summary>The list from which the table is made.</summary>
internal static class ConvCases
{
    /// <summary>Layers of ResNet, MobileNet, a keyword spotter and a reader of digits.</summary>
    public static IReadOnlyList<ConvCase> All { get; } =
    [
        new("conv", new(224, 224, 3), 7, 64, 2, 3), new("conv", new(56, 56, 64), 3, 64, 1, 1), new("conv", new(28, 28, 128), 3, 128, 1, 1),
        new("conv", new(14, 14, 256), 3, 256, 1, 1), new("conv", new(7, 7, 512), 3, 512, 1, 1), new("conv", new(56, 56, 64), 1, 256), new("conv", new(14, 14, 256), 1, 512),
        new("conv", new(28, 28, 1), 3, 8), new("conv", new(26, 26, 8), 3, 16), new("conv", new(25, 5, 64), 1, 64),
        new("depthwise", new(112, 112, 32), 3, 32, 1, 1), new("depthwise", new(14, 14, 512), 3, 512, 1, 1), new("depthwise", new(25, 5, 64), 3, 64, 1, 1),
    ];
}

/// <summary>The numbers of one case, the same for every participant.</summary>
internal sealed class ConvProblem
{
    public ConvProblem(ConvCase item)
    {
        Case = item;
        var random = new Random(11);
        Input = Draw(random, item.Image.Values);
        Weights = Draw(random, item.Outputs * item.Summed * item.Kernel * item.Kernel);
        Bias = Draw(random, item.Outputs);
    }

    public ConvCase Case { get; }

    /// <summary><c>[height][width][channels]</c>.</summary>
    public float[] Input { get; }

    /// <summary><c>[outputs][summed channels][kernel][kernel]</c>.</summary>
    public float[] Weights { get; }

    /// <summary><c>[outputs]</c>.</summary>
    public float[] Bias { get; }

    private static float[] Draw(Random random, int count)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++) values[i] = (2 * random.NextSingle()) - 1;
        return values;
    }
}
