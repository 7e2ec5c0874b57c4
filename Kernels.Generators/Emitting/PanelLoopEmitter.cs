using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>The sizes of a walk over panels.</summary>
internal sealed record PanelLoop(
    string Element, int InputStride, int OutputStride, int PanelValues, int Vectors, int LastVectors, int Panels, int TileRows, bool Integer, bool Finish);

/// <summary>The outer loops of linear layers: panels, then tiles of rows, then the rows that are left.</summary>
internal static class PanelLoopEmitter
{
    public static void Emit(CodeWriter code, IsaText isa, PanelLoop loop)
    {
        var rowScales = loop.Integer ? "ref float rowScales, " : "";
        var scales = loop.Integer ? "ref float scales, " : "";
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Open(
            $"internal static void Run{isa.Suffix}(ref {loop.Element} x, {rowScales}int rows, ref {loop.Element} panels, {scales}"
            + "ref float bias, ref float residual, ref float y, int first, int end)"))
        {
            using (code.Open("for (int panel = first; panel < end; panel++)"))
            {
                code.Line($"ref {loop.Element} weights = ref Unsafe.Add(ref panels, (nint)panel * {loop.PanelValues});");
                code.Line($"int column = panel * {loop.Vectors * isa.Lanes};");
                if (loop.LastVectors == 0) Rows(code, isa, loop, loop.Vectors);
                else if (loop.Panels == 1) Rows(code, isa, loop, loop.LastVectors);
                else
                {
                    using (code.Open($"if (panel < {loop.Panels - 1})")) Rows(code, isa, loop, loop.Vectors);
                    using (code.Open("else")) Rows(code, isa, loop, loop.LastVectors);
                }
            }
        }
    }

    private static void Rows(CodeWriter code, IsaText isa, PanelLoop loop, int vectors)
    {
        code.Line("int row = 0;");
        if (loop.TileRows > 1)
        {
            using (code.Open($"for (; row <= rows - {loop.TileRows}; row += {loop.TileRows})"))
                code.Line(Call(isa, loop, loop.TileRows, vectors));
        }

        using (code.Open("for (; row < rows; row++)"))
            code.Line(Call(isa, loop, 1, vectors));
        if (loop.Finish)
        {
            var scales = loop.Integer ? "ref rowScales, ref Unsafe.Add(ref scales, column), " : "";
            code.Line(
                $"Finish{isa.Suffix}({scales}ref Unsafe.Add(ref bias, column), ref Unsafe.Add(ref residual, column), ref Unsafe.Add(ref y, column), rows, {vectors * isa.Lanes});");
        }
    }

    private static string Call(IsaText isa, PanelLoop loop, int rows, int vectors) =>
        $"Tile{rows}x{vectors}_{isa.Suffix}(ref Unsafe.Add(ref x, row * {loop.InputStride}), ref weights, ref Unsafe.Add(ref y, (row * {loop.OutputStride}) + column));";
}
