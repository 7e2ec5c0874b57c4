using System;
using System.Linq;

namespace Kernels.Generators.Emitting;

/// <summary>
/// Reductions of a row into sixteen lanes (lane l takes elements l, l + 16, ...), which every width spells with its own number of
/// registers: one of 16, two of 8, four of 4, or sixteen values. Registers may walk over several rows at once, each with lanes of its own.
/// </summary>
internal static class RowReduction
{
    /// <summary>Declares the lanes, each at the identity.</summary>
    public static void Start(CodeWriter code, IsaText isa, string identity, int rows = 1)
    {
        if (isa.IsScalar)
        {
            code.Line($"var lanes = new Lanes16({identity});");
            code.Line("ref float lane = ref Unsafe.As<Lanes16, float>(ref lanes);");
            return;
        }

        for (var row = 0; row < rows; row++)
            for (var i = 0; i < 16 / isa.Lanes; i++) code.Line($"var {Lane(i, row, rows)} = {isa.Broadcast(identity)};");
    }

    /// <summary>Sets lanes that were declared to the identity again.</summary>
    public static void Restart(CodeWriter code, IsaText isa, string identity, int rows)
    {
        for (var row = 0; row < rows; row++)
            for (var i = 0; i < 16 / isa.Lanes; i++) code.Line($"{Lane(i, row, rows)} = {isa.Broadcast(identity)};");
    }

    /// <summary>Walks a row named x; <paramref name="step"/> gives a statement for (register, load, values present or null for all).</summary>
    public static void Walk(CodeWriter code, IsaText isa, int width, Func<string, string, string?, string> step, int rows = 1, int stride = 0) =>
        Walk(code, isa, width, (register, load, tail, _) => step(register, load, tail), rows, stride);

    /// <summary>Walks rows, the first of them named x; <paramref name="step"/> gives a statement for (register, load, values present or null for all, row).</summary>
    /// <param name="code">Where it is written.</param>
    /// <param name="isa">The width.</param>
    /// <param name="width">Values of a row.</param>
    /// <param name="step">What is done with each register.</param>
    /// <param name="rows">How many rows at once.</param>
    /// <param name="stride">Values from one row to the next.</param>
    /// <param name="again">Whether a walk before this one has declared what it walks with.</param>
    public static void Walk(CodeWriter code, IsaText isa, int width, Func<string, string, string?, int, string> step, int rows, int stride, bool again = false)
    {
        if (isa.IsScalar)
        {
            using (code.Open($"for (int n = 0; n < {width}; n++)"))
                code.Line(step("Unsafe.Add(ref lane, n & 15)", "Unsafe.Add(ref x, n)", null, 0));
            return;
        }

        var full = width / 16 * 16;
        if (full > 0)
        {
            code.Line(again ? "at = ref x;" : "ref float at = ref x;");
            using (code.Open($"for (int n = 0; n < {full / 16}; n++)"))
            {
                for (var row = 0; row < rows; row++)
                    for (var i = 0; i < 16 / isa.Lanes; i++) code.Line(step(Lane(i, row, rows), isa.Load("at", Literal.Of((row * stride) + (i * isa.Lanes))), null, row));
                code.Line("at = ref Unsafe.Add(ref at, 16);");
            }
        }

        for (var row = 0; row < rows; row++)
        {
            for (var i = 0; i < 16 / isa.Lanes && full + (i * isa.Lanes) < width; i++)
            {
                var at = full + (i * isa.Lanes);
                var present = Math.Min(isa.Lanes, width - at);
                code.Line(step(Lane(i, row, rows), isa.Load("x", Literal.Of((row * stride) + at)), present == isa.Lanes ? null : Literal.Of(present), row));
            }
        }
    }

    /// <summary>The fold of the lanes: an expression.</summary>
    public static string End(IsaText isa, string fold, int row = 0, int rows = 1) => isa.IsScalar
        ? $"Lanes.{fold}(ref lane)"
        : $"Lanes.{fold}({string.Join(", ", Enumerable.Range(0, 16 / isa.Lanes).Select(i => Lane(i, row, rows)))})";

    private static string Lane(int register, int row, int rows) => rows == 1 ? $"lane{register}" : $"lane{row}_{register}";
}
