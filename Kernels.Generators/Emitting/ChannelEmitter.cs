using System;
using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>
/// What happens channel by channel, as vectors over channels: depthwise convolutions and pooling. A tile is a few neighbouring windows and one
/// register of channels; (ky, kx) ascend for each of them.
/// </summary>
internal static class ChannelEmitter
{
    /// <summary>Windows of a tile: as many chains of sums as keep the arithmetic busy.</summary>
    private const int Windows = 8;

    /// <summary>Columns of a window that are written out rather than looped over.</summary>
    private const int WrittenOut = 8;

    public static void Emit(CodeWriter code, DepthwiseConv2dKey key, IsaText isa)
    {
        var columns = isa.Registers(key.Window.Image.Channels) * isa.Lanes;
        Emit(code, isa, key.Window, new Channelwise(
            "ref float x, ref float weights, ref float bias, ref float residual, ref float y",
            "ref Unsafe.Add(ref weights, column), ref Unsafe.Add(ref bias, column), ref Unsafe.Add(ref residual, to), ", "ref float weights, ref float bias, ref float residual, ",
            isa.Zero, columns, (sum, x) => isa.MultiplyAdd(x, "w", sum), (sum, row) =>
            {
                if (key.Bias) code.Line($"{sum} = {isa.Add(sum, isa.Load("bias", "0"))};");
                if (key.Relu) code.Line($"{sum} = VectorMath.Relu({sum});");
                if (key.Residual) code.Line($"{sum} = {isa.Add(sum, isa.Load("residual", Literal.Of(row * key.Window.Image.Channels)))};");
            }));
    }

    public static void Emit(CodeWriter code, Pool2dKey key, IsaText isa)
    {
        if (key.Kind == PoolKind.Max)
        {
            Emit(code, isa, key.Window, new Channelwise(
                "ref float x, ref float y", "", "", isa.Broadcast("float.NegativeInfinity"), 0, (sum, x) => $"Lanes.Max({sum}, {x})", (_, _) => { }));
            return;
        }

        var (call, parameters) = key.SeesPadding ? ("seen, p, ", "int seen, int p, ") : ("", "");
        Emit(code, isa, key.Window, new Channelwise("ref float x, ref float y", call, parameters, isa.Zero, 0, (sum, x) => isa.Add(sum, x), (sum, row) =>
        {
            var count = key.SeesPadding ? $"seen * Seen{isa.Suffix}(p + {row}, {key.Left}, {key.Image.Width}, {key.Window.Width})" : Literal.Of(key.Window.Height * key.Window.Width);
            code.Line($"{sum} = {isa.Divide(sum, isa.Broadcast($"(float)({count})"))};");
        })
        {
            // Rows of the window that lie in the image.
            PerRow = key.SeesPadding ? $"int seen = Seen{isa.Suffix}(line, {key.Top}, {key.Image.Height}, {key.Window.Height});" : null,
        });
        if (!key.SeesPadding) return;
        code.Line();
        code.Line("// Positions of a window that lie in the image, along one side.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        using (code.Open($"private static int Seen{isa.Suffix}(int window, int before, int length, int kernel)"))
        {
            code.Line($"int first = (window * {key.Window.Stride}) - before, last = first + kernel;");
            code.Line("return (last < length ? last : length) - (first > 0 ? first : 0);");
        }
    }

    private static void Emit(CodeWriter code, IsaText isa, WindowPlan window, Channelwise work)
    {
        var channels = window.Image.Channels;
        var registers = isa.Registers(channels);
        var walk = new WindowWalk(isa, window, channels);
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Open($"internal static void Run{isa.Suffix}({work.Parameters}, int first, int end)"))
        {
            using (code.Open($"for (int column = {(registers - 1) * isa.Lanes}; column >= 0; column -= {isa.Lanes})"))
            {
                walk.Rows(code, " + column", "column", () =>
                {
                    if (work.PerRow is not null) code.Line(work.PerRow);
                    walk.Tiles(code, Windows, rows =>
                        $"{{ int to = at + (p * {channels}); Tile{rows}_{isa.Suffix}(ref Unsafe.Add(ref from, p * {walk.Step}), {work.Call}ref Unsafe.Add(ref y, to), room - (p * {channels})); }}");
                });
            }
        }

        var (longer, length, _) = walk.Split(Windows);
        foreach (var rows in new[] { longer > 0 ? length + 1 : 0, length }.Where(rows => rows > 0)) Tile(code, isa, window, work, walk, rows);
    }

    private static void Tile(CodeWriter code, IsaText isa, WindowPlan window, Channelwise work, WindowWalk walk, int rows)
    {
        var channels = window.Image.Channels;
        var writtenOut = window.Width <= WrittenOut;
        code.Line();
        code.Line($"// {rows} windows of {window.Height} x {window.Width} positions x {isa.Lanes} channels.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (code.Open($"private static void Tile{rows}_{isa.Suffix}(ref float x, {work.TileParameters}ref float y, int room)"))
        {
            for (var row = 0; row < rows; row++) code.Line($"{isa.FloatType} sum{row} = {work.Start};");
            using (code.Open($"for (int ky = 0; ky < {window.Height}; ky++)"))
            {
                if (writtenOut)
                {
                    for (var kx = 0; kx < window.Width; kx++) Values(kx);
                    Advance(walk.Line, window.Width);
                }
                else
                {
                    using (code.Open($"for (int kx = 0; kx < {window.Width}; kx++)"))
                    {
                        Values(0);
                        Advance(channels, 1);
                    }

                    Advance(walk.Line - (window.Width * channels), 0);
                }
            }

            for (var row = 0; row < rows; row++)
            {
                work.Finish($"sum{row}", row);
                walk.Store(code, $"sum{row}", row, rows, 0, isa.Registers(channels) * isa.Lanes);
            }
        }

        void Values(int kx)
        {
            using (code.Open(""))
            {
                if (work.WeightColumns > 0) code.Line($"var w = {isa.Load("weights", Literal.Of(kx * work.WeightColumns))};");
                for (var row = 0; row < rows; row++)
                    code.Line($"sum{row} = {work.Take($"sum{row}", isa.Load("x", Literal.Of((row * walk.Step) + (kx * channels))))};");
            }
        }

        void Advance(int values, int weights)
        {
            code.Line($"x = ref Unsafe.Add(ref x, {values});");
            if (work.WeightColumns > 0 && weights > 0) code.Line($"weights = ref Unsafe.Add(ref weights, {weights * work.WeightColumns});");
        }
    }

    /// <summary>What is done with the values of a window.</summary>
    /// <param name="Parameters">What the kernel takes before the share of the work.</param>
    /// <param name="Call">What a tile is given between the image and the result.</param>
    /// <param name="TileParameters">The same as parameters.</param>
    /// <param name="Start">What a window starts from.</param>
    /// <param name="WeightColumns">Weights of one position, padded; 0 where there are none.</param>
    /// <param name="Take">What becomes of the value so far with the next one.</param>
    /// <param name="Finish">Writes what follows the last one.</param>
    private sealed record Channelwise(
        string Parameters, string Call, string TileParameters, string Start, int WeightColumns, Func<string, string, string> Take, Action<string, int> Finish)
    {
        /// <summary>What is worked out once per row of windows.</summary>
        public string? PerRow { get; init; }
    }
}
