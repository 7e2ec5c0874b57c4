using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>What the sums of a linear layer are before its last lines.</summary>
internal enum SumKind
{
    /// <summary>Values.</summary>
    Floats,

    /// <summary>Integers, which the scale of the row and that of the output follow.</summary>
    Integers,

    /// <summary>Values, blocks added up, which the scale of the row follows.</summary>
    Blocks,
}

/// <summary>What follows the sums of a linear layer while they are still in cache: scales, bias, function, residual, each rounded as in the definition.</summary>
internal static class FinishEmitter
{
    public static bool Needed(bool bias, Function function, bool residual) => bias || residual || function != Function.None;

    public static void Emit(CodeWriter code, IsaText isa, int outputs, bool bias, Function function, bool residual, SumKind sums)
    {
        var stride = Padding.Up(outputs);
        var (integer, scaled) = (sums == SumKind.Integers, sums != SumKind.Floats);
        var scales = integer ? "ref float rowScales, ref float scales, " : scaled ? "ref float rowScales, " : "";
        code.Line();
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (code.Open(
            $"{(scaled ? "internal" : "private")} static void Finish{isa.Suffix}({scales}ref float bias, ref float residual, ref float y, int rows, int columns)"))
        {
            using (code.Open("for (int row = 0; row < rows; row++)"))
            {
                if (scaled) code.Line($"var rowScale = {isa.Broadcast("Unsafe.Add(ref rowScales, row)")};");
                using (code.Open($"for (int n = 0; n < columns; n += {isa.Lanes})"))
                {
                    code.Line($"int at = (row * {stride}) + n;");
                    if (integer)
                    {
                        // The sums lie in the place of the results; one scale for the pair, then one product: docs/numerics.md.
                        code.Line(isa.IsScalar
                            ? "var value = (float)Unsafe.As<float, int>(ref Unsafe.Add(ref y, at));"
                            : $"var value = {isa.Vector}.ConvertToSingle({isa.Vector}.LoadUnsafe(ref Unsafe.As<float, int>(ref Unsafe.Add(ref y, at))));");
                        code.Line($"value = {isa.Multiply("value", "(" + isa.Multiply("rowScale", isa.Load("scales", "n")) + ")")};");
                    }
                    else code.Line($"var value = {(scaled ? isa.Multiply("rowScale", isa.Load("y", "at")) : isa.Load("y", "at"))};");
                    if (bias) code.Line($"value = {isa.Add("value", isa.Load("bias", "n"))};");
                    if (function != Function.None) code.Line($"value = VectorMath.{function}(value);");
                    if (residual) code.Line($"value = {isa.Add("value", isa.Load("residual", "at"))};");
                    code.Line(isa.Store("value", "y", "at"));
                }
            }
        }
    }
}
