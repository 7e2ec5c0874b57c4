using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>
/// Linear layers on weights in blocks event by event, one row at a time. Events are those of <see cref="EventsInt8Emitter"/>, block by block of inputs: what
/// those of a block add up to takes the block's scale, as in <see cref="DenseBlocksEmitter"/>.
/// </summary>
internal static class EventsBlocksEmitter
{
    public static void Emit(CodeWriter code, EventsBlocksKey key, IsaText isa)
    {
        var loop = DenseBlocksEmitter.Loop(key.Rows);
        var (vectors, registers) = (loop.Vectors(isa), isa.Registers(key.Outputs));
        var (last, panels, columns) = (registers % vectors, (registers + vectors - 1) / vectors, vectors * isa.Lanes);
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Open(
            $"internal static void Run{isa.Suffix}(ref int events, ref int ends, ref float rowScale, ref {loop.WeightElement} panels, ref ushort scales, "
            + "ref float bias, ref float residual, ref float y, int first, int end)"))
        {
            using (code.Open("for (int panel = first; panel < end; panel++)"))
            {
                code.Line($"ref {loop.WeightElement} weights = ref Unsafe.Add(ref panels, (nint)panel * {StoredText.Bytes(key.Format, key.Inputs) * columns});");
                code.Line($"ref ushort scale = ref Unsafe.Add(ref scales, panel * {WeightBlocks.Of(key.Inputs) * columns});");
                code.Line($"int column = panel * {columns};");
                if (last == 0) Panel(code, key, isa, vectors);
                else if (panels == 1) Panel(code, key, isa, last);
                else
                {
                    using (code.Open($"if (panel < {panels - 1})")) Panel(code, key, isa, vectors);
                    using (code.Open("else")) Panel(code, key, isa, last);
                }
            }
        }

        foreach (var count in loop.Widths(isa)) Tile(code, loop, isa, count);
    }

    private static void Panel(CodeWriter code, EventsBlocksKey key, IsaText isa, int vectors)
    {
        code.Line($"Add{vectors}_{isa.Suffix}(ref events, ref ends, ref weights, ref scale, ref Unsafe.Add(ref y, column));");
        code.Line(
            $"{key.Rows.Name}.Finish{isa.Suffix}(ref rowScale, ref Unsafe.Add(ref bias, column), ref Unsafe.Add(ref residual, column), "
            + $"ref Unsafe.Add(ref y, column), 1, {vectors * isa.Lanes});");
    }

    private static void Tile(CodeWriter code, StoredLoop loop, IsaText isa, int vectors)
    {
        var (four, bytes) = (loop.Format == WeightFormat.Int4Block32, vectors * 4 * isa.Lanes);
        code.Line();
        code.Line($"// {vectors * isa.Lanes} outputs in {vectors} accumulators, and as many sums of a block.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (code.Open($"private static void Add{vectors}_{isa.Suffix}(ref int events, ref int ends, ref {loop.WeightElement} weights, ref ushort scales, ref float y)"))
        {
            code.Line($"{isa.FloatType} {string.Join(", ", Enumerable.Range(0, vectors).Select(v => $"result{v} = {isa.Zero}"))};");
            code.Line("int e = 0;");
            using (code.Open($"for (int block = 0; block < {WeightBlocks.Of(loop.Inputs)}; block++)"))
            {
                code.Line($"{isa.IntType} {TileText.Sums(0, vectors, isa.ZeroInt)};");
                using (code.Open("for (int last = Unsafe.Add(ref ends, block); e < last; e++)"))
                {
                    code.Line(four
                        ? $"ref byte quad = ref Unsafe.Add(ref weights, (nint)(events >> 1) * {bytes});"
                        : $"ref sbyte quad = ref Unsafe.Add(ref weights, (nint)events * {bytes});");
                    if (four) code.Line("int half = (events & 1) * 4;");
                    code.Line("ref sbyte carried = ref Unsafe.As<int, sbyte>(ref Unsafe.Add(ref events, 1));");
                    if (!isa.IsScalar) code.Line($"var x = Lanes.Quad{isa.Suffix}(ref carried);");
                    for (var v = 0; v < vectors; v++)
                    {
                        var (sum, at) = (TileText.Sum(0, v), $"ref Unsafe.Add(ref quad, {Literal.Of(v * 4 * isa.Lanes)})");
                        code.Line((four, isa.IsScalar) switch
                        {
                            (true, true) => $"{sum} = Lanes.DotNibbles({sum}, {at}, half, ref carried);",
                            (true, _) => $"{sum} = Lanes.DotQuads({sum}, Lanes.Nibbles({isa.Vector}.LoadUnsafe({at}), half), x);",
                            (_, true) => $"{sum} = Lanes.DotQuads({sum}, {at}, ref carried);",
                            _ => $"{sum} = Lanes.DotQuads({sum}, {isa.Vector}.LoadUnsafe({at}), x);",
                        });
                    }

                    code.Line("events = ref Unsafe.Add(ref events, 2);");
                }

                for (var v = 0; v < vectors; v++)
                    code.Line($"result{v} = {isa.MultiplyAdd($"Lanes.ToFloat({TileText.Sum(0, v)})", StoredText.LoadScale(isa, loop.Format, "scales", Literal.Of(v * isa.Lanes)), "result" + v)};");
                code.Line($"scales = ref Unsafe.Add(ref scales, {vectors * isa.Lanes});");
            }

            for (var v = 0; v < vectors; v++) code.Line(isa.Store("result" + v, "y", Literal.Of(v * isa.Lanes)));
        }
    }
}
