namespace Kernels.PeerBench.Rows;

/// <summary>The numbers of one case, the same for every participant.</summary>
internal sealed class RowProblem
{
    /// <summary>Added to the variance by layer norm.</summary>
    public const float Epsilon = 1e-5f;

    /// <summary>Inputs lie within this of 0: functions are met in their bends and where they are flat.</summary>
    private const float Spread = 6;

    public RowProblem(RowCase item)
    {
        Case = item;
        var random = new Random(7);
        Input = Draw(random, item.Values, 0, Spread);
        Gain = Draw(random, item.Width, 1, 0.5f);
        Bias = Draw(random, item.Width, 0, 0.5f);
    }

    public RowCase Case { get; }

    /// <summary><c>[rows][width]</c>.</summary>
    public float[] Input { get; }

    /// <summary>Of layer norm, <c>[width]</c>.</summary>
    public float[] Gain { get; }

    /// <summary>Of layer norm, <c>[width]</c>.</summary>
    public float[] Bias { get; }

    private static float[] Draw(Random random, int count, float middle, float spread)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++) values[i] = middle + (((2 * random.NextSingle()) - 1) * spread);
        return values;
    }
}
