using System;
using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>
/// What happens channel by channel, as vectors over channels: depthwise convolutions and pooling. A tile is a few neighbouring windows; it goes over the
/// channels a register at a time, so that memory is read in order. Neighbours see the same positions: each is read once for all of them, columns
/// ascending, so (ky, kx) ascend for every window.
/// </summary>
internal static class ChannelEmitter
{
    /// <summary>Windows of a tile: as many chains of sums as keep the arithmetic busy.</summary>
    private const int Windows = 8;

    /// <summary>Columns of a window whose weights stay in registers beside the sums.</summary>
    private const int InRegisters = 5;

    public static void Emit(CodeWriter code, DepthwiseConv2dKey key, IsaText isa)
    {
        var columns = isa.Registers(key.Window.Image.Channels) * isa.Lanes;
        Emit(code, isa, key.Window, new Channelwise(
            "ref float x, ref float weights, ref float bias, ref float residual, ref float y", "ref weights, ref bias, ref Unsafe.Add(ref residual, to), ",
            "ref float weights, ref float bias, ref float residual, ", isa.Zero, columns, (sum, x, w) => isa.MultiplyAdd(x, w, sum), (sum, row) =>
            {
                if (key.Bias) code.Line($"{sum} = {isa.Add(sum, isa.Load("bias", "column"))};");
                if (key.Relu) code.Line($"{sum} = VectorMath.Relu({sum});");
                if (key.Residual) code.Line($"{sum} = {isa.Add(sum, isa.Load("residual", $"column + {row * key.Window.Image.Channels}"))};");
            }));
    }

    public static void Emit(CodeWriter code, Pool2dKey key, IsaText isa)
    {
        if (key.Kind == PoolKind.Max)
        {
            Emit(code, isa, key.Window, new Channelwise(
                "ref float x, ref float y", "", "", isa.Broadcast("float.NegativeInfinity"), 0, (sum, x, _) => $"Lanes.Max({sum}, {x})", (_, _) => { }));
            return;
        }

        var (call, parameters) = key.SeesPadding ? ("seen, p, ", "int seen, int p, ") : ("", "");
        Emit(code, isa, key.Window, new Channelwise("ref float x, ref float y", call, parameters, isa.Zero, 0, (sum, x, _) => isa.Add(sum, x), (sum, row) =>
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
        var walk = new WindowWalk(isa, window, channels);
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Open($"internal static void Run{isa.Suffix}({work.Parameters}, int first, int end)"))
        {
            walk.Rows(code, "0", () =>
            {
                if (work.PerRow is not null) code.Line(work.PerRow);
                walk.Tiles(code, Windows, rows =>
                    $"{{ int to = at + (p * {channels}); Tile{rows}_{isa.Suffix}(ref Unsafe.Add(ref from, p * {walk.Step}), {work.Call}ref Unsafe.Add(ref y, to), room - (p * {channels})); }}");
            });
        }

        var (longer, length, _) = walk.Split(Windows);
        foreach (var rows in new[] { longer > 0 ? length + 1 : 0, length }.Where(rows => rows > 0)) Tile(code, isa, window, work, walk, rows);
    }

    private static void Tile(CodeWriter code, IsaText isa, WindowPlan window, Channelwise work, WindowWalk walk, int rows)
    {
        var channels = window.Image.Channels;
        var last = (isa.Registers(channels) - 1) * isa.Lanes;
        code.Line();
        code.Line($"// {rows} windows of {window.Height} x {window.Width} positions, {isa.Lanes} channels at a time.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (code.Open($"private static void Tile{rows}_{isa.Suffix}(ref float x, {work.TileParameters}ref float y, int room)"))
        {
            // Channels that fill their registers may as well be taken in the order of memory.
            var loop = channels % isa.Lanes == 0 ? $"int column = 0; column < {channels}; column += {isa.Lanes}" : $"int column = {last}; column >= 0; column -= {isa.Lanes}";
            using (code.Open($"for ({loop})"))
            {
                code.Line("ref float from = ref Unsafe.Add(ref x, column);");
                if (work.WeightColumns > 0) code.Line("ref float weight = ref Unsafe.Add(ref weights, column);");
                for (var row = 0; row < rows; row++) code.Line($"{isa.FloatType} sum{row} = {work.Start};");
                using (code.Open($"for (int ky = 0; ky < {window.Height}; ky++)"))
                {
                    if (window.Width <= InRegisters) Shared();
                    else
                    {
                        using (code.Open($"for (int kx = 0; kx < {window.Width}; kx++)"))
                        {
                            Weight(0);
                            for (var row = 0; row < rows; row++) Take(row, 0, isa.Load("from", Literal.Of(row * walk.Step)));
                            Advance(channels, 1);
                        }

                        Advance(walk.Line - (window.Width * channels), 0);
                    }
                }

                code.Line("ref float to = ref Unsafe.Add(ref y, column);");
                for (var row = 0; row < rows; row++)
                {
                    work.Finish($"sum{row}", row);
                    walk.Store(code, $"sum{row}", "to", "room - column", row, rows, 0, last + isa.Lanes);
                }
            }
        }

        // A row of positions, each read once for all windows that see it.
        void Shared()
        {
            for (var kx = 0; kx < window.Width; kx++) Weight(kx);
            for (var column = 0; column <= ((rows - 1) * window.Stride) + window.Width - 1; column++)
            {
                var seeing = Enumerable.Range(0, rows).Where(row => column - (row * window.Stride) is var kx && kx >= 0 && kx < window.Width).ToArray();
                if (seeing.Length == 0) continue;
                code.Line($"var x{column} = {isa.Load("from", Literal.Of(column * channels))};");
                foreach (var row in seeing) Take(row, column - (row * window.Stride), $"x{column}");
            }

            Advance(walk.Line, window.Width);
        }

        void Weight(int kx)
        {
            if (work.WeightColumns > 0) code.Line($"var w{kx} = {isa.Load("weight", Literal.Of(kx * work.WeightColumns))};");
        }

        void Take(int row, int kx, string value) => code.Line($"sum{row} = {work.Take($"sum{row}", value, $"w{kx}")};");

        void Advance(int values, int weights)
        {
            code.Line($"from = ref Unsafe.Add(ref from, {values});");
            if (work.WeightColumns > 0 && weights > 0) code.Line($"weight = ref Unsafe.Add(ref weight, {weights * work.WeightColumns});");
        }
    }

    /// <summary>What is done with the values of a window.</summary>
    /// <param name="Parameters">What the kernel takes before the share of the work.</param>
    /// <param name="Call">What a tile is given between the image and the result.</param>
    /// <param name="TileParameters">The same as parameters.</param>
    /// <param name="Start">What a window starts from.</param>
    /// <param name="WeightColumns">Weights of one position, padded; 0 where there are none.</param>
    /// <param name="Take">What becomes of the value so far with the next one and its weight.</param>
    /// <param name="Finish">Writes what follows the last one.</param>
    private sealed record Channelwise(
        string Parameters, string Call, string TileParameters, string Start, int WeightColumns, Func<string, string, string, string> Take, Action<string, int> Finish)
    {
        /// <summary>What is worked out once per row of windows.</summary>
        public string? PerRow { get; init; }
    }
}
