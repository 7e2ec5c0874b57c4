using System.Collections.Generic;
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
            Element: "sbyte", WeightElement: "sbyte", Inputs: key.Inputs, InputStride: QuantizeEmitter.Stride(key.Inputs), OutputStride: Padding.Up(key.Outputs),
            PanelValues: quads * 4 * vectors * isa.Lanes, Vectors: vectors, LastVectors: last, Panels: (registers + vectors - 1) / vectors,
            Integer: true, Finish: true);
        PanelLoopEmitter.Emit(code, isa, loop);
        var widths = loop.Widths.SelectMany(width => width <= isa.Int8Vectors ? [width] : new[] { isa.Int8Vectors, width % isa.Int8Vectors });
        foreach (var width in widths.Where(width => width > 0).Distinct())
            foreach (var rows in isa.Int8Rows) Tile(code, key, isa, rows, width, quads, loop.QuadBytes(isa));
        foreach (var width in loop.Widths.Where(width => width > isa.Int8Vectors)) Row(code, key, isa, width, quads);

        FinishEmitter.Emit(code, isa, key.Outputs, key.Bias, key.Function, key.Residual, SumKind.Integers);
    }

    /// <summary>A tile of rows over a panel or a part of it.</summary>
    private static void Tile(CodeWriter code, DenseInt8Key key, IsaText isa, int rows, int vectors, int quads, int? step)
    {
        code.Line();
        code.Line($"// {rows} x {vectors * isa.Lanes} outputs in {rows * vectors} accumulators; {quads} quads of inputs{(step is null ? ", step bytes apart" : "")}. The sums are left in y as integers.");
        Sums(code, key, isa, $"Tile{rows}x{vectors}_{isa.Suffix}", rows, vectors, quads, step);
    }

    /// <summary>One row over a panel of several tiles.</summary>
    private static void Row(CodeWriter code, DenseInt8Key key, IsaText isa, int vectors, int quads)
    {
        code.Line();
        code.Line($"// One row of {vectors * isa.Lanes} outputs in as many accumulators as keep the multipliers busy; {quads} quads of inputs.");
        Sums(code, key, isa, $"Row{vectors}_{isa.Suffix}", 1, vectors, quads, step: vectors * 4 * isa.Lanes);
    }

    private static void Sums(CodeWriter code, DenseInt8Key key, IsaText isa, string name, int rows, int vectors, int quads, int? step)
    {
        var inputStride = QuantizeEmitter.Stride(key.Inputs);
        var outputStride = Padding.Up(key.Outputs);
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (code.Open($"private static void {name}(ref sbyte x, ref sbyte weights, {(isa.IsScalar ? "" : "ref int corrections, ")}ref float y{(step is null ? ", int step" : "")})"))
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

            var byElement = ElementLoopEmitter.Has(isa) && quads >= ElementLoopEmitter.Steps;
            if (byElement) ByElement(code, key, isa, rows, vectors, quads, step);
            using (code.Open($"for ({(byElement ? "" : "int quad = 0")}; quad < {quads}; quad++)"))
            {
                for (var row = 0; row < rows; row++)
                {
                    var source = row == 0 ? "x" : $"Unsafe.Add(ref x, {row * inputStride})";
                    code.Line(isa.IsScalar ? $"ref sbyte x{row} = ref {source};" : $"var x{row} = Lanes.ShiftedQuad{isa.Suffix}(ref {source});");
                }

                for (var v = 0; v < vectors; v++)
                {
                    var at = Literal.Of(v * 4 * isa.Lanes);
                    code.Line(isa.IsScalar
                        ? $"ref sbyte w{v} = ref Unsafe.Add(ref weights, {at});"
                        : $"var w{v} = {isa.Vector}.LoadUnsafe(ref Unsafe.Add(ref weights, {at}));");
                    code.Line(string.Join(" ", Enumerable.Range(0, rows).Select(row => isa.IsScalar
                        ? $"{TileText.Sum(row, v)} = Lanes.DotQuads({TileText.Sum(row, v)}, ref w{v}, ref x{row});"
                        : $"{TileText.Sum(row, v)} = Lanes.DotShifted({TileText.Sum(row, v)}, w{v}, x{row});")));
                }

                code.Line("x = ref Unsafe.Add(ref x, 4);");
                code.Line($"weights = ref Unsafe.Add(ref weights, {step?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "step"});");
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

    /// <summary>Four quads at a time, each an element of a register.</summary>
    private static void ByElement(CodeWriter code, DenseInt8Key key, IsaText isa, int rows, int vectors, int quads, int? step)
    {
        string Far(int steps, int more) => step is { } bytes
            ? Literal.Of((steps * bytes) + more)
            : (steps, more) switch { (0, _) => Literal.Of(more), (1, 0) => "step", (_, 0) => $"{steps} * step", (1, _) => $"step + {more}", _ => $"({steps} * step) + {more}" };
        IReadOnlyList<(string Reference, int Offset)> places = [];
        ElementLoopEmitter.Loop(
            code, "Lanes.DotByElement", "quad", Literal.Of(quads),
            () => places = ElementLoopEmitter.Rows(code, "sbyte", "x", rows, QuantizeEmitter.Stride(key.Inputs), sizeof(sbyte)),
            () =>
            {
                for (var row = 0; row < rows; row++)
                    code.Line($"var x{row} = {isa.Load(places[row].Reference, Literal.Of(places[row].Offset))};");
                ElementLoopEmitter.Round(
                    code, rows, vectors, vectors,
                    (part, v) => isa.Load("weights", Far(part, v * 4 * isa.Lanes)),
                    (row, v, element, w) => $"{TileText.Sum(row, v)} = Lanes.DotQuadsElement({TileText.Sum(row, v)}, {w}, x{row}, {element});");
                ElementLoopEmitter.Move(code, places.Select(place => place.Reference), Literal.Of(4 * ElementLoopEmitter.Steps));
                ElementLoopEmitter.Move(code, ["weights"], Far(ElementLoopEmitter.Steps, 0));
            });
    }
}
