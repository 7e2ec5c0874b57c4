using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>
/// Many rows on 8-bit weights in blocks, where there is no dot product of bytes in 512 bits. The weights of a few blocks are widened to 16 bits once, for all
/// rows; what is left of a product is one multiplication of pairs and one addition per 32 of them, no sign per row and weight (docs/decisions/0014).
/// </summary>
internal static class WidenedBlocksEmitter
{
    /// <summary>Rows from which on widening pays.</summary>
    private const int Least = 16;

    /// <summary>Rows of a tile.</summary>
    private const int Rows = 4;

    /// <summary>Blocks of inputs whose weights are widened together: 12 KiB of a panel of three registers, which the first-level cache keeps.</summary>
    private const int Blocks = 4;

    /// <summary>16-bit values of the inputs of a tile.</summary>
    private const int Pairs = Rows * Blocks * WeightBlocks.Inputs;

    /// <summary>A call with many rows goes on here.</summary>
    public static void Choose(CodeWriter code, IsaText isa, StoredLoop loop)
    {
        using (code.Open($"if (rows >= {Least})"))
        {
            code.Line($"Many{isa.Suffix}({StoredLoopEmitter.Arguments(loop)});");
            code.Line("return;");
        }

        code.Line();
    }

    public static void Emit(CodeWriter code, IsaText isa, StoredLoop loop)
    {
        var (blocks, columns) = (WeightBlocks.Of(loop.Inputs), loop.Vectors(isa) * isa.Lanes);
        code.Line();
        code.Line($"// {Rows} rows at a time; weights of {Blocks} blocks are widened for all rows.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (code.Open($"private static void Many{isa.Suffix}({StoredLoopEmitter.Parameters(loop)})"))
        {
            code.Line($"Span<short> space = stackalloc short[{(Blocks * WeightBlocks.Inputs * columns) + Pairs + 31}];");
            code.Line("ref short wide = ref Lanes.OnLine(space);");
            code.Line($"ref short pairs = ref Unsafe.Add(ref wide, {Blocks * WeightBlocks.Inputs * columns});");
            code.Line($"int most = rows & -{Rows};");
            StoredLoopEmitter.Panels(code, isa, loop, vectors =>
            {
                using (code.Open($"for (int at = 0; at < most; at++)"))
                    code.Line(string.Join(" ", Enumerable.Range(0, vectors).Select(v => isa.Store(isa.Zero, "y", $"(at * {Padding.Up(loop.Outputs)}) + column + {v * isa.Lanes}"))));
                using (code.Open($"for (int block = 0; block < {blocks}; block += {Blocks})"))
                {
                    code.Line($"int some = block > {blocks - Blocks} ? {blocks} - block : {Blocks};");
                    code.Line($"Widen{vectors}_{isa.Suffix}(ref Unsafe.Add(ref weights, block * {WeightBlocks.Inputs * vectors * isa.Lanes}), ref wide, some);");
                    using (code.Open($"for (int at = 0; at < most; at += {Rows})"))
                    {
                        code.Line(
                            $"Wide{Rows}x{vectors}_{isa.Suffix}(ref Unsafe.Add(ref x, (at * {loop.InputStride}) + (block * {WeightBlocks.Inputs})), ref pairs, ref wide, "
                            + $"ref Unsafe.Add(ref scale, block * {vectors * isa.Lanes}), ref Unsafe.Add(ref y, (at * {Padding.Up(loop.Outputs)}) + column), some);");
                    }
                }

                StoredLoopEmitter.Panel(code, isa, loop, vectors, "most");
            });
        }

        foreach (var vectors in loop.Widths(isa))
        {
            Widen(code, isa, vectors);
            Tile(code, isa, loop, vectors);
        }
    }

    private static void Widen(CodeWriter code, IsaText isa, int vectors)
    {
        code.Line();
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (code.Open($"private static void Widen{vectors}_{isa.Suffix}(ref sbyte weights, ref short wide, int blocks)"))
        using (code.Open($"for (int left = blocks * {WeightBlocks.Inputs / 4}; left > 0; left--)"))
        {
            for (var v = 0; v < vectors; v++)
            {
                code.Line($"var w{v} = {isa.Load("weights", Literal.Of(v * 4 * isa.Lanes))};");
                code.Line(isa.Store($"Lanes.EvenBytes(w{v})", "wide", Literal.Of(v * 2 * isa.Lanes)));
                code.Line(isa.Store($"Lanes.OddBytes(w{v})", "wide", Literal.Of((vectors + v) * 2 * isa.Lanes)));
            }

            code.Line($"weights = ref Unsafe.Add(ref weights, {vectors * 4 * isa.Lanes});");
            code.Line($"wide = ref Unsafe.Add(ref wide, {vectors * 4 * isa.Lanes});");
        }
    }

    private static void Tile(CodeWriter code, IsaText isa, StoredLoop loop, int vectors)
    {
        var (outputStride, columns) = (Padding.Up(loop.Outputs), vectors * isa.Lanes);
        code.Line();
        code.Line($"// {Rows} x {columns} outputs over some blocks of inputs; results in y, the sums of a block in {Rows * vectors} accumulators.");
        code.Line("// Products in a row, then additions in a row: taking turns, the two would wait for each other.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (code.Open($"private static void Wide{Rows}x{vectors}_{isa.Suffix}(ref sbyte x, ref short pairs, ref short wide, ref ushort scales, ref float y, int blocks)"))
        {
            using (code.Open("for (int block = 0; block < blocks; block++)"))
            {
                for (var row = 0; row < Rows; row++)
                {
                    code.Line(
                        $"Lanes.WidenBlock(ref Unsafe.Add(ref x, (block * {WeightBlocks.Inputs}) + {row * loop.InputStride}), "
                        + $"ref Unsafe.Add(ref pairs, (block * {Rows * WeightBlocks.Inputs}) + {row * WeightBlocks.Inputs}));");
                }
            }

            using (code.Open("for (; blocks > 0; blocks--)"))
            {
                for (var row = 0; row < Rows; row++) code.Line($"{isa.IntType} {TileText.Sums(row, vectors, isa.ZeroInt)};");
                using (code.Open($"for (int quad = 0; quad < {WeightBlocks.Inputs / 4}; quad++)"))
                {
                    Half(code, isa, vectors, "Even", 0);
                    Half(code, isa, vectors, "Odd", 1);
                    code.Line("pairs = ref Unsafe.Add(ref pairs, 2);");
                    code.Line($"wide = ref Unsafe.Add(ref wide, {4 * columns});");
                }

                for (var v = 0; v < vectors; v++) code.Line($"var scale{v} = {StoredText.LoadScale(isa, loop.Format, "scales", Literal.Of(v * isa.Lanes))};");
                for (var row = 0; row < Rows; row++)
                {
                    for (var v = 0; v < vectors; v++)
                    {
                        var at = Literal.Of((row * outputStride) + (v * isa.Lanes));
                        code.Line(isa.Store(isa.MultiplyAdd($"Lanes.ToFloat({TileText.Sum(row, v)})", "scale" + v, isa.Load("y", at)), "y", at));
                    }
                }

                code.Line($"pairs = ref Unsafe.Add(ref pairs, {((Rows - 1) * WeightBlocks.Inputs) + (WeightBlocks.Inputs / 2)});");
                code.Line($"scales = ref Unsafe.Add(ref scales, {columns});");
            }
        }
    }

    /// <summary>Half the inputs of a quad: the additions of a register of outputs follow the products of the next one.</summary>
    private static void Half(CodeWriter code, IsaText isa, int vectors, string name, int half)
    {
        for (var row = 0; row < Rows; row++)
            code.Line($"var x{name}{row} = Lanes.Pair{isa.Suffix}(ref Unsafe.Add(ref pairs, {(row * WeightBlocks.Inputs) + (half * WeightBlocks.Inputs / 2)}));");
        for (var v = 0; v < vectors; v++)
        {
            code.Line($"var w{name}{v} = {isa.Load("wide", Literal.Of(((half * vectors) + v) * 2 * isa.Lanes))};");
            code.Line(string.Join(" ", Enumerable.Range(0, Rows).Select(row => $"var {Product(row, v)} = Lanes.PairProducts(x{name}{row}, w{name}{v});")));
            if (v > 0) Add(v - 1);
        }

        Add(vectors - 1);

        string Product(int row, int v) => $"p{name}{row}_{v}";

        void Add(int v) => code.Line(string.Join(" ", Enumerable.Range(0, Rows).Select(row => $"{TileText.Sum(row, v)} += {Product(row, v)};")));
    }
}
