namespace Kernels.Models;

/// <summary>
/// A measure of how near written texts come to references. Each text gives a few counts; the measure of many is a function of the sums of their
/// counts, so a resampled corpus is measured without counting again.
/// </summary>
public abstract class TextMeasure
{
    private protected TextMeasure()
    {
    }

    /// <summary>Its name, as tables and JSON show it.</summary>
    public abstract string Name { get; }

    /// <summary>Counts per text.</summary>
    internal abstract int Width { get; }

    /// <summary>What was measured and how, in the manner of sacreBLEU's signatures.</summary>
    /// <param name="references">References per text, or <c>var</c>.</param>
    public abstract string Signature(string references);

    /// <summary>The measure of texts, 0 to 100.</summary>
    /// <param name="texts">1 or more.</param>
    /// <param name="references">For each text its references, 1 or more.</param>
    /// <exception cref="ArgumentException">No text, not as many lists of references as texts, or a text without references.</exception>
    public double Measure(IReadOnlyList<string> texts, IReadOnlyList<IReadOnlyList<string>> references) => Value(Sum(texts, references));

    /// <summary>Counts one text.</summary>
    internal abstract void Count(string text, IReadOnlyList<string> references, Span<double> counts);

    /// <summary>The measure of summed counts.</summary>
    internal abstract double Value(ReadOnlySpan<double> counts);

    internal double[] Sum(IReadOnlyList<string> texts, IReadOnlyList<IReadOnlyList<string>> references)
    {
        Check(texts, references);
        var sums = new double[Width];
        var counts = new double[Width];
        for (var i = 0; i < texts.Count; i++)
        {
            Count(texts[i], references[i], counts);
            for (var c = 0; c < sums.Length; c++)
                sums[c] += counts[c];
        }

        return sums;
    }

    internal static void Check(IReadOnlyList<string> texts, IReadOnlyList<IReadOnlyList<string>> references)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(references);
        if (texts.Count == 0)
            throw new ArgumentException("There is no text to measure; give at least one.", nameof(texts));
        if (texts.Count != references.Count)
            throw new ArgumentException($"There are {texts.Count} texts and {references.Count} lists of references; give one list per text.", nameof(references));
        for (var i = 0; i < references.Count; i++)
        {
            if (references[i].Count == 0)
                throw new ArgumentException($"Text {i} has no reference; give one at least.", nameof(references));
        }
    }
}
