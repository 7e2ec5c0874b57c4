using System.Globalization;
using System.Text.RegularExpressions;

namespace Kernels.Neon.Tests;

/// <summary>An innermost loop of a listing: what stands between a branch back and where it leads to.</summary>
/// <param name="Method">The method, as <c>Kernel__Method</c>.</param>
/// <param name="Code">Its instructions, each a name and what follows it.</param>
internal sealed partial record InnerLoop(string Method, IReadOnlyList<(string Name, string Operands)> Code)
{
    private static readonly HashSet<string> s_moves = ["mov", "dup", "fmov", "movi", "movk", "movz", "movn", "ins", "umov", "smov"];
    private static readonly HashSet<string> s_steps = ["add", "sub", "subs", "cmp", "cbnz", "cbz", "lsl", "sxtw", "sbfiz", "madd", "smull", "mul", "b"];

    /// <summary>Reads, of one register or of two.</summary>
    public int Loads => Code.Count(line => line.Name.StartsWith("ld", StringComparison.Ordinal));

    /// <summary>Writes, of one register or of two.</summary>
    public int Stores => Code.Count(line => line.Name.StartsWith("st", StringComparison.Ordinal));

    /// <summary>What copies a register, or puts a constant into one.</summary>
    public int Moves => Code.Count(line => s_moves.Contains(line.Name));

    /// <summary>Refs moved on, counters, compares and branches.</summary>
    public int Steps => Code.Count(IsStep);

    /// <summary>Everything else: arithmetic on vectors.</summary>
    public int Arithmetic => Code.Count - Loads - Stores - Moves - Steps;

    /// <summary>Reads and writes of the stack, whatever they are for.</summary>
    public int OfStack => Code.Count(line => line.Operands.Contains("[sp", StringComparison.Ordinal) || line.Operands.Contains("[x29", StringComparison.Ordinal));

    /// <summary>How often an instruction stands in the loop.</summary>
    public int Count(string instruction) => Code.Count(line => line.Name == instruction);

    /// <summary>The loops of a listing that hold no other, in the order of their text.</summary>
    public static IReadOnlyList<InnerLoop> Read(string listing)
    {
        var loops = new List<InnerLoop>();
        var method = "";
        var code = new List<(long At, string Name, string Operands)>();
        foreach (var line in listing.Split('\n'))
        {
            if (Head().Match(line) is { Success: true } head)
            {
                Add(loops, method, code);
                (method, code) = (head.Groups[1].Value.Replace("kernels_Kernels_Generated_", "", StringComparison.Ordinal), []);
            }
            else if (Instruction().Match(line) is { Success: true } found)
                code.Add((Hex(found.Groups[1].Value), found.Groups[2].Value, found.Groups[3].Value));
        }

        Add(loops, method, code);
        return loops;
    }

    private static void Add(List<InnerLoop> loops, string method, List<(long At, string Name, string Operands)> code)
    {
        var back = code.Select(line => (From: line.At, To: Target(line.Name, line.Operands))).Where(jump => code.Count > 0 && code[0].At <= jump.To && jump.To <= jump.From).ToArray();
        foreach (var (from, to) in back)
        {
            if (back.Any(other => other != (from, to) && to <= other.To && other.From <= from)) continue;
            loops.Add(new(method, [.. code.Where(line => to <= line.At && line.At <= from).Select(line => (line.Name, line.Operands))]));
        }
    }

    /// <summary>Where a branch within the method leads; -1 for what is none.</summary>
    private static long Target(string name, string operands) =>
        (name.StartsWith("b.", StringComparison.Ordinal) || name is "b" or "cbz" or "cbnz" or "tbz" or "tbnz") && Place().Match(operands) is { Success: true } place
            ? Hex(place.Groups[1].Value) : -1;

    private static bool IsStep((string Name, string Operands) line) =>
        line.Name.StartsWith("b.", StringComparison.Ordinal) || (s_steps.Contains(line.Name) && !line.Operands.StartsWith('v'));

    private static long Hex(string digits) => long.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^[0-9a-f]+ <(.*)>:")]
    private static partial Regex Head();

    [GeneratedRegex(@"^\s+([0-9a-f]+):\t(\S+)\s*(.*)$")]
    private static partial Regex Instruction();

    [GeneratedRegex("([0-9a-f]+) <")]
    private static partial Regex Place();
}
