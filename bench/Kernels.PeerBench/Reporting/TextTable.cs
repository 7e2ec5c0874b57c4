using System.Globalization;
using System.Text;

namespace Kernels.PeerBench.Reporting;

/// <summary>A table in columns as wide as their widest cell: the first stands left, the others right.</summary>
/// <param name="Head">A cell per column.</param>
/// <param name="Lines">A cell per column each.</param>
internal sealed record TextTable(IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<string>> Lines)
{
    public override string ToString()
    {
        var widths = Head.Select((cell, column) => Lines.Select(line => line[column].Length).Append(cell.Length).Max()).ToArray();
        var text = new StringBuilder();
        Add(Head);
        Add([.. widths.Select(width => new string('-', width))]);
        foreach (var line in Lines) Add(line);
        return text.ToString();

        void Add(IReadOnlyList<string> cells) => text.Append("| ")
            .AppendJoin(" | ", cells.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).Append(" |\n");
    }

    /// <summary>A number with so many digits behind the point; nothing for null.</summary>
    public static string Number(double? value, int digits) => value?.ToString("F" + digits, CultureInfo.InvariantCulture) ?? "";

    /// <summary>A share in percent; nothing for null.</summary>
    public static string Percent(double? share) => share?.ToString("P0", CultureInfo.InvariantCulture) ?? "";
}
