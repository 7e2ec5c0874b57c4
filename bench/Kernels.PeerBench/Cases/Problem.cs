namespace Kernels.PeerBench.Cases;

/// <summary>The numbers of one case, the same for every participant. Each copies what it needs into memory of its own.</summary>
internal sealed class Problem
{
    /// <summary>Copy c of the weights starts so many values further on in the drawn ones: another matrix without drawing it.</summary>
    private const int Step = 16;

    private readonly float[][] _drawn;
    private readonly float[][] _biases;

    public Problem(PeerCase item)
    {
        Case = item;
        var random = new Random(7);
        Input = Draw(random, item.Rows * item.Inputs, 1);
        _drawn = [.. Enumerable.Range(0, item.Layers).Select(layer =>
            Draw(random, (item.Widths[layer] * item.Widths[layer + 1]) + (Step * (item.Copies - 1)), 1 / MathF.Sqrt(item.Widths[layer])))];
        _biases = [.. Enumerable.Range(0, item.Layers).Select(layer => Draw(random, item.Widths[layer + 1], 0.1f))];
    }

    public PeerCase Case { get; }

    /// <summary><c>[rows][inputs]</c>.</summary>
    public float[] Input { get; }

    /// <summary>The matrix of a layer, <c>[outputs][inputs]</c>.</summary>
    public ReadOnlySpan<float> Weights(int layer, int copy) =>
        _drawn[layer].AsSpan(Step * copy, Case.Widths[layer] * Case.Widths[layer + 1]);

    /// <summary>The bias of a layer, <c>[outputs]</c>; only perceptrons have one.</summary>
    public ReadOnlySpan<float> Bias(int layer) => _biases[layer];

    /// <summary>The largest difference between a result and the true one, as a share of the largest value.</summary>
    public static double Difference(ReadOnlySpan<float> result, ReadOnlySpan<float> truth)
    {
        double most = 0, largest = 0;
        for (var i = 0; i < truth.Length; i++)
        {
            var difference = Math.Abs((double)result[i] - truth[i]);
            if (double.IsNaN(difference)) return double.PositiveInfinity;
            most = Math.Max(most, difference);
            largest = Math.Max(largest, Math.Abs((double)truth[i]));
        }

        return most / largest;
    }

    private static float[] Draw(Random random, int count, float spread)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++) values[i] = ((2 * random.NextSingle()) - 1) * spread;
        return values;
    }
}
