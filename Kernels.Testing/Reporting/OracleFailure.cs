using System.Globalization;
using System.Text;
using Kernels.Model;

namespace Kernels.Testing;

/// <summary>One value in which kernels and definition differ, on an input made as small as could be.</summary>
/// <param name="Isa">The tier that ran.</param>
/// <param name="Mode">The arithmetic.</param>
/// <param name="Threads">The threads that ran.</param>
/// <param name="ChunkRows">The size of the chunks.</param>
/// <param name="Seed">The seed of the run.</param>
/// <param name="WeightSet">Which set of weights.</param>
/// <param name="Layer">Where the value was seen: the first layer whose result differs, or <c>output</c>.</param>
/// <param name="Input">The input.</param>
/// <param name="Row">The row of the value.</param>
/// <param name="Column">The column of the value.</param>
/// <param name="Expected">The value of the definition.</param>
/// <param name="Actual">The value of the kernels.</param>
/// <param name="Problem">What else went wrong: an error of one side only; else null.</param>
public sealed record OracleFailure(
    Isa Isa, Mode Mode, int Threads, int ChunkRows, int Seed, int WeightSet, string Layer, NetworkInput Input, int Row, int Column, float Expected, float Actual,
    string? Problem = null)
{
    /// <summary>How many floats lie between the two values; null when one is NaN.</summary>
    public long? Distance => Ulp.Distance(Expected, Actual);

    /// <summary>The failure in words.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"ISA {Machine.Name(Isa)}, mode {Mode.ToString().ToLowerInvariant()}, {Threads} threads, chunks of {ChunkRows} rows\n");
        text.Append(CultureInfo.InvariantCulture, $"  layer: {Layer}\n");
        if (Problem is not null) text.Append("  ").Append(Problem).Append('\n');
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"  index: row {Row}, column {Column}\n");
            text.Append(CultureInfo.InvariantCulture, $"  definition: {Words(Expected)}\n  kernels:    {Words(Actual)}\n");
            text.Append(CultureInfo.InvariantCulture, $"  distance: {(Distance is { } ulp ? ulp + " ULP" : "one is not a number")}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"  input: {Describe(Input)}\n  weights: set {WeightSet} of seed {Seed}");
        return text.ToString();
    }

    private static string Words(float value) =>
        string.Create(CultureInfo.InvariantCulture, $"{value:R} (0x{BitConverter.SingleToUInt32Bits(value):X8})");

    private static string Describe(NetworkInput input)
    {
        const int Shown = 64;
        if (input.Tokens is { } tokens)
            return $"{tokens.Count} tokens: {Join(tokens.Ids.ToArray().Select(id => id.ToString(CultureInfo.InvariantCulture)), tokens.Count)}";
        var rows = input.Tensor!;
        var values = rows.Values.ToArray();
        if (values.Length <= Shown) return $"{rows}: {Join(values.Select(Text), values.Length)}";

        // A wide input that was made small is zeros with a few values left: those tell the story.
        var left = Enumerable.Range(0, values.Length).Where(i => BitConverter.SingleToUInt32Bits(values[i]) != 0).ToArray();
        return left.Length == 0 ? $"{rows}, all zero" : $"{rows}, zero but for {Join(left.Select(i => $"[{i / rows.Width},{i % rows.Width}] = {Text(values[i])}"), left.Length)}";

        static string Text(float value) => value.ToString("R", CultureInfo.InvariantCulture);

        static string Join(IEnumerable<string> words, int count) =>
            string.Join(", ", words.Take(Shown)) + (count > Shown ? $", and {count - Shown} more" : "");
    }
}
