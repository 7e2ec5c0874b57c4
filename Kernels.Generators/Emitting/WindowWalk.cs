using System;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>
/// What kernels over images share: rows of windows are cut into tiles of neighbours of about equal length, and results are written whole registers
/// at a time although the channels of a position end anywhere. What a register holds beyond them falls on the first channels of the next positions
/// and is written over by these: so groups of channels go from the last to the first, within a share or within a tile, and positions ascend. Only at the end of a share of the work,
/// where the next values are another's, are single lanes written.
/// </summary>
/// <param name="isa">The register width.</param>
/// <param name="window">The windows.</param>
/// <param name="channels">Channels of the result.</param>
internal sealed class WindowWalk(IsaText isa, WindowPlan window, int channels)
{
    /// <summary>Values from one window to the next within a row.</summary>
    public int Step => window.Stride * window.Image.Channels;

    /// <summary>Values of one row of positions.</summary>
    public int Line => window.Image.Width * window.Image.Channels;

    /// <summary>Opens the loops over shares of rows of windows; inside, <c>from</c>, <c>at</c> and <c>room</c> say where a row starts and how far its share goes.</summary>
    /// <param name="code">The text.</param>
    /// <param name="column">Channels of the result before the present group.</param>
    /// <param name="body">Writes what is done for a row.</param>
    public void Rows(CodeWriter code, string column, Action body)
    {
        using (code.Open("for (int unit = first; unit < end; unit++)"))
        {
            code.Line($"int image = unit / {window.Rows};");
            code.Line($"int line = unit - (image * {window.Rows});");
            code.Line($"ref float from = ref Unsafe.Add(ref x, (image * {Padding.Up(window.Image.Values)}) + (line * {window.Stride * Line}));");
            code.Line($"int at = (image * {Padding.Up(window.Positions * channels)}) + (line * {window.Columns * channels}) + {column};");
            code.Line($"int room = ((end - unit) * {window.Columns * channels}) - {column};");
            body();
        }
    }

    /// <summary>Tiles of a row of windows: how many of one more, and the length of the others.</summary>
    public (int Longer, int Length, int Count) Split(int most)
    {
        var count = (window.Columns + most - 1) / most;
        return (window.Columns % count, window.Columns / count, count);
    }

    /// <summary>Calls tiles along a row, longer ones first.</summary>
    /// <param name="code">The text.</param>
    /// <param name="most">Windows of the longest tile.</param>
    /// <param name="call">Writes the call for a number of windows, of which <c>p</c> is the first.</param>
    public void Tiles(CodeWriter code, int most, Func<int, string> call)
    {
        var (longer, length, _) = Split(most);
        code.Line("int p = 0;");
        if (longer > 0)
            using (code.Open($"for (; p < {longer * (length + 1)}; p += {length + 1})")) code.Line(call(length + 1));
        using (code.Open($"for (; p < {window.Columns}; p += {length})")) code.Line(call(length));
    }

    /// <summary>Writes one register of results of a tile.</summary>
    /// <param name="code">The text.</param>
    /// <param name="value">What is written.</param>
    /// <param name="to">The ref that it is written behind.</param>
    /// <param name="room">Values that may be written there.</param>
    /// <param name="row">The window within the tile.</param>
    /// <param name="rows">Windows of the tile.</param>
    /// <param name="column">The first lane's channel within the present group.</param>
    /// <param name="end">The channel after the last lane, counted from channel 0, in the last group that the tile is used for.</param>
    public void Store(CodeWriter code, string value, string to, string room, int row, int rows, int column, int end)
    {
        var at = (row * channels) + column;
        if ((rows - row - 1) * channels >= end - channels)
        {
            code.Line(isa.Store(value, to, Literal.Of(at)));
            return;
        }

        code.Line($"if ({room} >= {at + isa.Lanes}) {isa.Store(value, to, Literal.Of(at))}");
        code.Line($"else Lanes.StoreSome({value}, ref Unsafe.Add(ref {to}, {at}), {room} - {at});");
    }
}
