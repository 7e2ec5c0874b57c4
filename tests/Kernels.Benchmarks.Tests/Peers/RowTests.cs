using Kernels.PeerBench.Measuring;
using Kernels.PeerBench.Peers;
using Kernels.PeerBench.Reporting;
using Kernels.PeerBench.Rows;

namespace Kernels.Benchmarks.Tests.Peers;

public sealed class RowTests
{
    private static readonly string[] s_names = ["Kernels", "A", "Absent"];

    [Fact]
    public void Every_work_is_done_on_one_row_and_on_many()
    {
        foreach (var work in Enum.GetValues<RowWork>())
            Assert.Equal([1, 128], RowCases.All.Where(item => item.Work == work).Select(item => item.Rows));
        Assert.Equal([2, 1, 5, 1, 1.5, 1, 1.5, 1, 2, 1, 2, 1], RowCases.All.Select(item => item.Goal));
    }

    [Fact]
    public void Networks_and_loops_are_right_at_both_widths()
    {
        foreach (var isa in new[] { Kernels.Model.Isa.Vector256, Kernels.Model.Isa.Vector512 }.Where(Machine.Has))
        {
            foreach (var work in Enum.GetValues<RowWork>())
            {
                var problem = new RowProblem(RowCases.All.First(item => item.Work == work) with { Rows = 2 });
                using var ours = new KernelsRows(isa).Prepare(problem);
                Assert.InRange(Kernels.PeerBench.Cases.Problem.Difference(ours.Result(), Truth(problem)), 0, 1e-6);
                using var tensors = new TensorsRows().Prepare(problem);
                if (tensors is not null) Assert.InRange(Kernels.PeerBench.Cases.Problem.Difference(tensors.Result(), ours.Result()), 0, 1e-5);
            }
        }
    }

    [Fact]
    public void A_graph_is_one_node_of_a_standard_operator()
    {
        string[] operators = ["Softmax", "LayerNormalization", "Gelu", "Gelu", "Exp", "Tanh"];
        foreach (var (work, name) in Enum.GetValues<RowWork>().Zip(operators))
        {
            var model = Protobuf.Read(OnnxRows.Write(new RowProblem(new(work, 2, 16))));
            Assert.Equal(20, Protobuf.Number(Protobuf.Read(Protobuf.Only(model, 8)), 2));
            var graph = Protobuf.Read(Protobuf.Only(model, 7));
            Assert.Equal(name, Protobuf.Word(Protobuf.Read(Protobuf.Only(graph, 1)), 4));
            Assert.Equal(work == RowWork.LayerNorm ? 2 : 0, graph.Count(field => field.Number == 5));
        }
    }

    [Fact]
    public void Attributes_say_their_kind()
    {
        var attributes = new[] { new OnnxAttribute("a", 1.5f), new OnnxAttribute("b", -1), new OnnxAttribute("c", "word") }
            .Select(attribute => Protobuf.Read(attribute.Message.ToArray())).ToArray();
        Assert.Equal([1L, 2L, 3L], attributes.Select(attribute => Protobuf.Number(attribute, 20)));
        Assert.Equal(BitConverter.GetBytes(1.5f), Protobuf.Only(attributes[0], 2));
        Assert.Equal(-1, Protobuf.Number(attributes[1], 3));
        Assert.Equal("word", Protobuf.Word(attributes[2], 4));
    }

    [Fact]
    public void The_table_holds_us_against_the_goal()
    {
        var met = new RowResult(new(RowWork.Softmax, 1, 1024), new Dictionary<string, Samples> { ["Kernels"] = new([1000, 900], 1), ["A"] = new([1900], 1) }, []);
        var missed = new RowResult(new(RowWork.LayerNorm, 1, 768), new Dictionary<string, Samples> { ["Kernels"] = new([1000], 1), ["A"] = new([4000], 1) }, ["it said so"]);
        var table = new RowTable([met, missed], s_names);
        Assert.Equal((2, true, 4, false), (Math.Round(met.Ratio("Kernels")!.Value, 9), met.IsMet("Kernels"), missed.Ratio("Kernels"), missed.IsMet("Kernels")));
        var lines = table.Write().Split('\n');
        Assert.Contains(lines, line => line.Contains("| 0.95 (0.90) | 1.90 (1.90) |", StringComparison.Ordinal) && line.EndsWith("| yes |", StringComparison.Ordinal));
        Assert.Contains("Note: it said so.", lines);
        var csv = table.WriteCsv().TrimEnd('\n').Split('\n');
        Assert.Equal(1 + 4, csv.Length);
        Assert.All(csv, line => Assert.Equal(RowTable.CsvHead.Count(c => c == ','), line.Count(c => c == ',')));
        Assert.Equal("layer-norm,1,768,Kernels,1,1,1,4,5", csv[3]);
    }

    [Fact]
    public void The_load_is_the_first_number() => Assert.Equal((7.25, null), (Head.ReadLoad("7.25 7.83 9.45 3/210 4711\n"), Head.ReadLoad("")));

    /// <summary>In double precision.</summary>
    private static float[] Truth(RowProblem problem)
    {
        var width = problem.Case.Width;
        return [.. problem.Input.Chunk(width).SelectMany(row => OfRow(problem, [.. row.Select(x => (double)x)])).Select(y => (float)y)];
    }

    private static double[] OfRow(RowProblem problem, double[] x) => problem.Case.Work switch
    {
        RowWork.Softmax => Array.ConvertAll(x, value => Math.Exp(value) / x.Sum(Math.Exp)),
        RowWork.LayerNorm => [.. x.Select((value, i) =>
            ((value - x.Average()) / Math.Sqrt(x.Average(other => (other - x.Average()) * (other - x.Average())) + RowProblem.Epsilon) * problem.Gain[i]) + problem.Bias[i])],
        RowWork.GeluTanh => Array.ConvertAll(x, value => value / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (value + (0.044715 * value * value * value))))),
        RowWork.GeluErf => Array.ConvertAll(x, value => value / 2 * (1 + Erf(value / Math.Sqrt(2)))),
        RowWork.Exp => Array.ConvertAll(x, Math.Exp),
        _ => Array.ConvertAll(x, Math.Tanh),
    };

    /// <summary>By its series, which is exact enough within 5.</summary>
    private static double Erf(double x)
    {
        double term = x, sum = x;
        for (var n = 1; n < 200; n++)
        {
            term *= -x * x / n;
            sum += term / ((2 * n) + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * sum;
    }
}
