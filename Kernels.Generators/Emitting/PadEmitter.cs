using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>Images with padding around them.</summary>
internal static class PadEmitter
{
    public static void Emit(CodeWriter code, PadKey key, IsaText isa)
    {
        var (image, padded) = (key.Image, key.Padded);
        var (line, channels) = (image.Width * image.Channels, image.Channels);
        var before = ((key.Top * padded.Width) + key.Left) * channels;
        var between = (padded.Width - image.Width) * channels;
        var behind = padded.Values - before - (image.Height * line) - ((image.Height - 1) * between);
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Open($"internal static void Run{isa.Suffix}(ref float x, ref float y, int rows)"))
        {
            using (code.Open("for (int row = 0; row < rows; row++)"))
            {
                code.Line($"ref float from = ref Unsafe.Add(ref x, row * {Padding.Up(image.Values)});");
                code.Line($"ref float to = ref Unsafe.Add(ref y, row * {Padding.Up(padded.Values)});");
                Fill(before);
                using (code.Open($"for (int line = 0; line < {image.Height}; line++)"))
                {
                    code.Line($"Copy{isa.Suffix}(ref from, ref to);");
                    code.Line($"from = ref Unsafe.Add(ref from, {line});");
                    code.Line($"to = ref Unsafe.Add(ref to, {line});");
                    if (between > 0)
                        using (code.Open($"if (line < {image.Height - 1})")) Fill(between);
                }

                if (behind > 0) code.Line($"Fill{isa.Suffix}(ref to, {behind});");
            }
        }

        Method($"Copy{isa.Suffix}(ref float from, ref float to)", Literal.Of(line), at => isa.Load("from", at), "Unsafe.Add(ref from, n)");
        Method(
            $"Fill{isa.Suffix}(ref float to, int count)", "count", _ => isa.Broadcast(key.Lowest ? "float.NegativeInfinity" : "0f"), key.Lowest ? "float.NegativeInfinity" : "0f");

        void Fill(int count)
        {
            if (count == 0) return;
            code.Line($"Fill{isa.Suffix}(ref to, {count});");
            code.Line($"to = ref Unsafe.Add(ref to, {count});");
        }

        void Method(string head, string count, System.Func<string, string> register, string single)
        {
            code.Line();
            code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
            using (code.Open("private static void " + head))
            {
                code.Line("int n = 0;");
                if (!isa.IsScalar)
                    using (code.Open($"for (; n <= {count} - {isa.Lanes}; n += {isa.Lanes})")) code.Line(isa.Store(register("n"), "to", "n"));
                using (code.Open($"for (; n < {count}; n++)")) code.Line($"Unsafe.Add(ref to, n) = {single};");
            }
        }
    }
}
