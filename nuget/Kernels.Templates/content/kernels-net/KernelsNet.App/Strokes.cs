using Kernels;

namespace KernelsNet;

/// <summary>
/// Pictures without a data set: seven bars as on a pocket calculator, and weights that know them. Hidden unit i looks at bar i;
/// each digit adds the bars it has and subtracts those it lacks.
/// </summary>
public static class Strokes
{
    private const int Side = 28;

    /// <summary>The bars of each digit: top, upper left, upper right, middle, lower left, lower right, bottom.</summary>
    private static readonly string[] s_bars = ["1110111", "0010010", "1011101", "1011011", "0111010", "1101011", "1101111", "1010010", "1111111", "1111011"];

    /// <summary>Left, top, right and bottom edge of each bar in pixels.</summary>
    private static readonly (int Left, int Top, int Right, int Bottom)[] s_edges =
        [(8, 3, 20, 5), (6, 5, 8, 13), (20, 5, 22, 13), (8, 13, 20, 15), (6, 15, 8, 23), (20, 15, 22, 23), (8, 23, 20, 25)];

    /// <summary>The picture of a digit, row by row, 0 dark and 1 bright, with some noise.</summary>
    public static float[] Draw(int digit, Random noise)
    {
        var pixels = new float[Side * Side];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = noise.NextSingle() * 0.3f;
        for (var bar = 0; bar < s_edges.Length; bar++)
            if (s_bars[digit][bar] == '1') ForEachPixel(bar, i => pixels[i] = 1 - pixels[i]);
        return pixels;
    }

    /// <summary>Weights for <see cref="Digits"/>.</summary>
    public static WeightSource Weights()
    {
        var hidden = new float[128 * Side * Side];
        var hiddenBias = new float[128];
        var logits = new float[10 * 128];
        var logitsBias = new float[10];
        for (var bar = 0; bar < s_edges.Length; bar++)
        {
            // A unit gives about 1 when its bar is bright and 0 when it is dark.
            var pixels = 0;
            ForEachPixel(bar, _ => pixels++);
            ForEachPixel(bar, i => hidden[(bar * Side * Side) + i] = 2f / pixels);
            hiddenBias[bar] = -0.7f;
            for (var digit = 0; digit < 10; digit++)
            {
                var has = s_bars[digit][bar] == '1';
                logits[(digit * 128) + bar] = has ? 1 : -1;
                if (has) logitsBias[digit] -= 0.5f;
            }
        }

        return new MemoryWeights("strokes")
            .Add("Hidden.weight", [128, Side * Side], hidden).Add("Hidden.bias", [128], hiddenBias)
            .Add("Logits.weight", [10, 128], logits).Add("Logits.bias", [10], logitsBias);
    }

    private static void ForEachPixel(int bar, Action<int> action)
    {
        var (left, top, right, bottom) = s_edges[bar];
        for (var y = top; y < bottom; y++)
            for (var x = left; x < right; x++)
                action((y * Side) + x);
    }
}
