using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>Work value by value that no linear layer could take along: functions, copies, sums and products of rows.</summary>
internal static class ElementEmitter
{
    public static void Emit(CodeWriter code, FunctionKey key, IsaText isa)
    {
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Open($"internal static void Run{isa.Suffix}(ref float x, ref float y, int rows)"))
        {
            code.Line($"nint count = (nint)rows * {key.Width};");
            using (code.Open($"for (nint n = 0; n < count; n += {isa.Lanes})"))
            {
                var value = isa.Load("x", "n");
                code.Line(isa.Store(key.Function == Function.None ? value : $"VectorMath.{key.Function}({value})", "y", "n"));
            }
        }
    }

    public static void Emit(CodeWriter code, PairKey key, IsaText isa)
    {
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Open($"internal static void Run{isa.Suffix}(ref float left, ref float right, ref float y, int rows)"))
        {
            code.Line($"nint count = (nint)rows * {key.Width};");
            using (code.Open($"for (nint n = 0; n < count; n += {isa.Lanes})"))
            {
                var value = key.Product
                    ? isa.Multiply(isa.Load("left", "n"), isa.Load("right", "n"))
                    : isa.Add(isa.Load("left", "n"), isa.Load("right", "n"));
                code.Line(isa.Store(value, "y", "n"));
            }
        }
    }
}
