using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>Layer norm of rows: mean, then variance about it, then <c>fma((x - mean) rstd, g, b)</c>; sums in sixteen lanes.</summary>
internal static class LayerNormEmitter
{
    /// <summary>Rows that wide registers take at once: a row's sums wait for each other, those of several rows do not.</summary>
    private const int Together = 4;

    public static void Emit(CodeWriter code, NormKey key, IsaText isa)
    {
        var stride = Padding.Up(key.Width);

        // Narrow registers have as many sums of one row under way.
        var together = isa.Lanes >= 8 ? Together : 1;
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Open($"internal static void Run{isa.Suffix}(ref float x, ref float g, ref float b, ref float y, int rows)"))
        {
            code.Line("int row = 0;");
            foreach (var rows in new[] { together, 1 }.Distinct())
                using (code.Open($"for (; row <= rows - {rows}; row += {rows})"))
                    code.Line($"Norm{rows}_{isa.Suffix}(ref Unsafe.Add(ref x, row * {stride}), ref g, ref b, ref Unsafe.Add(ref y, row * {stride}));");
        }

        foreach (var rows in new[] { together, 1 }.Distinct()) Rows(code, key, isa, rows, stride);
        if (together > 1) return;
        Sum(code, key, isa);
        Spread(code, key, isa);
        Scale(code, isa, stride);
    }

    private static void Rows(CodeWriter code, NormKey key, IsaText isa, int rows, int stride)
    {
        code.Line();
        code.Line($"// {(rows == 1 ? "One row" : rows + " rows at once")}: means, then variances about them, then the results.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (code.Open($"private static void Norm{rows}_{isa.Suffix}(ref float x, ref float g, ref float b, ref float y)"))
        {
            if (isa.Lanes < 8)
            {
                code.Line($"float mean = Sum{isa.Suffix}(ref x) / {key.Width}f;");
                code.Line($"float variance = Spread{isa.Suffix}(ref x, mean) / {key.Width}f;");
                code.Line($"float rstd = 1f / MathF.Sqrt(variance + {Literal.Of(key.Epsilon)});");
                code.Line($"Scale{isa.Suffix}(ref x, mean, rstd, ref g, ref b, ref y);");
                return;
            }

            var all = Enumerable.Range(0, rows).ToList();
            RowReduction.Start(code, isa, "0f", rows);
            RowReduction.Walk(code, isa, key.Width, (register, load, tail) => $"{register} = {isa.Add(register, tail is null ? load : $"Lanes.Absent({load}, {tail}, 0f)")};", rows, stride);
            foreach (var row in all) code.Line($"var center{row} = {isa.Broadcast($"{RowReduction.End(isa, "Sum16", row, rows)} / {key.Width}f")};");
            code.Line($"{isa.FloatType} d;");
            RowReduction.Restart(code, isa, "0f", rows);
            RowReduction.Walk(code, isa, key.Width, (register, load, tail, row) =>
            {
                var d = isa.Subtract(load, "center" + row);
                return $"d = {(tail is null ? d : $"Lanes.Absent({d}, {tail}, 0f)")}; {register} = {isa.MultiplyAdd("d", "d", register)};";
            }, rows, stride, again: true);
            foreach (var row in all)
                code.Line($"var factor{row} = {isa.Broadcast($"1f / MathF.Sqrt(({RowReduction.End(isa, "Sum16", row, rows)} / {key.Width}f) + {Literal.Of(key.Epsilon)})")};");
            using (code.Open($"for (int n = 0; n < {stride / isa.Lanes}; n++)"))
            {
                code.Line($"var gain = {isa.Load("g", "0")};");
                code.Line($"var shift = {isa.Load("b", "0")};");
                foreach (var row in all)
                {
                    var at = Literal.Of(row * stride);
                    code.Line($"var value{row} = {isa.Multiply("(" + isa.Subtract(isa.Load("x", at), "center" + row) + ")", "factor" + row)};");
                    code.Line(isa.Store(isa.MultiplyAdd("value" + row, "gain", "shift"), "y", at));
                }

                ElementLoopEmitter.Move(code, ["x", "g", "b", "y"], Literal.Of(isa.Lanes));
            }
        }
    }

    private static void Sum(CodeWriter code, NormKey key, IsaText isa)
    {
        code.Line();
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (code.Open($"private static float Sum{isa.Suffix}(ref float x)"))
        {
            RowReduction.Start(code, isa, "0f");
            RowReduction.Walk(code, isa, key.Width, (register, load, tail) => isa.IsScalar
                ? $"{register} += {load};"
                : $"{register} = {isa.Add(register, tail is null ? load : $"Lanes.Absent({load}, {tail}, 0f)")};");
            code.Line($"return {RowReduction.End(isa, "Sum16")};");
        }
    }

    private static void Spread(CodeWriter code, NormKey key, IsaText isa)
    {
        code.Line();
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (code.Open($"private static float Spread{isa.Suffix}(ref float x, float mean)"))
        {
            code.Line($"var center = {isa.Broadcast("mean")};");
            code.Line(isa.IsScalar ? "float d;" : $"{isa.FloatType} d;");
            RowReduction.Start(code, isa, "0f");
            RowReduction.Walk(code, isa, key.Width, (register, load, tail) =>
            {
                var d = isa.Subtract(load, "center");
                return $"d = {(tail is null ? d : $"Lanes.Absent({d}, {tail}, 0f)")}; {register} = {isa.MultiplyAdd("d", "d", register)};";
            });
            code.Line($"return {RowReduction.End(isa, "Sum16")};");
        }
    }

    private static void Scale(CodeWriter code, IsaText isa, int stride)
    {
        code.Line();
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (code.Open($"private static void Scale{isa.Suffix}(ref float x, float mean, float rstd, ref float g, ref float b, ref float y)"))
        {
            code.Line($"var center = {isa.Broadcast("mean")};");
            code.Line($"var factor = {isa.Broadcast("rstd")};");
            if (ElementLoopEmitter.Has(isa)) ScaleInPairs(code, isa, stride);
            else
            {
                using (code.Open($"for (int n = 0; n < {stride}; n += {isa.Lanes})"))
                {
                    code.Line($"var value = {isa.Multiply("(" + isa.Subtract(isa.Load("x", "n"), "center") + ")", "factor")};");
                    code.Line($"value = {isa.MultiplyAdd("value", isa.Load("g", "n"), isa.Load("b", "n"))};");
                    code.Line(isa.Store("value", "y", "n"));
                }
            }
        }
    }

    /// <summary>ARM64 reads and writes two registers at once where they lie side by side.</summary>
    private static void ScaleInPairs(CodeWriter code, IsaText isa, int stride)
    {
        var offsets = Enumerable.Range(0, Padding.Values / isa.Lanes).Select(i => Literal.Of(i * isa.Lanes)).ToList();
        using (code.Open($"for (int n = 0; n < {stride / Padding.Values}; n++)"))
        {
            foreach (var at in offsets) code.Line($"var value{at} = {isa.Multiply("(" + isa.Subtract(isa.Load("x", at), "center") + ")", "factor")};");
            foreach (var at in offsets) code.Line($"var shift{at} = {isa.Load("b", at)};");
            foreach (var at in offsets) code.Line($"shift{at} = {isa.MultiplyAdd("value" + at, isa.Load("g", at), "shift" + at)};");
            foreach (var at in offsets) code.Line(isa.Store("shift" + at, "y", at));
            ElementLoopEmitter.Move(code, ["x", "g", "b", "y"], Literal.Of(Padding.Values));
        }
    }
}
