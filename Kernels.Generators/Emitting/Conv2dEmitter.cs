using System.Collections.Generic;
using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>
/// Convolutions as matrix products without the matrix: the windows of neighbours start a fixed number of values apart, and each row of a window lies in
/// one piece, so a register tile reads them where they are. A panel of weights meets all windows of a share; each output is one accumulator,
/// (ky, kx, c) ascending, so every width and tile gives the same bits.
/// </summary>
internal static class Conv2dEmitter
{
    /// <summary>Values of one row of a window that are written out rather than looped over.</summary>
    private const int WrittenOut = 8;

    /// <summary>Windows of a tile at most: their accumulators fill the registers.</summary>
    public static int TileRows(IsaText isa, int vectors) => System.Math.Min(8, isa.Accumulators / vectors);

    public static void Emit(CodeWriter code, Conv2dKey key, IsaText isa)
    {
        var walk = new WindowWalk(isa, key.Window, key.Outputs);
        var vectors = isa.DenseVectorsPerPanel(key.Outputs);
        var registers = isa.Registers(key.Outputs);
        var (panels, last) = ((registers + vectors - 1) / vectors, registers % vectors);
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Open($"internal static void Run{isa.Suffix}(ref float x, ref float panels, ref float bias, ref float residual, ref float y, int first, int end)"))
        {
            using (code.Open($"for (int panel = {panels - 1}; panel >= 0; panel--)"))
            {
                code.Line($"ref float weights = ref Unsafe.Add(ref panels, (nint)panel * {(long)key.Window.Values * vectors * isa.Lanes});");
                code.Line($"int column = panel * {vectors * isa.Lanes};");
                walk.Rows(code, "column", () =>
                {
                    if (last == 0 || panels == 1) Tiles(last == 0 ? vectors : last);
                    else
                    {
                        using (code.Open($"if (panel < {panels - 1})")) Tiles(vectors);
                        using (code.Open("else")) Tiles(last);
                    }
                });
            }
        }

        // The narrow last panel has tiles of its own; where there is none, the full ones serve the last panel too.
        var widths = new List<(int Vectors, bool IsLast)>();
        if (panels > 1 || last == 0) widths.Add((vectors, last == 0));
        if (last > 0) widths.Add((last, true));
        foreach (var (width, isLast) in widths)
        {
            var (longer, length, _) = walk.Split(TileRows(isa, width));
            foreach (var rows in new[] { longer > 0 ? length + 1 : 0, length }.Where(rows => rows > 0))
                Tile(code, key, isa, walk, rows, width, isLast ? registers * isa.Lanes : 0);
        }

        void Tiles(int width) => walk.Tiles(code, TileRows(isa, width), rows =>
            $"Tile{rows}x{width}_{isa.Suffix}(ref Unsafe.Add(ref from, p * {walk.Step}), ref weights, ref Unsafe.Add(ref bias, column), "
            + $"ref Unsafe.Add(ref residual, at + (p * {key.Outputs})), ref Unsafe.Add(ref y, at + (p * {key.Outputs})), room - (p * {key.Outputs}));");
    }

    /// <summary>A tile of windows over one panel.</summary>
    private static void Tile(CodeWriter code, Conv2dKey key, IsaText isa, WindowWalk walk, int rows, int vectors, int end)
    {
        var (line, height) = (key.Window.Width * key.Window.Image.Channels, key.Window.Height);
        code.Line();
        code.Line($"// {rows} windows x {vectors * isa.Lanes} outputs in {rows * vectors} accumulators; {height} x {line} values of each window.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (code.Open($"private static void Tile{rows}x{vectors}_{isa.Suffix}(ref float x, ref float weights, ref float bias, ref float residual, ref float y, int room)"))
        {
            for (var row = 0; row < rows; row++) code.Line($"{isa.FloatType} {TileText.Sums(row, vectors, isa.Zero)};");
            if (height == 1) Line(walk.Line);
            else
                using (code.Open($"for (int ky = 0; ky < {height}; ky++)")) Line(walk.Line);

            for (var v = 0; v < vectors && key.Bias; v++) code.Line($"var bias{v} = {isa.Load("bias", Literal.Of(v * isa.Lanes))};");
            for (var row = 0; row < rows; row++)
            {
                for (var v = 0; v < vectors; v++)
                {
                    var sum = TileText.Sum(row, v);
                    if (key.Bias) code.Line($"{sum} = {isa.Add(sum, $"bias{v}")};");
                    if (key.Relu) code.Line($"{sum} = VectorMath.Relu({sum});");
                    if (key.Residual) code.Line($"{sum} = {isa.Add(sum, isa.Load("residual", Literal.Of((row * key.Outputs) + (v * isa.Lanes))))};");
                    // Of the last panel only the last register goes beyond the channels.
                    walk.Store(code, sum, "y", "room", row, rows, v * isa.Lanes, v == vectors - 1 ? end : 0);
                }
            }
        }

        void Line(int image)
        {
            if (line <= WrittenOut)
            {
                for (var k = 0; k < line; k++) Values(k);
                code.Line($"x = ref Unsafe.Add(ref x, {image});");
                code.Line($"weights = ref Unsafe.Add(ref weights, {line * vectors * isa.Lanes});");
                return;
            }

            using (code.Open($"for (int k = 0; k < {line}; k++)"))
            {
                Values(0);
                code.Line("x = ref Unsafe.Add(ref x, 1);");
                code.Line($"weights = ref Unsafe.Add(ref weights, {vectors * isa.Lanes});");
            }

            if (height > 1) code.Line($"x = ref Unsafe.Add(ref x, {image - line});");
        }

        void Values(int k)
        {
            var at = k * vectors * isa.Lanes;
            using (code.Open(""))
            {
                for (var v = 0; v < vectors; v++) code.Line($"var w{v} = {isa.Load("weights", Literal.Of(at + (v * isa.Lanes)))};");
                for (var row = 0; row < rows; row++)
                {
                    var offset = (row * walk.Step) + k;
                    code.Line($"var x{row} = {isa.Broadcast(offset == 0 ? "x" : $"Unsafe.Add(ref x, {offset})")};");
                    code.Line(string.Join(" ", Enumerable.Range(0, vectors).Select(v =>
                        $"{TileText.Sum(row, v)} = {isa.MultiplyAdd($"x{row}", $"w{v}", TileText.Sum(row, v))};")));
                }
            }
        }
    }
}
