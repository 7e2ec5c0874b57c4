using System.Globalization;
using System.Text;

namespace Kernels.PeerBench.Reporting;

/// <summary>Comma-separated values, the same in every culture.</summary>
internal static class Csv
{
    /// <summary>A line; numbers with six digits, nothing for null.</summary>
    public static StringBuilder AppendCells(this StringBuilder text, IEnumerable<object?> cells) => text.AppendJoin(',', cells.Select(Text)).Append('\n');

    private static string Text(object? cell) => cell switch
    {
        double number => number.ToString("G6", CultureInfo.InvariantCulture),
        null => "",
        _ => Convert.ToString(cell, CultureInfo.InvariantCulture)!,
    };
}
