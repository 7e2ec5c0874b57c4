namespace Kernels.PeerBench.Measuring;

/// <summary>The times of one participant, one sample per round.</summary>
/// <param name="Nanoseconds">Per pass.</param>
/// <param name="Threads">Processor time of the whole process over that of the calling thread: above 1 others computed too. 0: not known.</param>
internal sealed record Samples(IReadOnlyList<double> Nanoseconds, double Threads)
{
    public double Median => MedianOf(Nanoseconds);

    public double Best => Nanoseconds.Min();

    /// <summary>The middle value; of an even number, the mean of the two in the middle.</summary>
    public static double MedianOf(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0) throw new ArgumentException("No values.", nameof(values));
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The mean of ratios: the root of their product. NaN of none.</summary>
    public static double GeometricMean(IEnumerable<double> ratios)
    {
        var logs = ratios.Select(ratio => Math.Log(ratio)).ToArray();
        return logs.Length == 0 ? double.NaN : Math.Exp(logs.Average());
    }
}
