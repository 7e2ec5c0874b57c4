using System;

namespace Kernels.Generators.Emitting;

/// <summary>
/// Reductions of a row into sixteen lanes (lane l takes elements l, l + 16, ...), which every width spells with its own number of
/// registers: one of 16, two of 8, four of 4, or sixteen values.
/// </summary>
internal static class RowReduction
{
    /// <summary>Declares the lanes, each at the identity.</summary>
    public static void Start(CodeWriter code, IsaText isa, string identity)
    {
        if (isa.IsScalar)
        {
            code.Line($"var lanes = new Lanes16({identity});");
            code.Line("ref float lane = ref Unsafe.As<Lanes16, float>(ref lanes);");
            return;
        }

        for (var i = 0; i < 16 / isa.Lanes; i++) code.Line($"var lane{i} = {isa.Broadcast(identity)};");
    }

    /// <summary>Walks a row named x; <paramref name="step"/> gives a statement for (register, load, values present or null for all).</summary>
    public static void Walk(CodeWriter code, IsaText isa, int width, Func<string, string, string?, string> step)
    {
        if (isa.IsScalar)
        {
            using (code.Open($"for (int n = 0; n < {width}; n++)"))
                code.Line(step("Unsafe.Add(ref lane, n & 15)", "Unsafe.Add(ref x, n)", null));
            return;
        }

        var full = width / 16 * 16;
        if (full > 0)
        {
            code.Line("ref float at = ref x;");
            using (code.Open($"for (int n = 0; n < {full / 16}; n++)"))
            {
                for (var i = 0; i < 16 / isa.Lanes; i++) code.Line(step("lane" + i, isa.Load("at", Literal.Of(i * isa.Lanes)), null));
                code.Line("at = ref Unsafe.Add(ref at, 16);");
            }
        }

        for (var i = 0; i < 16 / isa.Lanes && full + (i * isa.Lanes) < width; i++)
        {
            var at = full + (i * isa.Lanes);
            var present = Math.Min(isa.Lanes, width - at);
            code.Line(step("lane" + i, isa.Load("x", Literal.Of(at)), present == isa.Lanes ? null : Literal.Of(present)));
        }
    }

    /// <summary>The fold of the lanes: an expression.</summary>
    public static string End(IsaText isa, string fold) => isa.Lanes switch
    {
        1 => $"Lanes.{fold}(ref lane)",
        4 => $"Lanes.{fold}(lane0, lane1, lane2, lane3)",
        8 => $"Lanes.{fold}(lane0, lane1)",
        _ => $"Lanes.{fold}(lane0)",
    };
}
