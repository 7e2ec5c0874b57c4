using Kernels.Models;
using Kernels.PeerBench;
using Kernels.PeerBench.Cases;
using Kernels.PeerBench.Gpt2;
using Kernels.PeerBench.Measuring;
using Kernels.PeerBench.Peers;

namespace Kernels.Benchmarks.Tests.Peers;

public sealed class Gpt2Tests
{
    [Fact]
    public void Matrices_and_vectors_are_all_weights()
    {
        var config = Gpt2Config.Small;
        var vectors = (config.Layers * ((4 * config.Width) + Gpt2Matrices.OfLayer(0).Sum(matrix => matrix.Outputs))) + (2 * config.Width) + (config.Positions * config.Width);
        Assert.Equal(config.Parameters, Gpt2Matrices.All.Sum(matrix => matrix.Values) + vectors);
        Assert.Equal(49, Gpt2Matrices.All.Count);
        Assert.Equal("wte", Assert.Single(Gpt2Matrices.All, matrix => matrix.IsHead).Name);
    }

    [Fact]
    public void Bytes_of_weights_count_their_scales()
    {
        var matrix = new Gpt2Matrix("a", 64, 10);
        Assert.Equal(2560, matrix.Bytes(WeightBits.Float, 64));
        Assert.Equal(640 + (10 * 4), matrix.Bytes(WeightBits.Eight, 64));
        Assert.Equal(320 + (20 * 4), matrix.Bytes(WeightBits.Four, 32));
        Assert.Equal(Gpt2Matrices.All.Sum(each => each.Values) * 4, OnnxForm.All[0].WeightBytes);
        Assert.Equal(OnnxForm.All.Count, OnnxForm.All.Select(form => form.Name).Distinct().Count());
    }

    [Theory]
    [InlineData(8)]
    [InlineData(4)]
    public void Blocks_give_weights_back_within_a_step(int bits)
    {
        var random = new Random(7);
        var matrix = new float[2 * 64];
        for (var i = 0; i < matrix.Length; i++) matrix[i] = random.NextSingle() - 0.5f;
        matrix[5] = -2;
        var blocks = BlockWeights.Of(matrix, bits);
        Assert.Equal((matrix.Length * bits / 8, 4), (blocks.Values.Length, blocks.Scales.Length));
        for (var i = 0; i < matrix.Length; i++)
        {
            var q = bits == 8 ? blocks.Values[i] : (blocks.Values[i / 2] >> (4 * (i % 2))) & 15;
            var scale = blocks.Scales[i / OnnxForm.Block];
            // The far end of the range is one step short.
            Assert.InRange(Math.Abs(((q - (1 << (bits - 1))) * scale) - matrix[i]), 0, Math.Abs(scale) * 1.001f);
        }

        Assert.Equal(0, bits == 8 ? blocks.Values[5] : blocks.Values[2] >> 4);
        Assert.Equal(-2, blocks.Scales[0] * -(1 << (bits - 1)));
    }

    [Fact]
    public void A_block_of_nothing_is_zero() => Assert.Equal((128, 0f), (BlockWeights.Of(new float[32], 8).Values[31], BlockWeights.Of(new float[32], 8).Scales[0]));

    [Fact]
    public void Large_constants_start_at_pages()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var file = Path.Combine(folder, "a.data");
            FilePlace second;
            using (var data = new ModelData(file))
            {
                Assert.Equal(new FilePlace("a.data", 0, 12), data.Add<float>([1, 2, 3]));
                second = data.Add<byte>([4, 5]);
            }

            Assert.Equal(new FilePlace("a.data", 4096, 2), second);
            Assert.Equal([4, 5], File.ReadAllBytes(file)[4096..]);
            Assert.Equal(["location=a.data", "offset=4096", "length=2"], second.Words.Select(word => $"{word.Key}={word.Value}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Constants_outside_and_operators_of_the_library_are_told_in_the_model()
    {
        var model = Protobuf.Read(new OnnxGraph()
            .Input("x", OnnxType.Float, 1, "rows")
            .Node(OnnxGraph.Microsoft, "MatMulNBits", ["x", "w", "", "b"], ["y"], new OnnxAttribute("bits", 8))
            .Constant("w", OnnxType.UInt8, [3, 5], new FilePlace("a.data", 4096, 15)).ToModel(9, 20));
        Assert.Equal(["", OnnxGraph.Microsoft], model.Where(field => field.Number == 8).Select(field => Protobuf.Word(Protobuf.Read(field.Bytes), 1)));
        var graph = Protobuf.Read(Protobuf.Only(model, 7));
        var node = Protobuf.Read(Protobuf.Only(graph, 1));
        Assert.Equal((OnnxGraph.Microsoft, "MatMulNBits"), (Protobuf.Word(node, 7), Protobuf.Word(node, 4)));
        Assert.Equal(["x", "w", "", "b"], Protobuf.Words(node, 1));
        var constant = Protobuf.Read(Protobuf.Only(graph, 5));
        Assert.Equal((1, 2), (Protobuf.Number(constant, 14), Protobuf.Number(constant, 2)));
        Assert.Equal(3, constant.Count(field => field.Number == 13));
        Assert.DoesNotContain(constant, field => field.Number == 9);
        var shape = Protobuf.Read(Protobuf.Only(Protobuf.Read(Protobuf.Only(Protobuf.Read(Protobuf.Only(Protobuf.Read(Protobuf.Only(graph, 11)), 2)), 1)), 2));
        Assert.Equal("rows", Protobuf.Word(Protobuf.Read(shape[1].Bytes), 2));
    }

    [Fact]
    public void Bounds_are_bytes_read_and_operations_done()
    {
        Assert.Equal(100, TextResult.ReadingBound(50, 500_000_000));
        var linear = Gpt2Matrices.All.Sum(matrix => 2.0 * matrix.Values * (matrix.IsHead ? 1 : 128));
        Assert.Equal(128 / (linear / 200e9), TextResult.MultiplyingBound(200), 1e-9);
    }

    [Fact]
    public void The_fastest_of_equal_bits_is_the_one_to_beat()
    {
        static TextResult Of(string name, bool ours, WeightBits bits, double milliseconds) => new(TextWork.Decode, name, ours, bits, new([milliseconds * 1e6], 1), 1_000_000, 0, 1000);
        var table = new SpeedTable(
            [Of("Kernels int8", true, WeightBits.Eight, 40), Of("A", false, WeightBits.Eight, 50), Of("B, level 4", false, WeightBits.Eight, 44), Of("C", false, WeightBits.Four, 20)], ["it said so"]);
        var lines = table.Write().Split('\n').Select(line => string.Join('|', line.Split('|', StringSplitOptions.TrimEntries))).ToArray();
        Assert.Contains("|decode|Kernels int8|B, level 4|1.10|1.0|yes|80 %|90 %|no|", lines);
        Assert.Contains("|decode|Kernels int8|C|0.50|||80 %|90 %|no|", lines);
        Assert.Contains("Note: it said so.", lines);
        var csv = table.WriteCsv().TrimEnd('\n').Split('\n');
        Assert.All(csv, line => Assert.Equal(SpeedTable.CsvHead.Count(c => c == ','), line.Count(c => c == ',')));
        Assert.StartsWith("decode,Kernels int8,8,800,800,1000000,1000,0.8,", csv[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Works_are_chosen_by_name() => Assert.Equal([TextWork.Prefill], PeerOptions.Read(["gpt2", "--only", "prefill"]).TextWorks);
}
