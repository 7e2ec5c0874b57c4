using System;
using System.Collections.Generic;
using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>
/// Linear layers in f32. A panel of weights (a few registers wide) stays in cache while register tiles of rows walk over it; each
/// output is one accumulator, k ascending, so every width and tile gives the same bits.
/// </summary>
internal static class DenseEmitter
{
    public static void Emit(CodeWriter code, DenseKey key, IsaText isa)
    {
        var vectors = isa.DenseVectorsPerPanel(key.Outputs);
        var registers = isa.Registers(key.Outputs);
        var last = registers % vectors;
        var finish = FinishEmitter.Needed(key.Bias, key.Function, key.Residual);
        var loop = new PanelLoop(
            Element: "float", WeightElement: key.Element, Inputs: key.Inputs, InputStride: Padding.Up(key.Inputs), OutputStride: Padding.Up(key.Outputs),
            PanelValues: key.Inputs * vectors * isa.Lanes, Vectors: vectors, LastVectors: last, Panels: (registers + vectors - 1) / vectors,
            Integer: false, Finish: finish);
        PanelLoopEmitter.Emit(code, isa, loop);
        foreach (var count in loop.Widths)
            foreach (var rows in loop.Rows(isa, count)) Tile(code, key, isa, rows, count, inBlocks: loop.Block(isa, count) < key.Inputs);
        if (loop.Abreast(isa) > 1) Row(code, key, isa, loop.Abreast(isa), vectors);

        if (finish) FinishEmitter.Emit(code, isa, key.Outputs, key.Bias, key.Function, key.Residual, SumKind.Floats);
    }

    /// <summary>A tile of rows over one panel.</summary>
    private static void Tile(CodeWriter code, DenseKey key, IsaText isa, int rows, int vectors, bool inBlocks)
    {
        var pass = inBlocks ? "a pass over some of the inputs; the sums go on from where the last one left them in y" : $"one pass over all {key.Inputs} inputs";
        code.Line();
        code.Line($"// {rows} x {vectors * isa.Lanes} outputs in {rows * vectors} accumulators; {pass}.");
        var name = $"Tile{rows}x{vectors}_{isa.Suffix}(ref float x, ref {key.Element} weights, ref float y{(inBlocks ? ", int inputs, bool resume" : "")})";
        Sums(code, key, isa, name, rows, vectors, v => v * isa.Lanes, vectors * isa.Lanes, inBlocks);
    }

    /// <summary>One row over several panels side by side.</summary>
    private static void Row(CodeWriter code, DenseKey key, IsaText isa, int abreast, int vectors)
    {
        var panel = key.Inputs * vectors * isa.Lanes;
        code.Line();
        code.Line($"// One row of {abreast * vectors * isa.Lanes} outputs: {abreast} panels side by side, {abreast * vectors} accumulators; one pass over all {key.Inputs} inputs.");
        var name = $"Row{abreast}x{vectors}_{isa.Suffix}(ref float x, ref {key.Element} weights, ref float y)";
        Sums(code, key, isa, name, 1, abreast * vectors, v => (v / vectors * panel) + (v % vectors * isa.Lanes), vectors * isa.Lanes, inBlocks: false);
    }

    private static void Sums(CodeWriter code, DenseKey key, IsaText isa, string name, int rows, int vectors, Func<int, int> weightAt, int step, bool inBlocks)
    {
        var inputStride = Padding.Up(key.Inputs);
        var outputStride = Padding.Up(key.Outputs);
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (code.Open("private static void " + name))
        {
            for (var row = 0; row < rows; row++)
                code.Line($"{isa.FloatType} {TileText.Sums(row, vectors, isa.Zero)};");
            if (inBlocks)
            {
                using (code.Open("if (resume)"))
                    for (var row = 0; row < rows; row++)
                        code.Line(EachVector(v => $"{TileText.Sum(row, v)} = {isa.Load("y", At(row, v))};"));
            }

            var count = inBlocks ? "inputs" : Literal.Of(key.Inputs);
            var byElement = ElementLoopEmitter.Has(isa) && key.Inputs >= ElementLoopEmitter.Steps;
            if (byElement) ByElement(code, key, isa, rows, vectors, weightAt, step, count);
            using (code.Open($"for ({(byElement ? "" : "int k = 0")}; k < {count}; k++)"))
            {
                for (var v = 0; v < vectors && rows > 1; v++) code.Line($"var w{v} = {isa.LoadWeights(key.Format, "weights", Literal.Of(weightAt(v)))};");
                for (var row = 0; row < rows; row++)
                {
                    var source = row == 0 ? "x" : $"Unsafe.Add(ref x, {row * inputStride})";
                    code.Line($"var x{row} = {isa.Broadcast(source)};");
                    if (rows > 1) code.Line(EachVector(v => $"{TileText.Sum(row, v)} = {isa.MultiplyAdd($"x{row}", $"w{v}", TileText.Sum(row, v))};"));
                    else
                        for (var v = 0; v < vectors; v++)
                            code.Line($"{TileText.Sum(row, v)} = {isa.MultiplyAdd($"x{row}", isa.LoadWeights(key.Format, "weights", Literal.Of(weightAt(v))), TileText.Sum(row, v))};");
                }

                code.Line("x = ref Unsafe.Add(ref x, 1);");
                code.Line($"weights = ref Unsafe.Add(ref weights, {step});");
            }

            for (var row = 0; row < rows; row++)
                code.Line(EachVector(v => isa.Store(TileText.Sum(row, v), "y", At(row, v))));
        }

        string At(int row, int v) => Literal.Of((row * outputStride) + (v * isa.Lanes));

        string EachVector(Func<int, string> text) => string.Join(" ", Enumerable.Range(0, vectors).Select(text));
    }

    /// <summary>Four inputs at a time, each an element of a register.</summary>
    private static void ByElement(CodeWriter code, DenseKey key, IsaText isa, int rows, int vectors, Func<int, int> weightAt, int step, string count)
    {
        // Panels side by side are read through a ref each, so that registers of one lie beside each other.
        var perPanel = step / isa.Lanes;
        string Panel(int v) => v < perPanel ? "weights" : "weights" + (v / perPanel);
        IReadOnlyList<(string Reference, int Offset)> places = [];
        ElementLoopEmitter.Loop(
            code, "Lanes.ByElement", "k", count,
            () =>
            {
                places = ElementLoopEmitter.Rows(code, "float", "x", rows, Padding.Up(key.Inputs), sizeof(float));
                for (var v = perPanel; v < vectors; v += perPanel)
                    code.Line($"ref {key.Element} {Panel(v)} = ref Unsafe.Add(ref weights, {Literal.Of(weightAt(v))});");
            },
            () =>
            {
                for (var row = 0; row < rows; row++)
                    code.Line($"var x{row} = {isa.Load(places[row].Reference, Literal.Of(places[row].Offset))};");
                ElementLoopEmitter.Round(
                    code, rows, vectors, perPanel,
                    (part, v) => isa.LoadWeights(key.Format, Panel(v), Literal.Of((part * step) + (v % perPanel * isa.Lanes))),
                    (row, v, element, w) => $"{TileText.Sum(row, v)} = Lanes.MultiplyAddElement(x{row}, {element}, {w}, {TileText.Sum(row, v)});");
                ElementLoopEmitter.Move(code, places.Select(place => place.Reference), Literal.Of(ElementLoopEmitter.Steps));
                ElementLoopEmitter.Move(code, Enumerable.Range(0, vectors).Select(Panel), Literal.Of(ElementLoopEmitter.Steps * step));
            });
    }
}

/// <summary>Names of the accumulators of a register tile.</summary>
internal static class TileText
{
    public static string Sum(int row, int vector) => $"sum{row}_{vector}";

    public static string Sums(int row, int vectors, string zero) =>
        string.Join(", ", Enumerable.Range(0, vectors).Select(v => Sum(row, v) + " = " + zero));
}
