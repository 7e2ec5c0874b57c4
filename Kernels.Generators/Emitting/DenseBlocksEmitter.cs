using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>
/// Linear layers on 8-bit inputs and weights in blocks of 32 inputs. A block's products are summed in integers, exactly; then
/// <c>acc = fma((float)sum, scale, acc)</c>, block by block from +0. Weights may be moved into the unsigned range, where dot products want them: the
/// sum of the block's inputs, which the caller gives, takes that off again.
/// </summary>
internal static class DenseBlocksEmitter
{
    public static StoredLoop Loop(DenseBlocksKey key) => new(key.Inputs, key.Outputs, key.Format, "sbyte", QuantizeEmitter.Stride(key.Inputs), Integer: true, Finish: true);

    public static void Emit(CodeWriter code, DenseBlocksKey key, IsaText isa)
    {
        var loop = Loop(key);
        StoredLoopEmitter.Emit(code, isa, loop);
        if (loop.Widened(isa)) WidenedBlocksEmitter.Emit(code, isa, loop);
        foreach (var vectors in loop.Widths(isa))
            foreach (var rows in loop.Rows(isa, vectors)) Tile(code, isa, loop, rows, vectors);
        FinishEmitter.Emit(code, isa, key.Outputs, key.Bias, key.Function, key.Residual, SumKind.Blocks);
    }

    private static void Tile(CodeWriter code, IsaText isa, StoredLoop loop, int rows, int vectors)
    {
        var (blocks, outputStride, columns) = (WeightBlocks.Of(loop.Inputs), Padding.Up(loop.Outputs), vectors * isa.Lanes);
        var four = loop.Format == WeightFormat.Int4Block32;

        // Without a dot product of 512 bits the sums of a block of 4-bit integers are pairs of 16 bits, and start where they must.
        var paired = four && isa.Lanes == 16;

        // Sixteen registers hold the integers of a tile alone: results wait in y meanwhile.
        var inRegisters = rows == 1 || isa.Lanes == 16 || isa.IsScalar;
        code.Line();
        code.Line($"// {rows} x {columns} outputs over {blocks} blocks of inputs; results in {(inRegisters ? "registers" : "y")}, the sums of a block in {rows * vectors} accumulators.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (code.Open($"private static void Tile{rows}x{vectors}_{isa.Suffix}(ref sbyte x, ref int blockSums, ref {loop.WeightElement} weights, ref ushort scales, ref float y)"))
        {
            for (var row = 0; row < rows; row++)
            {
                if (inRegisters) code.Line($"{isa.FloatType} {string.Join(", ", Enumerable.Range(0, vectors).Select(v => $"{Result(row, v)} = {isa.Zero}"))};");
                else code.Line(string.Join(" ", Enumerable.Range(0, vectors).Select(v => isa.Store(isa.Zero, "y", At(row, v)))));
            }

            using (code.Open($"for (int block = 0; block < {blocks}; block++)"))
            {
                for (var row = 0; row < rows; row++)
                {
                    code.Line(paired
                        ? $"var {TileText.Sum(row, 0)} = Lanes.NibbleStart{isa.Suffix}({Total(row)});{string.Concat(Enumerable.Range(1, vectors - 1).Select(v => $" var {TileText.Sum(row, v)} = {TileText.Sum(row, 0)};"))}"
                        : $"{isa.IntType} {TileText.Sums(row, vectors, isa.ZeroInt)};");
                }

                using (code.Open($"for (int group = 0; group < {WeightBlocks.Inputs / StoredText.Together(loop.Format)}; group++)"))
                {
                    if (paired) Pairs(code, isa, loop, rows, vectors);
                    else if (four) Nibbles(code, isa, loop, rows, vectors);
                    else Bytes(code, isa, loop, rows, vectors);
                    code.Line($"x = ref Unsafe.Add(ref x, {StoredText.Together(loop.Format)});");
                    code.Line($"weights = ref Unsafe.Add(ref weights, {columns * 4});");
                }

                for (var v = 0; v < vectors; v++) code.Line($"var scale{v} = {StoredText.LoadScale(isa, loop.Format, "scales", Literal.Of(v * isa.Lanes))};");
                for (var row = 0; row < rows; row++)
                {
                    if (!paired) code.Line($"int total{row} = {Total(row)};");
                    for (var v = 0; v < vectors; v++)
                    {
                        var sum = $"Lanes.ToFloat(Lanes.{(paired ? $"Paired({TileText.Sum(row, v)})" : $"{(four ? "NibbleSums" : "BlockSums")}({TileText.Sum(row, v)}, total{row})")})";
                        code.Line(inRegisters
                            ? $"{Result(row, v)} = {isa.MultiplyAdd(sum, "scale" + v, Result(row, v))};"
                            : isa.Store(isa.MultiplyAdd(sum, "scale" + v, isa.Load("y", At(row, v))), "y", At(row, v)));
                    }
                }

                code.Line("blockSums = ref Unsafe.Add(ref blockSums, 1);");
                code.Line($"scales = ref Unsafe.Add(ref scales, {columns});");
            }

            for (var row = 0; row < rows && inRegisters; row++)
                code.Line(string.Join(" ", Enumerable.Range(0, vectors).Select(v => isa.Store(Result(row, v), "y", At(row, v)))));
        }

        string Total(int row) => row == 0 ? "blockSums" : $"Unsafe.Add(ref blockSums, {row * blocks})";

        string Result(int row, int v) => $"result{row}_{v}";

        string At(int row, int v) => Literal.Of((row * outputStride) + (v * isa.Lanes));
    }

    /// <summary>One quad of inputs, a byte a weight.</summary>
    private static void Bytes(CodeWriter code, IsaText isa, StoredLoop loop, int rows, int vectors)
    {
        Inputs(code, isa, loop, rows, "x", 0);
        for (var v = 0; v < vectors; v++)
        {
            var at = $"ref Unsafe.Add(ref weights, {v * 4 * isa.Lanes})";
            code.Line(isa.IsScalar ? $"ref sbyte w{v} = {at};" : $"var w{v} = Lanes.BlockBytes({isa.Vector}.LoadUnsafe({at}));");
            code.Line(string.Join(" ", Enumerable.Range(0, rows).Select(row => $"{TileText.Sum(row, v)} = Lanes.DotBlock({TileText.Sum(row, v)}, {(isa.IsScalar ? "ref " : "")}w{v}, {(isa.IsScalar ? "ref " : "")}x{row});")));
        }
    }

    /// <summary>Two quads of inputs, whose weights share a byte.</summary>
    private static void Nibbles(CodeWriter code, IsaText isa, StoredLoop loop, int rows, int vectors)
    {
        foreach (var (half, name) in new[] { ("Low", "x"), ("High", "z") })
        {
            Inputs(code, isa, loop, rows, name, half == "Low" ? 0 : 4);
            for (var v = 0; v < vectors; v++)
            {
                var at = $"ref Unsafe.Add(ref weights, {v * 4 * isa.Lanes})";
                code.Line(isa.IsScalar ? $"ref byte {half}{v} = {at};" : $"var {half}{v} = Lanes.{half}Nibbles({isa.Vector}.LoadUnsafe({at}));");
                code.Line(string.Join(" ", Enumerable.Range(0, rows).Select(row => isa.IsScalar
                    ? $"{TileText.Sum(row, v)} = Lanes.Dot{half}Nibbles({TileText.Sum(row, v)}, ref {half}{v}, ref {name}{row});"
                    : $"{TileText.Sum(row, v)} = Lanes.DotNibbles({TileText.Sum(row, v)}, {half}{v}, {name}{row});")));
            }
        }
    }

    /// <summary>
    /// The same in pairs of 16 bits. Two rows' products, then their additions: taking turns one by one, multiplications and additions would wait for each other.
    /// </summary>
    private static void Pairs(CodeWriter code, IsaText isa, StoredLoop loop, int rows, int vectors)
    {
        foreach (var (half, name) in new[] { ("Low", "x"), ("High", "z") })
        {
            Inputs(code, isa, loop, rows, name, half == "Low" ? 0 : 4);
            for (var v = 0; v < vectors; v++) code.Line($"var {half}{v} = Lanes.{half}Nibbles({isa.Load("weights", Literal.Of(v * 4 * isa.Lanes))});");

            // One row has its registers side by side for that.
            var places = Enumerable.Range(0, vectors).SelectMany(v => Enumerable.Range(0, rows).Select(row => (Row: row, Vector: v))).ToArray();
            var together = rows == 1 ? vectors : 2;
            for (var at = 0; at < places.Length; at += together)
            {
                var some = places.Skip(at).Take(together).ToArray();
                code.Line(string.Join(" ", some.Select(place => $"var {Product(place)} = Lanes.NibblePairs({half}{place.Vector}, {name}{place.Row});")));
                code.Line(string.Join(" ", some.Select(place => $"{TileText.Sum(place.Row, place.Vector)} += {Product(place)};")));
            }

            string Product((int Row, int Vector) place) => $"{half.ToLowerInvariant()}{place.Row}_{place.Vector}";
        }
    }

    private static void Inputs(CodeWriter code, IsaText isa, StoredLoop loop, int rows, string name, int offset)
    {
        for (var row = 0; row < rows; row++)
        {
            var at = (row * loop.InputStride) + offset;
            var source = at == 0 ? "x" : $"Unsafe.Add(ref x, {at})";
            code.Line(isa.IsScalar ? $"ref sbyte {name}{row} = ref {source};" : $"var {name}{row} = Lanes.Quad{isa.Suffix}(ref {source});");
        }
    }
}
