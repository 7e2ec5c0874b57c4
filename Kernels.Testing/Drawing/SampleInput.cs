using Kernels.Model;

namespace Kernels.Testing.Drawing;

/// <summary>An input that can be made smaller: rows of values, or tokens (then each row is one value).</summary>
/// <param name="Width">Values per row; 1 for tokens.</param>
/// <param name="Values">Rows of values; null for tokens.</param>
/// <param name="Tokens">Tokens; null for rows.</param>
internal sealed record SampleInput(int Width, float[]? Values, int[]? Tokens)
{
    public int Rows => Values is null ? Tokens!.Length : Values.Length / Width;

    public NetworkInput ToInput() => Values is null ? new Tokens(Tokens!) : Tensor.FromRows(Values, Width);

    /// <summary>The rows from first on, so many of them.</summary>
    public SampleInput Part(int first, int count) => this with
    {
        Values = Values?[(first * Width)..((first + count) * Width)],
        Tokens = Tokens?[first..(first + count)],
    };

    /// <summary>Without the row.</summary>
    public SampleInput Without(int row) => this with
    {
        Values = Values is null ? null : [.. Values[..(row * Width)], .. Values[((row + 1) * Width)..]],
        Tokens = Tokens is null ? null : [.. Tokens[..row], .. Tokens[(row + 1)..]],
    };

    public SampleInput With(int index, float value)
    {
        var values = (float[])Values!.Clone();
        values[index] = value;
        return this with { Values = values };
    }

    public SampleInput Zeroed(int first, int count)
    {
        var copy = this with { Values = (float[]?)Values?.Clone(), Tokens = (int[]?)Tokens?.Clone() };
        copy.Values?.AsSpan(first, count).Clear();
        copy.Tokens?.AsSpan(first, count).Clear();
        return copy;
    }
}

/// <summary>Inputs for any network, drawn by chance.</summary>
internal sealed class InputSampling(NetworkModel network, int context, int maxRows)
{
    /// <summary>Rows that lead an attention into its second block of 64 keys.</summary>
    private const int Long = 80;

    private readonly int _vocabulary = network.Graph.Layers.OfType<EmbedModel>().Select(embed => embed.Vocabulary).DefaultIfEmpty(1).Min();

    public SampleInput Next(Draw draw)
    {
        var most = context > 0 && draw.OneIn(16) ? Long : maxRows;
        if (context > 0) most = Math.Min(most, context);
        var rows = 1 + draw.Below(most);
        return network.Graph.Input == EdgeKind.Tokens
            ? new SampleInput(1, null, [.. Enumerable.Range(0, rows).Select(_ => draw.Below(_vocabulary))])
            : new SampleInput(network.InputWidth, Floats(draw, rows * network.InputWidth), null);
    }

    private static float[] Floats(Draw draw, int count)
    {
        var values = new float[count];
        var kind = draw.Below(8);
        var scale = kind == 0 ? 1000f : 1f;
        for (var i = 0; i < count; i++)
        {
            values[i] = kind switch
            {
                1 when !draw.OneIn(8) => 0f,
                2 when draw.OneIn(4) => draw.Of(SpecialValues.Finite),
                3 when draw.OneIn(count) => draw.Of(SpecialValues.Extreme),
                4 => MathF.ScaleB(draw.OneIn(2) ? 1 : -1, draw.Below(20) - 10),
                _ => draw.Signed() * scale,
            };
        }

        return values;
    }
}
