using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>Norm of rows by the root of the mean square, <c>(x r) g</c>; sums in sixteen lanes.</summary>
internal static class RmsNormEmitter
{
    public static void Emit(CodeWriter code, NormKey key, IsaText isa)
    {
        var stride = Padding.Up(key.Width);
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Open($"internal static void Run{isa.Suffix}(ref float x, ref float g, ref float y, int rows)"))
        {
            using (code.Open("for (int row = 0; row < rows; row++)"))
            {
                code.Line($"ref float from = ref Unsafe.Add(ref x, row * {stride});");
                code.Line($"float square = Squares{isa.Suffix}(ref from) / {key.Width}f;");
                code.Line($"Scale{isa.Suffix}(ref from, 1f / MathF.Sqrt(square + {Literal.Of(key.Epsilon)}), ref g, ref Unsafe.Add(ref y, row * {stride}));");
            }
        }

        code.Line();
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (code.Open($"private static float Squares{isa.Suffix}(ref float x)"))
        {
            code.Line(isa.IsScalar ? "float v;" : $"{isa.FloatType} v;");
            RowReduction.Start(code, isa, "0f");
            RowReduction.Walk(code, isa, key.Width, (register, load, tail) =>
                $"v = {(tail is null ? load : $"Lanes.Absent({load}, {tail}, 0f)")}; {register} = {isa.MultiplyAdd("v", "v", register)};");
            code.Line($"return {RowReduction.End(isa, "Sum16")};");
        }

        code.Line();
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (code.Open($"private static void Scale{isa.Suffix}(ref float x, float r, ref float g, ref float y)"))
        {
            code.Line($"var factor = {isa.Broadcast("r")};");
            using (code.Open($"for (int n = 0; n < {stride}; n += {isa.Lanes})"))
            {
                code.Line($"var value = {isa.Multiply(isa.Load("x", "n"), "factor")};");
                code.Line($"value = {isa.Multiply("value", isa.Load("g", "n"))};");
                code.Line(isa.Store("value", "y", "n"));
            }
        }
    }
}
