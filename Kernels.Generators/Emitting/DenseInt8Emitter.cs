using System;
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
        var vectors = isa.Int8VectorsPerPanel(key.Outputs);
        var registers = isa.Registers(key.Outputs);
        var last = registers % vectors;
        var quads = (key.Inputs + 3) / 4;
        var loop = new PanelLoop(
            Element: "sbyte", Inputs: key.Inputs, InputStride: QuantizeEmitter.Stride(key.Inputs), OutputStride: Padding.Up(key.Outputs),
            PanelValues: quads * 4 * vectors * isa.Lanes, Vectors: vectors, LastVectors: last, Panels: (registers + vectors - 1) / vectors,
            Integer: true, Finish: true);
        PanelLoopEmitter.Emit(code, isa, loop);
        foreach (var count in loop.Widths)
            foreach (var rows in loop.Rows(isa, count)) Tile(code, key, isa, rows, count, quads);
        if (loop.Abreast(isa) > 1) Row(code, key, isa, loop.Abreast(isa), vectors, quads);

        FinishEmitter.Emit(code, isa, key.Outputs, key.Bias, key.Function, key.Residual, integer: true);
    }

    /// <summary>A tile of rows over one panel.</summary>
    private static void Tile(CodeWriter code, DenseInt8Key key, IsaText isa, int rows, int vectors, int quads)
    {
        code.Line();
        code.Line($"// {rows} x {vectors * isa.Lanes} outputs in {rows * vectors} accumulators; {quads} quads of inputs. The sums are left in y as integers.");
        Sums(code, key, isa, $"Tile{rows}x{vectors}_{isa.Suffix}", rows, vectors, v => v * 4 * isa.Lanes, vectors * 4 * isa.Lanes, quads);
    }

    /// <summary>One row over several panels side by side.</summary>
    private static void Row(CodeWriter code, DenseInt8Key key, IsaText isa, int abreast, int vectors, int quads)
    {
        var panel = quads * 4 * vectors * isa.Lanes;
        code.Line();
        code.Line($"// One row of {abreast * vectors * isa.Lanes} outputs: {abreast} panels side by side, {abreast * vectors} accumulators; {quads} quads of inputs.");
        Sums(
            code, key, isa, $"Row{abreast}x{vectors}_{isa.Suffix}", 1, abreast * vectors,
            v => (v / vectors * panel) + (v % vectors * 4 * isa.Lanes), vectors * 4 * isa.Lanes, quads);
    }

    private static void Sums(CodeWriter code, DenseInt8Key key, IsaText isa, string name, int rows, int vectors, Func<int, int> weightAt, int step, int quads)
    {
        var inputStride = QuantizeEmitter.Stride(key.Inputs);
        var outputStride = Padding.Up(key.Outputs);
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (code.Open($"private static void {name}(ref sbyte x, ref sbyte weights, {(isa.IsScalar ? "" : "ref int corrections, ")}ref float y)"))
        {
            if (isa.IsScalar)
                for (var row = 0; row < rows; row++) code.Line($"int {TileText.Sums(row, vectors, "0")};");
            else
            {
                for (var v = 0; v < vectors; v++)
                    code.Line($"var {TileText.Sum(0, v)} = Lanes.Start{isa.Suffix}(ref Unsafe.Add(ref corrections, {Literal.Of(v * isa.Lanes)}));");
                for (var row = 1; row < rows; row++)
                    code.Line($"{isa.IntType} {string.Join(", ", Enumerable.Range(0, vectors).Select(v => $"{TileText.Sum(row, v)} = {TileText.Sum(0, v)}"))};");
            }

            using (code.Open($"for (int quad = 0; quad < {quads}; quad++)"))
            {
                for (var row = 0; row < rows; row++)
                {
                    var source = row == 0 ? "x" : $"Unsafe.Add(ref x, {row * inputStride})";
                    code.Line(isa.IsScalar ? $"ref sbyte x{row} = ref {source};" : $"var x{row} = Lanes.ShiftedQuad{isa.Suffix}(ref {source});");
                }

                for (var v = 0; v < vectors; v++)
                {
                    var at = Literal.Of(weightAt(v));
                    code.Line(isa.IsScalar
                        ? $"ref sbyte w{v} = ref Unsafe.Add(ref weights, {at});"
                        : $"var w{v} = {isa.Vector}.LoadUnsafe(ref Unsafe.Add(ref weights, {at}));");
                    code.Line(string.Join(" ", Enumerable.Range(0, rows).Select(row => isa.IsScalar
                        ? $"{TileText.Sum(row, v)} = Lanes.DotQuads({TileText.Sum(row, v)}, ref w{v}, ref x{row});"
                        : $"{TileText.Sum(row, v)} = Lanes.DotShifted({TileText.Sum(row, v)}, w{v}, x{row});")));
                }

                code.Line("x = ref Unsafe.Add(ref x, 4);");
                code.Line($"weights = ref Unsafe.Add(ref weights, {step});");
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
