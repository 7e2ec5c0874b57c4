using System.Runtime.InteropServices;
using Kernels.PeerBench.Cases;
using Kernels.PeerBench.Peers;
using static Kernels.Benchmarks.Tests.Peers.Protobuf;

namespace Kernels.Benchmarks.Tests.Peers;

/// <summary>The bytes of models, read back by a reader that knows nothing but the encoding of protobuf.</summary>
public sealed class OnnxModelTests
{
    [Fact]
    public void Numbers_are_written_seven_bits_at_a_time()
    {
        var bytes = new ProtobufMessage().Add(1, 300).Add(2, "abc").Add(3, new ProtobufMessage().Add(1, 5)).ToArray();
        Assert.Equal([0x08, 0xac, 0x02, 0x12, 0x03, (byte)'a', (byte)'b', (byte)'c', 0x1a, 0x02, 0x08, 0x05], bytes);
    }

    [Fact]
    public void A_product_has_its_weights_turned()
    {
        var problem = new Problem(new PeerCase(Work.Sgemm, 2, 3, 5));
        var model = Read(OnnxModel.Write(problem, 0));
        Assert.Equal(8, Number(model, 1));
        Assert.Equal(13, Number(Read(Only(model, 8)), 2));
        var graph = Read(Only(model, 7));
        Assert.Equal("MatMul", Word(Read(Only(graph, 1)), 4));
        Assert.Equal(["x", "w0"], Words(Read(Only(graph, 1)), 1));
        var weights = Read(Only(graph, 5));
        Assert.Equal([5L, 3L], weights.Where(field => field.Number == 1).Select(field => field.Value));
        var values = MemoryMarshal.Cast<byte, float>(Only(weights, 9)).ToArray();
        for (var n = 0; n < 3; n++)
            for (var k = 0; k < 5; k++) Assert.Equal(problem.Weights(0, 0)[(n * 5) + k], values[(k * 3) + n]);
        Assert.Equal([2L, 5L], Extents(graph, 11));
        Assert.Equal([2L, 3L], Extents(graph, 12));
    }

    [Fact]
    public void Integers_have_a_zero_and_sums_of_32_bits()
    {
        var graph = Read(Only(Read(OnnxModel.Write(new Problem(new PeerCase(Work.Int8Gemm, 2, 3, 5)), 0)), 7));
        Assert.Equal("MatMulInteger", Word(Read(Only(graph, 1)), 4));
        Assert.Equal(["x", "w0", "zero"], Words(Read(Only(graph, 1)), 1));
        var constants = graph.Where(field => field.Number == 5).Select(field => Read(field.Bytes)).ToArray();
        Assert.Equal([3L, 2L], constants.Select(constant => Number(constant, 2)));
        Assert.Equal([OnnxModel.Zero], Only(constants[1], 9));
        Assert.Equal(6, Number(Read(Only(Read(Only(Read(Only(graph, 12)), 2)), 1)), 1));
    }

    [Fact]
    public void A_perceptron_is_a_chain()
    {
        var graph = Read(Only(Read(OnnxModel.Write(new Problem(new PeerCase(Work.Perceptron, 1, [4, 3, 2])), 0)), 7));
        var nodes = graph.Where(field => field.Number == 1).Select(field => Read(field.Bytes)).ToArray();
        Assert.Equal(["Gemm", "Relu", "Gemm"], nodes.Select(node => Word(node, 4)));
        Assert.Equal(["x", "y0", "r0"], nodes.Select(node => Words(node, 1)[0]));
        Assert.Equal(["y0", "r0", "y"], nodes.Select(node => Word(node, 2)));
        Assert.Equal(["w0", "b0", "w1", "b1"], graph.Where(field => field.Number == 5).Select(field => Word(Read(field.Bytes), 8)));
    }

    private static long[] Extents(IEnumerable<Field> graph, int face)
    {
        var tensor = Read(Only(Read(Only(Read(Only(graph, face)), 2)), 1));
        return [.. Read(Only(tensor, 2)).Select(extent => Number(Read(extent.Bytes), 1))];
    }
}
