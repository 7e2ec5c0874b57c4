using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>
/// Rows to 8-bit integers, symmetric, one scale per row (docs/numerics.md): <c>m = max |x|</c>, <c>r = levels / m</c>,
/// <c>q = round_half_even(x r)</c>, <c>scale = m / levels</c>; all zero when r is not finite. Levels are 127, or the time steps of a train.
/// </summary>
internal static class QuantizeEmitter
{
    /// <summary>Bytes from one quantised row to the next.</summary>
    public static int Stride(int width) => Padding.Bytes(width);

    public static void Emit(CodeWriter code, QuantizeKey key, IsaText isa)
    {
        var stride = Padding.Up(key.Width);
        code.Line("// Gives false when a value is NaN or infinite.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Open($"internal static bool Run{isa.Suffix}(ref float x, ref sbyte q, ref float scales, int rows, float levels)"))
        {
            code.Line("bool finite = true;");
            using (code.Open("for (int row = 0; row < rows; row++)"))
            {
                code.Line($"ref float from = ref Unsafe.Add(ref x, row * {stride});");
                code.Line($"ref sbyte to = ref Unsafe.Add(ref q, row * {Stride(key.Width)});");
                code.Line($"float m = Largest{isa.Suffix}(ref from, ref finite);");
                code.Line("float r = levels / m;");
                code.Line("// A row of zeros, or one so small that r overflows, counts as zero.");
                code.Line("bool zero = !(r <= float.MaxValue);");
                code.Line("Unsafe.Add(ref scales, row) = zero ? 0f : m / levels;");
                code.Line($"var factor = {isa.Broadcast("zero ? 0f : r")};");
                using (code.Open($"for (int k = 0; k < {stride}; k += {isa.Lanes})"))
                {
                    code.Line($"Lanes.StoreInt8({isa.Multiply(isa.Load("from", "k"), "factor")}, ref Unsafe.Add(ref to, k));");
                }

                if (key.Width % Padding.Values != 0)
                {
                    code.Line("// Bytes past the row take part in the last quad: they must be zero whatever the padding holds.");
                    code.Line($"for (int k = {key.Width}; k < {stride}; k++) Unsafe.Add(ref to, k) = 0;");
                }
            }

            code.Line("return finite;");
        }

        code.Line();
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (code.Open($"private static float Largest{isa.Suffix}(ref float x, ref bool finite)"))
        {
            RowReduction.Start(code, isa, "0f");
            code.Line("// 0 x value is 0, or NaN where the value is NaN or infinite: a maximum alone would pass over NaN.");
            code.Line($"var zero = {isa.Zero};");
            code.Line($"{isa.FloatType} value, probe = zero;");
            RowReduction.Walk(code, isa, key.Width, (register, load, tail) =>
                $"value = {(tail is null ? $"Lanes.Abs({load})" : $"Lanes.Absent(Lanes.Abs({load}), {tail}, 0f)")}; "
                + $"{register} = Lanes.Max({register}, value); probe = {isa.MultiplyAdd("value", "zero", "probe")};");
            code.Line($"float m = {RowReduction.End(isa, "Max16")};");
            var sum = isa.Lanes switch
            {
                1 => "probe",
                4 => "Lanes.Sum16(probe, zero, zero, zero)",
                8 => "Lanes.Sum16(probe, zero)",
                _ => "Lanes.Sum16(probe)",
            };
            code.Line($"if (!({sum} == 0f)) finite = false;");
            code.Line("return m;");
        }
    }
}
