using System;
using System.Collections.Generic;
using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>A walk over panels of stored integers and their scales.</summary>
/// <param name="Inputs">Inputs of the layer.</param>
/// <param name="Outputs">Outputs of the layer.</param>
/// <param name="Format">How weights are stored.</param>
/// <param name="Element">The type of inputs.</param>
/// <param name="InputStride">Values from one row of inputs to the next.</param>
/// <param name="Integer">Whether inputs are integers, each row with a scale and, block by block, its sums.</param>
/// <param name="Finish">Whether anything follows the sums.</param>
internal sealed record StoredLoop(int Inputs, int Outputs, WeightFormat Format, string Element, int InputStride, bool Integer, bool Finish)
{
    /// <summary>The type of stored weights.</summary>
    public string WeightElement => StoredText.Element(Format);

    /// <summary>The type of their scales.</summary>
    public string ScaleElement => StoredText.ScaleElement(Format);

    /// <summary>Registers that a panel is wide.</summary>
    public int Vectors(IsaText isa) => isa.DenseVectorsPerPanel(Outputs);

    /// <summary>The widths of panels that occur.</summary>
    public IEnumerable<int> Widths(IsaText isa)
    {
        var (registers, vectors) = (isa.Registers(Outputs), Vectors(isa));
        return new[] { registers >= vectors ? vectors : 0, registers % vectors }.Where(count => count > 0).Distinct();
    }

    /// <summary>Rows of the tiles for a panel of so many registers, falling, the last of them 1.</summary>
    public IReadOnlyList<int> Rows(IsaText isa, int vectors) => (isa.Lanes, Integer) switch
    {
        (1, _) => [1],
        (16, false) => [8, 1],
        // A tile of bytes that fills sixteen registers needs the one-instruction dot product.
        (< 16, true) when Format == WeightFormat.Int8Block32 => [4, 2, 1],
        _ => [4, 1],
    };

    /// <summary>Whether many rows take another way: <see cref="WidenedBlocksEmitter"/>.</summary>
    public bool Widened(IsaText isa) => Integer && Format == WeightFormat.Int8Block32 && isa.Lanes == 16;
}

/// <summary>The outer loops of linear layers on stored integers: panels, then tiles of rows.</summary>
internal static class StoredLoopEmitter
{
    public static string Parameters(StoredLoop loop) =>
        $"ref {loop.Element} x, {(loop.Integer ? "ref float rowScales, ref int blockSums, " : "")}int rows, ref {loop.WeightElement} panels, ref {loop.ScaleElement} scales, "
        + "ref float bias, ref float residual, ref float y, int first, int end";

    public static string Arguments(StoredLoop loop) =>
        $"ref x, {(loop.Integer ? "ref rowScales, ref blockSums, " : "")}rows, ref panels, ref scales, ref bias, ref residual, ref y, first, end";

    public static void Emit(CodeWriter code, IsaText isa, StoredLoop loop)
    {
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Open($"internal static void Run{isa.Suffix}({Parameters(loop)})"))
        {
            if (loop.Widened(isa)) WidenedBlocksEmitter.Choose(code, isa, loop);
            Panels(code, isa, loop, vectors => Panel(code, isa, loop, vectors, "0"));
        }
    }

    /// <summary>A loop over panels, of which the last may be narrower.</summary>
    public static void Panels(CodeWriter code, IsaText isa, StoredLoop loop, Action<int> panel)
    {
        var (vectors, registers) = (loop.Vectors(isa), isa.Registers(loop.Outputs));
        var (last, panels, columns) = (registers % vectors, (registers + vectors - 1) / vectors, vectors * isa.Lanes);
        using (code.Open("for (int panel = first; panel < end; panel++)"))
        {
            code.Line($"ref {loop.WeightElement} weights = ref Unsafe.Add(ref panels, (nint)panel * {StoredText.Bytes(loop.Format, loop.Inputs) * columns});");
            code.Line($"ref {loop.ScaleElement} scale = ref Unsafe.Add(ref scales, panel * {StoredText.Scales(loop.Format, loop.Inputs) * columns});");
            code.Line($"int column = panel * {columns};");
            if (last == 0) panel(vectors);
            else if (panels == 1) panel(last);
            else
            {
                using (code.Open($"if (panel < {panels - 1})")) panel(vectors);
                using (code.Open("else")) panel(last);
            }
        }
    }

    /// <summary>The rows of a panel from one on, and what follows their sums.</summary>
    public static void Panel(CodeWriter code, IsaText isa, StoredLoop loop, int vectors, string from)
    {
        code.Line($"int row = {from};");
        foreach (var rows in loop.Rows(isa, vectors))
        {
            var unless = loop.Rows(isa, vectors).Count == 3 && rows == 4 ? " && Lanes.HasDotProduct" : "";
            using (code.Open($"for (; row <= rows - {rows}{unless}; row += {rows})"))
            {
                code.Line(
                    $"Tile{rows}x{vectors}_{isa.Suffix}(ref Unsafe.Add(ref x, row * {loop.InputStride}), {(loop.Integer ? $"ref Unsafe.Add(ref blockSums, row * {WeightBlocks.Of(loop.Inputs)}), " : "")}"
                    + $"ref weights, ref scale, ref Unsafe.Add(ref y, (row * {Padding.Up(loop.Outputs)}) + column));");
            }
        }

        if (!loop.Finish) return;
        code.Line(
            $"Finish{isa.Suffix}({(loop.Integer ? "ref rowScales, " : "")}ref Unsafe.Add(ref bias, column), ref Unsafe.Add(ref residual, column), ref Unsafe.Add(ref y, column), rows, {vectors * isa.Lanes});");
    }
}

/// <summary>Sizes and types of stored integers.</summary>
internal static class StoredText
{
    public static string Element(WeightFormat format) => format switch
    {
        WeightFormat.BFloat16 => "ushort",
        WeightFormat.Int8 or WeightFormat.Int8Block32 => "sbyte",
        WeightFormat.Int4Block32 => "byte",
        _ => "float",
    };

    public static string ScaleElement(WeightFormat format) => format.IsBlocks() ? "ushort" : "float";

    /// <summary>Bytes of the weights of one output.</summary>
    public static int Bytes(WeightFormat format, int inputs) => format switch
    {
        WeightFormat.Int4Block32 => WeightBlocks.Of(inputs) * WeightBlocks.Inputs / 2,
        WeightFormat.Int8Block32 => WeightBlocks.Of(inputs) * WeightBlocks.Inputs,
        _ => (inputs + 3) / 4 * 4,
    };

    /// <summary>Scales of one output.</summary>
    public static int Scales(WeightFormat format, int inputs) => format.IsBlocks() ? WeightBlocks.Of(inputs) : 1;

    /// <summary>Inputs whose weights one register of bytes holds.</summary>
    public static int Together(WeightFormat format) => format == WeightFormat.Int4Block32 ? 8 : 4;

    /// <summary>Reads scales as f32.</summary>
    public static string LoadScale(IsaText isa, WeightFormat format, string reference, string offset) =>
        format.IsBlocks() ? isa.LoadWeights(WeightFormat.BFloat16, reference, offset) : isa.Load(reference, offset);
}
