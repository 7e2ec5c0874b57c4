using System.Globalization;
using System.Xml.Linq;
using Kernels.PeerBench.Cases;
using Kernels.PeerBench.Measuring;
using Kernels.PeerBench.Reporting;

namespace Kernels.Benchmarks.Tests.Peers;

public sealed class PeerReportTests
{
    /// <summary>131072 operations in 1000 and 800 ns of ours: 131.1 and 163.8 GFLOP/s; A is slower by medians but has the best sample; B is left out of the cold case.</summary>
    private static ResultTable Table()
    {
        var hot = new CaseResult(new PeerCase(Work.Sgemm, 16, 64, 64), new Dictionary<string, Samples>
        {
            ["Kernels"] = new([1000, 800, 1200], 1), ["A"] = new([2000, 700, 2100], 1), ["B"] = new([1500, 1500, 1400], 1),
        }, Peak: new(196.6, 200), Copies: 80, Read: null, []);
        var cold = new CaseResult(new PeerCase(Work.Sgemv, 1, 768, 768), new Dictionary<string, Samples>
        {
            ["Kernels"] = new([100_000], 1), ["A"] = new([200_000], 1),
        }, Peak: new(180, 190), Copies: 1, Read: new(29, 30), ["1x768x768: B is not timed, it said so"]);
        return new ResultTable([hot, cold], ["Kernels", "A", "B", "Absent"]);
    }

    [Fact]
    public void Medians_and_means()
    {
        Assert.Equal(3, Samples.MedianOf([5, 1, 3]));
        Assert.Equal(2.5, Samples.MedianOf([4, 1, 2, 3]));
        Assert.Throws<ArgumentException>(() => Samples.MedianOf([]));
        Assert.Equal(2, Samples.GeometricMean([1, 4]), 1e-12);
        Assert.Equal(double.NaN, Samples.GeometricMean([]));
        Assert.Equal((2, 1), (new Samples([3, 1, 2], 1).Median, new Samples([3, 1, 2], 1).Best));
    }

    [Fact]
    public void Ratios_hold_us_against_the_best_of_the_others()
    {
        var hot = Table().Results[0];
        Assert.Equal("B", hot.BestPeer("Kernels"));
        Assert.Equal(1.5, hot.Ratio("Kernels"));
        Assert.Equal(0.875, hot.RatioOfBests("Kernels"));
        Assert.Null(hot.Median("Absent"));
        var alone = hot with { Times = new Dictionary<string, Samples> { ["Kernels"] = hot.Times["Kernels"] } };
        Assert.Null(alone.Ratio("Kernels"));
        Assert.Null(alone.RatioOfBests("Kernels"));
    }

    [Fact]
    public void The_table_has_a_line_per_case()
    {
        var lines = Table().Write().Split('\n');
        var hot = Cells(lines.Single(line => line.StartsWith("| sgemm 16x64x64", StringComparison.Ordinal)));
        Assert.Equal(["131.1 (163.8)", "65.5 (187.2)", "87.4 (93.6)", "", "67 %", "", "", "10.0 %", "B", "1.50", "0.88"], hot[1..]);
        var cold = Cells(lines.Single(line => line.StartsWith("| sgemv-cold 1x768x768", StringComparison.Ordinal)));
        Assert.Equal(["23.6", "81 %"], cold[6..8]);
        Assert.Equal(lines[3].Length, lines[5].Length);
        Assert.Contains("Note: 1x768x768: B is not timed, it said so.", lines);
    }

    [Fact]
    public void Values_are_separated_by_commas_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            var lines = ResultCsv.Write(Table()).TrimEnd('\n').Split('\n');
            Assert.Equal(ResultCsv.Head, lines[0]);
            Assert.Equal(1 + 3 + 2, lines.Length);
            Assert.All(lines, line => Assert.Equal(lines[0].Count(c => c == ','), line.Count(c => c == ',')));
            Assert.StartsWith("sgemm,16,64,64,Kernels,1000,800,131.072,163.84,", lines[1]);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void The_roofline_is_well_formed()
    {
        var svg = XDocument.Parse(Roofline.Draw(Table()));
        var ns = svg.Root!.Name.Namespace;
        // Two of ours and one of the legend, plus its square; rings the same.
        Assert.Equal(3, svg.Descendants(ns + "circle").Count(mark => (string)mark.Attribute("class")! == "ours"));
        Assert.Equal(3, svg.Descendants(ns + "circle").Count(mark => (string)mark.Attribute("class")! == "peer"));
        Assert.Equal(2, svg.Descendants(ns + "path").Count(path => (string)path.Attribute("class")! == "roof"));
        Assert.All(svg.Descendants(ns + "circle"), mark => Assert.InRange((double)mark.Attribute("cy")!, 0, 440));
        Assert.Contains("sgemm 16x64x64: 131.1, B 87.4", svg.Descendants(ns + "title").Select(title => title.Value));
    }

    [Fact]
    public void Integers_have_a_roof_of_their_own()
    {
        var table = Table();
        var integers = table.Results[1] with { Case = new PeerCase(Work.Int8Gemv, 1, 768, 768), Peak = new(500, 510) };
        var mixed = table with { Results = [.. table.Results, integers] };
        Assert.Equal((200, 510, 30), (mixed.Peak, mixed.IntegerPeak, mixed.Read));
        Assert.Equal(3, XDocument.Parse(Roofline.Draw(mixed)).Descendants().Count(path => ((string?)path.Attribute("class"))?.StartsWith("roof", StringComparison.Ordinal) == true));
        XDocument.Parse(Roofline.Draw(table with { Results = [integers] }));
    }

    [Fact]
    public void A_roofline_without_peers_and_cold_cases_is_drawn_too()
    {
        var table = Table();
        var alone = table with { Results = [table.Results[0] with { Times = new Dictionary<string, Samples> { ["Kernels"] = new([1000], 1) } }] };
        var svg = XDocument.Parse(Roofline.Draw(alone));
        Assert.DoesNotContain("NaN", svg.ToString());
        Assert.Single(svg.Descendants(svg.Root!.Name.Namespace + "path"), path => (string)path.Attribute("class")! == "roof");
    }

    [Fact]
    public void Samples_are_taken_in_turn()
    {
        var order = new List<string>();
        var samples = new Rotation(Clock.Wall, rounds: 3, sample: 1).Measure([new Pacer(() => order.Add("A")), new Pacer(() => order.Add("B"))], warm: false);
        Assert.Equal(["A", "B", "A", "B", "A", "B"], order.TakeLast(6));
        Assert.All(samples, sample => Assert.Equal(3, sample.Nanoseconds.Count));
    }

    [Fact]
    public void An_axis_runs_from_tick_to_tick()
    {
        var axis = new Axis(3, 30, 2, 0, 100);
        Assert.Equal((2, 32), (axis.Low, axis.High));
        Assert.Equal([2, 4, 8, 16, 32], axis.Ticks().Select(tick => Math.Round(tick, 6)));
        Assert.Equal(50, axis.Place(8), 1e-9);
    }

    private static string[] Cells(string line) => [.. line.Trim('|', ' ').Split('|').Select(cell => cell.Trim())];
}
