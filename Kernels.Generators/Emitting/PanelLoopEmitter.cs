using System.Collections.Generic;
using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>The sizes of a walk over panels.</summary>
/// <param name="Element">The type of inputs.</param>
/// <param name="WeightElement">The type of stored weights.</param>
/// <param name="Inputs">Inputs of the layer.</param>
/// <param name="InputStride">Values from one row of inputs to the next.</param>
/// <param name="OutputStride">Values from one row of outputs to the next.</param>
/// <param name="PanelValues">Weights of one panel.</param>
/// <param name="Vectors">Registers that a panel is wide.</param>
/// <param name="LastVectors">Registers of the last panel where that is narrower, else 0.</param>
/// <param name="Panels">How many panels there are.</param>
/// <param name="Integer">Whether the sums are integers, which scales follow.</param>
/// <param name="Finish">Whether anything follows the sums.</param>
internal sealed record PanelLoop(
    string Element, string WeightElement, int Inputs, int InputStride, int OutputStride, int PanelValues, int Vectors, int LastVectors, int Panels, bool Integer, bool Finish)
{
    /// <summary>Rows of the tiles for a panel of so many registers, falling, the last of them 1.</summary>
    public IReadOnlyList<int> Rows(IsaText isa, int vectors) => Integer ? isa.Int8Rows : isa.DenseRows(vectors);

    /// <summary>The widths of panels that occur.</summary>
    public IEnumerable<int> Widths => new[] { Panels > 1 || LastVectors == 0 ? Vectors : 0, LastVectors }.Where(count => count > 0).Distinct();

    /// <summary>Bytes from a quad of inputs to the next in a panel of 8-bit weights; null where panels differ.</summary>
    public int? QuadBytes(IsaText isa) => Widths.Count() == 1 ? Widths.Single() * 4 * isa.Lanes : null;

    /// <summary>Weights of the layer.</summary>
    public int Weights => (int)System.Math.Min(int.MaxValue, (long)PanelValues * Panels);

    /// <summary>Panels of full width.</summary>
    public int FullPanels => LastVectors > 0 ? Panels - 1 : Panels;

    /// <summary>Panels that one row takes side by side; 1 where there are too few of them, or where one at a time is what the width is for.</summary>
    public int Abreast(IsaText isa)
    {
        var wanted = isa.IsScalar || Integer ? 1 : (8 + Vectors - 1) / Vectors;
        return System.Math.Min(wanted, FullPanels);
    }

    /// <summary>Inputs that many rows take at once, so that their part of a panel stays in the first-level cache; all where they fit.</summary>
    public int Block(IsaText isa, int vectors) => Integer ? Inputs : isa.DenseBlock(Inputs, vectors);
}

/// <summary>The outer loops of linear layers: panels, then blocks of inputs where a panel is large, then tiles of rows, then the rows that are left.</summary>
internal static class PanelLoopEmitter
{
    public static void Emit(CodeWriter code, IsaText isa, PanelLoop loop)
    {
        var rowScales = loop.Integer ? "ref float rowScales, " : "";
        var scales = loop.Integer ? "ref int corrections, ref float scales, " : "";
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Open(
            $"internal static void Run{isa.Suffix}(ref {loop.Element} x, {rowScales}int rows, ref {loop.WeightElement} panels, {scales}"
            + "ref float bias, ref float residual, ref float y, int first, int end)"))
        {
            code.Line("int panel = first;");
            if (loop.Abreast(isa) > 1) OneRow(code, isa, loop);
            using (code.Open("for (; panel < end; panel++)"))
            {
                code.Line($"ref {loop.WeightElement} weights = ref Unsafe.Add(ref panels, (nint)panel * {loop.PanelValues});");
                code.Line($"int column = panel * {loop.Vectors * isa.Lanes};");
                if (loop.LastVectors == 0) Panel(code, isa, loop, loop.Vectors);
                else if (loop.Panels == 1) Panel(code, isa, loop, loop.LastVectors);
                else
                {
                    using (code.Open($"if (panel < {loop.Panels - 1})")) Panel(code, isa, loop, loop.Vectors);
                    using (code.Open("else")) Panel(code, isa, loop, loop.LastVectors);
                }
            }
        }
    }

    private static void OneRow(CodeWriter code, IsaText isa, PanelLoop loop)
    {
        var (abreast, full) = (loop.Abreast(isa), loop.FullPanels);
        using (code.Open($"if (rows == 1 && Tuning.Abreast({isa.Lanes}, {loop.Weights}))"))
        {
            code.Line("// One row waits for its own sums: several panels side by side keep the multipliers busy.");
            code.Line($"int last = {(full < loop.Panels ? $"end < {full} ? end : {full}" : "end")};");
            using (code.Open($"for (; panel <= last - {abreast}; panel += {abreast})"))
            {
                code.Line($"int column = panel * {loop.Vectors * isa.Lanes};");
                code.Line(
                    $"Row{abreast}x{loop.Vectors}_{isa.Suffix}(ref x, ref Unsafe.Add(ref panels, (nint)panel * {loop.PanelValues}), "
                    + "ref Unsafe.Add(ref y, column));");
                Finish(code, isa, loop, abreast * loop.Vectors);
            }
        }
    }

    private static void Panel(CodeWriter code, IsaText isa, PanelLoop loop, int vectors)
    {
        if (loop.Integer) Bytes(code, isa, loop, vectors);
        else Floats(code, isa, loop, vectors);
        Finish(code, isa, loop, vectors);
    }

    private static void Floats(CodeWriter code, IsaText isa, PanelLoop loop, int vectors)
    {
        var block = loop.Block(isa, vectors);
        if (block == loop.Inputs)
        {
            Rows(code, isa, loop, vectors, "ref x", "ref weights", "ref y", "");
            return;
        }

        // Few rows read each weight once or twice whatever the order, and save the partial sums; so do processors that read the second-level
        // cache as fast as they multiply.
        code.Line($"int inputs = Tuning.InBlocks({isa.Lanes}, {loop.Inputs}) && rows > {2 * loop.Rows(isa, vectors)[0]} ? {block} : {loop.Inputs};");
        using (code.Open($"for (int k = 0; k < {loop.Inputs}; k += inputs)"))
        {
            code.Line($"int some = inputs < {loop.Inputs} - k ? inputs : {loop.Inputs} - k;");
            Rows(code, isa, loop, vectors, "ref Unsafe.Add(ref x, k)", $"ref Unsafe.Add(ref weights, k * {vectors * isa.Lanes})", "ref y", ", some, k > 0");
        }
    }

    private static void Bytes(CodeWriter code, IsaText isa, PanelLoop loop, int vectors)
    {
        var step = loop.QuadBytes(isa) is null ? $", {vectors * 4 * isa.Lanes}" : "";
        var corrections = isa.IsScalar ? "" : "ref Unsafe.Add(ref corrections, column), ";
        if (vectors <= isa.Int8Vectors)
        {
            Rows(code, isa, loop, vectors, "ref x", "ref weights", corrections + "ref y", step);
            return;
        }

        using (code.Open($"if (rows == 1 && Tuning.WholePanel({isa.Lanes}, {loop.Weights}))"))
            code.Line($"Row{vectors}_{isa.Suffix}(ref x, ref weights, {corrections}ref Unsafe.Add(ref y, column));");
        using (code.Open("else"))
        {
            var (tiles, rest) = (vectors / isa.Int8Vectors, vectors % isa.Int8Vectors);
            using (code.Open($"for (int tile = 0; tile < {tiles}; tile++)"))
                Tile(isa.Int8Vectors, $"tile * {isa.Int8Vectors * 4 * isa.Lanes}", $"tile * {isa.Int8Vectors * isa.Lanes}");
            if (rest > 0)
                using (code.Open("")) Tile(rest, Literal.Of((vectors - rest) * 4 * isa.Lanes), Literal.Of((vectors - rest) * isa.Lanes));
        }

        void Tile(int width, string weightAt, string columnAt)
        {
            code.Line($"ref sbyte part = ref Unsafe.Add(ref weights, {weightAt});");
            code.Line($"ref int start = ref Unsafe.Add(ref corrections, column + ({columnAt}));");
            code.Line($"ref float to = ref Unsafe.Add(ref y, {columnAt});");
            Rows(code, isa, loop, width, "ref x", "ref part", "ref start, ref to", step);
        }
    }

    private static void Rows(CodeWriter code, IsaText isa, PanelLoop loop, int vectors, string x, string weights, string y, string part)
    {
        var to = y.LastIndexOf("ref ", System.StringComparison.Ordinal);
        code.Line("int row = 0;");
        var tiles = loop.Rows(isa, vectors);
        for (var i = 0; i < tiles.Count; i++)
        {
            // Eight rows are two tiles of four rather than one of six and two rows alone. A tile of bytes that fills the registers
            // needs the one-instruction dot product.
            var unless = loop.Integer && tiles[i] == 4 && isa.Lanes < 16 ? " && Lanes.HasDotProduct" : tiles[i] == 6 ? " && rows - row != 8" : "";
            if (!loop.Integer && tiles[i] * vectors > isa.Accumulators) unless += " && Lanes.ByElement";
            using (code.Open($"for (; row <= rows - {tiles[i]}{unless}; row += {tiles[i]})"))
            {
                code.Line(
                    $"Tile{tiles[i]}x{vectors}_{isa.Suffix}(ref Unsafe.Add({x}, row * {loop.InputStride}), {weights}, {y.Substring(0, to)}"
                    + $"ref Unsafe.Add({y.Substring(to)}, (row * {loop.OutputStride}) + column){part});");
            }
        }
    }

    private static void Finish(CodeWriter code, IsaText isa, PanelLoop loop, int vectors)
    {
        if (!loop.Finish) return;
        var scales = loop.Integer ? "ref rowScales, ref Unsafe.Add(ref scales, column), " : "";
        code.Line(
            $"Finish{isa.Suffix}({scales}ref Unsafe.Add(ref bias, column), ref Unsafe.Add(ref residual, column), ref Unsafe.Add(ref y, column), rows, {vectors * isa.Lanes});");
    }
}
