using System.Text;

namespace Kernels.PeerBench.Reporting;

/// <summary>All results as comma-separated values, a line per case and participant.</summary>
internal static class ResultCsv
{
    public const string Head = "kind,m,n,k,participant,median_ns,best_ns,median_gflops,best_gflops,median_gbytes,of_peak,of_read,ours_over_this,ours_over_best_peer,copies_of_ours";

    public static string Write(ResultTable table)
    {
        var text = new StringBuilder(Head + "\n");
        foreach (var result in table.Results)
        {
            var item = result.Case;
            var ours = result.Times[table.Ours];
            foreach (var name in table.Names.Where(result.Times.ContainsKey))
            {
                var times = result.Times[name];
                var gigabytes = item.WeightBytes / times.Median;
                object?[] cells =
                [
                    item.Kind, item.Rows, item.Outputs, item.Layers == 1 ? item.Inputs : string.Join('-', item.Widths), name, times.Median, times.Best, result.Median(name), result.Best(name),
                    gigabytes, ResultTable.OfPeak(result, name), gigabytes / result.Read?.Median, times.Median / ours.Median,
                    name == table.Ours ? result.Ratio(name) : null, name == table.Ours ? result.Copies / ours.Best : null,
                ];
                text.AppendCells(cells);
            }
        }

        return text.ToString();
    }
}
