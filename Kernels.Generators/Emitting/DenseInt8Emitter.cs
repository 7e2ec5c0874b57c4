using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>
/// Linear layers on 8-bit integers. Weights lie in quads: four inputs of one output side by side, so that one dot-product
/// instruction adds four products per output. Sums are exact, so their order is free.
/// </summary>
internal static class DenseInt8Emitter
{
    public static void Emit(CodeWriter code, DenseInt8Key key, IsaText isa)
    {
        var vectors = isa.VectorsPerPanel(key.Outputs);
        var registers = isa.Registers(key.Outputs);
        var last = registers % vectors;
        var quads = (key.Inputs + 3) / 4;
        PanelLoopEmitter.Emit(code, isa, new PanelLoop(
            Element: "sbyte", InputStride: QuantizeEmitter.Stride(key.Inputs), OutputStride: Padding.Up(key.Outputs),
            PanelValues: quads * 4 * vectors * isa.Lanes, Vectors: vectors, LastVectors: last, Panels: (registers + vectors - 1) / vectors,
            TileRows: isa.Int8Rows, Integer: true, Finish: true));
        foreach (var count in new[] { vectors, last }.Where(count => count > 0).Distinct())
        {
            Tile(code, key, isa, isa.Int8Rows, count, quads);
            if (isa.Int8Rows > 1) Tile(code, key, isa, 1, count, quads);
        }

        FinishEmitter.Emit(code, isa, key.Outputs, key.Bias, key.Function, key.Residual, integer: true);
    }

    private static void Tile(CodeWriter code, DenseInt8Key key, IsaText isa, int rows, int vectors, int quads)
    {
        var inputStride = QuantizeEmitter.Stride(key.Inputs);
        var outputStride = Padding.Up(key.Outputs);
        var vectorBytes = 4 * isa.Lanes;
        code.Line();
        code.Line($"// {rows} x {vectors * isa.Lanes} outputs in {rows * vectors} accumulators; {quads} quads of inputs. The sums are left in y as integers.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (code.Open($"private static void Tile{rows}x{vectors}_{isa.Suffix}(ref sbyte x, ref sbyte weights, ref float y)"))
        {
            for (var row = 0; row < rows; row++)
                code.Line($"{isa.IntType} {TileText.Sums(row, vectors, isa.ZeroInt)};");
            using (code.Open($"for (int quad = 0; quad < {quads}; quad++)"))
            {
                for (var row = 0; row < rows; row++)
                {
                    var source = row == 0 ? "x" : $"Unsafe.Add(ref x, {row * inputStride})";
                    if (!isa.IsScalar)
                        code.Line($"var x{row} = Lanes.Quad{isa.Suffix}(ref {source});");
                    else if (row > 0)
                        code.Line($"ref sbyte x{row} = ref {source};");
                    else
                        code.Line("ref sbyte x0 = ref x;");
                }

                for (var v = 0; v < vectors; v++)
                {
                    var at = Literal.Of(v * vectorBytes);
                    code.Line(isa.IsScalar
                        ? $"ref sbyte w{v} = ref Unsafe.Add(ref weights, {at});"
                        : $"var w{v} = {isa.Vector}.LoadUnsafe(ref Unsafe.Add(ref weights, {at}));");
                    code.Line(string.Join(" ", Enumerable.Range(0, rows).Select(row => isa.IsScalar
                        ? $"{TileText.Sum(row, v)} = Lanes.DotQuads({TileText.Sum(row, v)}, ref w{v}, ref x{row});"
                        : $"{TileText.Sum(row, v)} = Lanes.DotQuads({TileText.Sum(row, v)}, w{v}, x{row});")));
                }

                code.Line("x = ref Unsafe.Add(ref x, 4);");
                code.Line($"weights = ref Unsafe.Add(ref weights, {vectors * vectorBytes});");
            }

            for (var row = 0; row < rows; row++)
            {
                for (var v = 0; v < vectors; v++)
                {
                    var at = Literal.Of((row * outputStride) + (v * isa.Lanes));
                    code.Line(isa.IsScalar
                        ? $"Unsafe.As<float, int>(ref Unsafe.Add(ref y, {at})) = {TileText.Sum(row, v)};"
                        : $"{isa.Vector}.StoreUnsafe({TileText.Sum(row, v)}, ref Unsafe.As<float, int>(ref Unsafe.Add(ref y, {at})));");
                }
            }
        }
    }
}
