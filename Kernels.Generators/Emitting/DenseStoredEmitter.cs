using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>
/// Linear layers in f32 on weights that are stored as integers: each is widened and scaled where it is multiplied, one rounding. One accumulator per
/// output, k ascending, as for weights in f32.
/// </summary>
internal static class DenseStoredEmitter
{
    public static StoredLoop Loop(DenseKey key) => new(
        key.Inputs, key.Outputs, key.Format, "float", Padding.Up(key.Inputs), Integer: false, FinishEmitter.Needed(key.Bias, key.Function, key.Residual));

    public static void Emit(CodeWriter code, DenseKey key, IsaText isa)
    {
        var loop = Loop(key);
        StoredLoopEmitter.Emit(code, isa, loop);
        foreach (var vectors in loop.Widths(isa))
            foreach (var rows in loop.Rows(isa, vectors)) Tile(code, isa, loop, rows, vectors);
        if (loop.Finish) FinishEmitter.Emit(code, isa, key.Outputs, key.Bias, key.Function, key.Residual, SumKind.Floats);
    }

    private static void Tile(CodeWriter code, IsaText isa, StoredLoop loop, int rows, int vectors)
    {
        var (together, outputStride, columns) = (StoredText.Together(loop.Format), Padding.Up(loop.Outputs), vectors * isa.Lanes);
        code.Line();
        code.Line($"// {rows} x {columns} outputs in {rows * vectors} accumulators; {together} inputs share a register of weights, which are widened and scaled one by one.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (code.Open($"private static void Tile{rows}x{vectors}_{isa.Suffix}(ref float x, ref {loop.WeightElement} weights, ref {loop.ScaleElement} scales, ref float y)"))
        {
            for (var row = 0; row < rows; row++) code.Line($"{isa.FloatType} {TileText.Sums(row, vectors, isa.Zero)};");
            if (loop.Format.IsBlocks())
            {
                using (code.Open($"for (int left = {loop.Inputs}; left > 0;)"))
                {
                    Scales();
                    code.Line($"scales = ref Unsafe.Add(ref scales, {columns});");
                    using (code.Open($"for (int end = left - {WeightBlocks.Inputs}; left > 0 && left > end; left -= {together})")) Group();
                }
            }
            else
            {
                Scales();
                using (code.Open($"for (int left = {loop.Inputs}; left > 0; left -= {together})")) Group();
            }

            for (var row = 0; row < rows; row++)
                code.Line(string.Join(" ", Enumerable.Range(0, vectors).Select(v => isa.Store(TileText.Sum(row, v), "y", Literal.Of((row * outputStride) + (v * isa.Lanes))))));
        }

        void Scales()
        {
            for (var v = 0; v < vectors; v++) code.Line($"var scale{v} = {StoredText.LoadScale(isa, loop.Format, "scales", Literal.Of(v * isa.Lanes))};");
        }

        void Group()
        {
            code.Line($"int some = left < {together} ? left : {together};");
            using (code.Open("for (int k = 0; k < some; k++)"))
            {
                for (var v = 0; v < vectors; v++)
                {
                    var part = $"Lanes.{(loop.Format == WeightFormat.Int4Block32 ? "NibblePart" : "BytePart")}{isa.Suffix}(ref Unsafe.Add(ref weights, {v * 4 * isa.Lanes}), k)";
                    code.Line($"var w{v} = {isa.Multiply(part, "scale" + v)};");
                }

                for (var row = 0; row < rows; row++)
                {
                    code.Line($"var x{row} = {isa.Broadcast(row == 0 ? "x" : $"Unsafe.Add(ref x, {row * loop.InputStride})")};");
                    code.Line(string.Join(" ", Enumerable.Range(0, vectors).Select(v => $"{TileText.Sum(row, v)} = {isa.MultiplyAdd("x" + row, "w" + v, TileText.Sum(row, v))};")));
                }

                code.Line("x = ref Unsafe.Add(ref x, 1);");
            }

            code.Line($"weights = ref Unsafe.Add(ref weights, {columns * 4});");
        }
    }
}
