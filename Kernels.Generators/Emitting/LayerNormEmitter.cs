using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>Layer norm of rows: mean, then variance about it, then <c>fma((x - mean) rstd, g, b)</c>; sums in sixteen lanes.</summary>
internal static class LayerNormEmitter
{
    public static void Emit(CodeWriter code, LayerNormKey key, IsaText isa)
    {
        var stride = Padding.Up(key.Width);
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Open($"internal static void Run{isa.Suffix}(ref float x, ref float g, ref float b, ref float y, int rows)"))
        {
            using (code.Open("for (int row = 0; row < rows; row++)"))
            {
                code.Line($"ref float from = ref Unsafe.Add(ref x, row * {stride});");
                code.Line($"float mean = Sum{isa.Suffix}(ref from) / {key.Width}f;");
                code.Line($"float variance = Spread{isa.Suffix}(ref from, mean) / {key.Width}f;");
                code.Line($"float rstd = 1f / MathF.Sqrt(variance + {Literal.Of(key.Epsilon)});");
                code.Line($"Scale{isa.Suffix}(ref from, mean, rstd, ref g, ref b, ref Unsafe.Add(ref y, row * {stride}));");
            }
        }

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

        code.Line();
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (code.Open($"private static float Spread{isa.Suffix}(ref float x, float mean)"))
        {
            code.Line($"var center = {isa.Broadcast("mean")};");
            if (isa.IsScalar) code.Line("float d;");
            else code.Line($"{isa.FloatType} d;");
            RowReduction.Start(code, isa, "0f");
            RowReduction.Walk(code, isa, key.Width, (register, load, tail) =>
            {
                var d = isa.Subtract(load, "center");
                return $"d = {(tail is null ? d : $"Lanes.Absent({d}, {tail}, 0f)")}; {register} = {isa.MultiplyAdd("d", "d", register)};";
            });
            code.Line($"return {RowReduction.End(isa, "Sum16")};");
        }

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
