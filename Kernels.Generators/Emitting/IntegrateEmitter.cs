using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>The membrane after the last step, of neurons that never fire: up to sixteen of them at a time, in registers.</summary>
internal static class IntegrateEmitter
{
    public static void Emit(CodeWriter code, IntegrateKey key, IsaText isa)
    {
        var padded = Padding.Up(key.Width);
        var registers = isa.IsScalar ? 1 : Padding.Values / isa.Lanes;
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Open($"internal static void Run{isa.Suffix}(ref float current, ref float y, int rows)"))
        {
            using (code.Open("for (int row = 0; row < rows; row++)"))
            {
                using (code.Open($"for (int n = 0; n < {(isa.IsScalar ? key.Width : padded)}; n += {registers * isa.Lanes})"))
                    code.Line($"Group{isa.Suffix}(ref Unsafe.Add(ref current, (row * {padded * key.Steps}) + n), ref Unsafe.Add(ref y, (row * {padded}) + n));");
            }
        }

        code.Line();
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (code.Open($"private static void Group{isa.Suffix}(ref float current, ref float y)"))
        {
            if (key.Decay != 1f) code.Line($"var decay = {isa.Broadcast(Literal.Of(key.Decay))};");
            for (var i = 0; i < registers; i++) code.Line($"var v{i} = {isa.Zero};");
            using (code.Open($"for (int step = 0; step < {key.Steps}; step++)"))
            {
                for (var i = 0; i < registers; i++)
                {
                    var drive = isa.Load("current", Literal.Of(i * isa.Lanes));
                    code.Line($"v{i} = {(key.Decay == 1f ? isa.Add("v" + i, drive) : isa.MultiplyAdd("decay", "v" + i, drive))};");
                }

                code.Line($"current = ref Unsafe.Add(ref current, {padded});");
            }

            for (var i = 0; i < registers; i++) code.Line(isa.Store("v" + i, "y", Literal.Of(i * isa.Lanes)));
        }
    }
}
