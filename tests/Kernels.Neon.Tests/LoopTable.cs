using System.Globalization;

namespace Kernels.Neon.Tests;

/// <summary>A line of the table of inner loops in docs/neon.md: counts of one round.</summary>
/// <param name="Method">The method, as <c>Kernel__Method</c>; the first of its innermost loops is meant.</param>
/// <param name="Tier">What the code is compiled for.</param>
/// <param name="Arithmetic">Instructions that compute.</param>
/// <param name="Loads">Reads.</param>
/// <param name="Stores">Writes.</param>
/// <param name="Moves">Copies of registers, and constants put into them.</param>
/// <param name="Steps">Refs, counters and branches.</param>
/// <param name="Ideal">All instructions of a loop that is counted by hand.</param>
/// <param name="Cause">Why there are more than that; empty where there are not.</param>
internal sealed record LoopLine(string Method, string Tier, int Arithmetic, int Loads, int Stores, int Moves, int Steps, int Ideal, string Cause)
{
    private const string Heading = "| inner loop |";

    public int All => Arithmetic + Loads + Stores + Moves + Steps;

    /// <summary>The lines as they stand in the documentation.</summary>
    public static IReadOnlyList<LoopLine> Read()
    {
        var lines = File.ReadAllLines(Repository.PathOf("docs", "neon.md"))
            .SkipWhile(line => !line.StartsWith(Heading, StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'));
        return [.. lines.Select(line => Of([.. line.Trim('|').Split('|').Select(cell => cell.Trim())]))];
    }

    /// <summary>What the compiler made, in the words of a line.</summary>
    public static LoopLine Of(InnerLoop loop, LoopLine stated) => stated with
    {
        Arithmetic = loop.Arithmetic, Loads = loop.Loads, Stores = loop.Stores, Moves = loop.Moves, Steps = loop.Steps,
    };

    private static LoopLine Of(string[] cells)
    {
        int At(int cell) => int.Parse(cells[cell], CultureInfo.InvariantCulture);
        var line = new LoopLine(cells[0].Trim('`'), cells[1].Trim('`'), At(2), At(3), At(4), At(5), At(6), At(8), cells[9]);
        Assert.True(line.All == At(7), $"{line.Method}: the counts of its kinds add up to {line.All}, not to {cells[7]}");
        return line;
    }
}
