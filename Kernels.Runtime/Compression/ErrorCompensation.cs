using Kernels.Model;

namespace Kernels;

/// <summary>
/// Rounds the weights of a layer so that its outputs err least: input by input, and what rounding one weight does to the output is made good by the weights of
/// later inputs, as far as their inputs go together (Frantar et al., "GPTQ", arXiv 2210.17323). Needs the moments of the inputs, and nothing of the outputs.
/// </summary>
internal sealed class ErrorCompensation
{
    /// <summary>Added to the diagonal, as a share of its mean: moments of few rows have no inverse.</summary>
    private const double Damping = 0.01;

    private readonly int _inputs;

    // The upper triangle U with U'U = H^-1, row by row, each row divided by its diagonal.
    private readonly float[] _spread;

    /// <param name="moments">Sums of products of the inputs, row by row.</param>
    /// <param name="inputs">How many inputs there are.</param>
    /// <param name="pause">Called between rows, to break off.</param>
    public ErrorCompensation(ReadOnlySpan<float> moments, int inputs, Action? pause = null)
    {
        _inputs = inputs;
        var r = Factor(moments, inputs, pause);
        _spread = Inverse(r, inputs, pause);
    }

    /// <summary>Replaces the weights of one output by values that the format keeps as they are: quantising them gives the integers that were chosen.</summary>
    /// <param name="weights">One for each input.</param>
    /// <param name="format">8 bits with one scale, or blocks of 32 inputs in 8 or 4 bits.</param>
    /// <returns>False where a weight is not finite, or a scale would be 0 or none.</returns>
    public bool Round(Span<float> weights, WeightFormat format)
    {
        Span<sbyte> integers = stackalloc sbyte[WeightBlocks.Inputs];
        var (scale, pivot) = (0f, -1);
        if (format == WeightFormat.Int8)
        {
            Span<float> largest = [ChannelScale.Largest(weights)];
            if (!ChannelScale.FromLargest(largest)) return false;
            // A scale that comes out again of the largest value that it gives.
            scale = largest[0];
            for (var tries = 0; tries < 4 && 127f * scale / 127f != scale; tries++) scale = 127f * scale / 127f;
            pivot = Pivot(weights) is var top && SaysScale(weights[top], scale, format) ? top : -1;
        }

        for (var i = 0; i < _inputs; i++)
        {
            if (format.IsBlocks() && i % WeightBlocks.Inputs == 0)
            {
                var block = weights.Slice(i, Math.Min(WeightBlocks.Inputs, _inputs - i));
                if (!BlockScale.Quantize(block, format, integers[..block.Length], out var half)) return false;
                scale = BFloat16.Widen(half);
                pivot = Pivot(block) is var largest && SaysScale(block[largest], scale, format) ? i + largest : -1;
            }

            var (least, most) = format == WeightFormat.Int4Block32 ? (-8f, 7f) : (-127f, 127f);
            var rounded = Math.Clamp(MathF.Round(weights[i] / scale), least, most);
            // The largest weight of a block says its scale and must go on saying it.
            if (i == pivot && weights[i] != 0) rounded = format == WeightFormat.Int4Block32 ? -8f : MathF.CopySign(127f, weights[i] / scale);
            var kept = rounded * scale;
            ScaledRows.AddScaled(weights[(i + 1)..], _spread.AsSpan((i * _inputs) + i + 1, _inputs - i - 1), kept - weights[i]);
            weights[i] = kept;
        }

        return true;
    }

    /// <summary>Whether a scale is that of the largest weight, and not the 1 that stands for one too small to be written.</summary>
    private static bool SaysScale(float largest, float scale, WeightFormat format) =>
        MathF.Abs(largest) > (format == WeightFormat.Int4Block32 ? 7 : 126) * MathF.Abs(scale);

    private static int Pivot(ReadOnlySpan<float> block)
    {
        var best = 0;
        for (var i = 1; i < block.Length; i++)
            if (MathF.Abs(block[i]) > MathF.Abs(block[best])) best = i;
        return best;
    }

    /// <summary>R, upper, with R R' = H: Cholesky's factor from the last row up.</summary>
    private static double[] Factor(ReadOnlySpan<float> moments, int n, Action? pause)
    {
        var r = new double[checked(n * n)];
        var mean = 0.0;
        for (var i = 0; i < n; i++) mean += moments[(i * n) + i] / n;
        var damping = mean > 0 ? mean * Damping : 1;
        for (var j = n - 1; j >= 0; j--)
        {
            pause?.Invoke();
            var ofJ = r.AsSpan((j * n) + j + 1, n - j - 1);
            // An input that is always 0 has the damping alone; rounding errors leave at least a little of it.
            var diagonal = Math.Sqrt(Math.Max(moments[(j * n) + j] + damping - ScaledRows.Dot(ofJ, ofJ), damping * 1e-3));
            r[(j * n) + j] = diagonal;
            for (var i = 0; i < j; i++)
                r[(i * n) + j] = (moments[(i * n) + j] - ScaledRows.Dot(r.AsSpan((i * n) + j + 1, n - j - 1), ofJ)) / diagonal;
        }

        return r;
    }

    /// <summary>U = R^-1, each row divided by its diagonal.</summary>
    private static float[] Inverse(double[] r, int n, Action? pause)
    {
        var u = new double[n * n];
        for (var i = n - 1; i >= 0; i--)
        {
            pause?.Invoke();
            var row = u.AsSpan(i * n, n);
            for (var k = i + 1; k < n; k++) ScaledRows.AddScaled(row[k..], u.AsSpan((k * n) + k, n - k), r[(i * n) + k]);
            var diagonal = r[(i * n) + i];
            for (var j = i + 1; j < n; j++) row[j] /= -diagonal;
            row[i] = 1 / diagonal;
        }

        var spread = new float[n * n];
        for (var i = 0; i < n; i++)
            for (var j = i + 1; j < n; j++) spread[(i * n) + j] = (float)(u[(i * n) + j] / u[(i * n) + i]);
        return spread;
    }
}
