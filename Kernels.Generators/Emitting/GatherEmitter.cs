using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>
/// The way of a convolution through the 8-bit kernels of linear layers: windows become rows, and the padded rows of their results an image.
/// </summary>
internal static class GatherEmitter
{
    public static void Emit(CodeWriter code, GatherKey key, IsaText isa)
    {
        var window = key.Window;
        var (line, stride) = (window.Width * window.Image.Channels, QuantizeEmitter.Stride(window.Values));
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Open($"internal static void Run{isa.Suffix}(ref sbyte images, ref float imageScales, ref sbyte q, ref float scales, int first, int end)"))
        {
            using (code.Open("for (int unit = first; unit < end; unit++)"))
            {
                code.Line($"int image = unit / {window.Rows};");
                code.Line($"ref sbyte from = ref Unsafe.Add(ref images, (image * {QuantizeEmitter.Stride(window.Image.Values)}) + ((unit - (image * {window.Rows})) * {window.Stride * window.Image.Width * window.Image.Channels}));");
                using (code.Open($"for (int p = 0; p < {window.Columns}; p++)"))
                {
                    code.Line($"int row = (unit * {window.Columns}) + p;");
                    code.Line("Unsafe.Add(ref scales, row) = Unsafe.Add(ref imageScales, image);");
                    code.Line($"ref sbyte to = ref Unsafe.Add(ref q, row * {stride});");
                    using (code.Open($"for (int ky = 0; ky < {window.Height}; ky++)"))
                    {
                        code.Line($"Unsafe.CopyBlockUnaligned(ref Unsafe.As<sbyte, byte>(ref Unsafe.Add(ref to, ky * {line})), ref Unsafe.As<sbyte, byte>(ref Unsafe.Add(ref from, (ky * {window.Image.Width * window.Image.Channels}) + (p * {window.Stride * window.Image.Channels}))), {line}u);");
                    }

                    if (stride > window.Values)
                    {
                        code.Line("// Kernels read whole quads and registers.");
                        code.Line($"Unsafe.InitBlockUnaligned(ref Unsafe.As<sbyte, byte>(ref Unsafe.Add(ref to, {window.Values})), 0, {stride - window.Values}u);");
                    }
                }
            }
        }
    }

    public static void Emit(CodeWriter code, CloseKey key, IsaText isa)
    {
        var padded = Padding.Up(key.Channels);
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Open($"internal static void Run{isa.Suffix}(ref float sums, ref float residual, ref float y, int rows)"))
        {
            using (code.Open("for (int row = 0; row < rows; row++)"))
            {
                using (code.Open($"for (int p = 0; p < {key.Positions}; p++)"))
                {
                    code.Line($"ref float from = ref Unsafe.Add(ref sums, ((row * {key.Positions}) + p) * {padded});");
                    code.Line($"int at = (row * {Padding.Up(key.Positions * key.Channels)}) + (p * {key.Channels});");
                    code.Line("int n = 0;");
                    if (!isa.IsScalar && key.Channels >= isa.Lanes)
                    {
                        using (code.Open($"for (; n <= {key.Channels - isa.Lanes}; n += {isa.Lanes})"))
                        {
                            code.Line($"var value = {isa.Load("from", "n")};");
                            if (key.Relu) code.Line("value = VectorMath.Relu(value);");
                            if (key.Residual) code.Line($"value = {isa.Add("value", isa.Load("residual", "at + n"))};");
                            code.Line(isa.Store("value", "y", "at + n"));
                        }
                    }

                    if (!isa.IsScalar && key.Channels % isa.Lanes == 0) return;
                    using (code.Open($"for (; n < {key.Channels}; n++)"))
                    {
                        code.Line("float single = Unsafe.Add(ref from, n);");
                        if (key.Relu) code.Line("single = VectorMath.Relu(single);");
                        if (key.Residual) code.Line("single += Unsafe.Add(ref residual, at + n);");
                        code.Line("Unsafe.Add(ref y, at + n) = single;");
                    }
                }
            }
        }
    }
}
