using Kernels.PeerBench.Cases;

namespace Kernels.PeerBench.Peers;

/// <summary>
/// Products of matrices for ONNX Runtime: input <c>x</c>, result <c>y</c>, weights as constants <c>[inputs][outputs]</c>. Every node is
/// <c>MatMul</c>, <c>MatMulInteger</c>, or <c>Gemm</c> (with bias) and <c>Relu</c>. Integers of the input are unsigned with a zero of 128, for which the
/// library has fast code.
/// </summary>
internal static class OnnxModel
{
    /// <summary>What stands for 0 in an input of integers.</summary>
    public const byte Zero = 128;

    // Each opset has these operators since 13 or before; a file of version 8 may use it.
    private const int Opset = 13;
    private const int FileVersion = 8;

    /// <summary>The model of a case with one copy of its weights.</summary>
    public static byte[] Write(Problem problem, int copy)
    {
        var item = problem.Case;
        var graph = new OnnxGraph();
        if (item.BlockBits is { } bits) return Blocks(graph, problem, copy, bits);
        for (var layer = 0; layer < item.Layers; layer++) AddNodes(graph, item, layer);
        for (var layer = 0; layer < item.Layers; layer++)
        {
            long[] extents = [item.Widths[layer], item.Widths[layer + 1]];
            var values = problem.Weights(layer, copy);
            if (item.Int8) graph.Constant<sbyte>($"w{layer}", extents, Turned<sbyte>(QuantizedRows.OfWeights(values, item.Inputs).Values, item.Inputs));
            else graph.Constant<float>($"w{layer}", extents, Turned(values, item.Widths[layer]));
            if (item.Layers > 1) graph.Constant($"b{layer}", [item.Widths[layer + 1]], problem.Bias(layer));
        }

        if (item.Int8) graph.Constant<byte>("zero", [], [Zero]);
        return graph
            .Input("x", item.Int8 ? OnnxType.UInt8 : OnnxType.Float, item.Rows, item.Inputs)
            .Output("y", item.Int8 ? OnnxType.Int32 : OnnxType.Float, item.Rows, item.Outputs)
            .ToModel(FileVersion, Opset);
    }

    /// <summary>Weights in blocks with a scale each; level 4 quantises the input by itself and multiplies integers.</summary>
    private static byte[] Blocks(OnnxGraph graph, Problem problem, int copy, int bits)
    {
        var item = problem.Case;
        var (weights, blocks) = (BlockWeights.Of(problem.Weights(0, copy), bits), item.Inputs / BlockWeights.Block);
        return graph
            .Node(OnnxGraph.Microsoft, "MatMulNBits", ["x", "w", "scale"], ["y"],
                new("K", item.Inputs), new("N", item.Outputs), new("bits", bits), new("block_size", BlockWeights.Block), new("accuracy_level", 4))
            .Constant<byte>("w", [item.Outputs, blocks, BlockWeights.Block * bits / 8], weights.Values)
            .Constant<float>("scale", [item.Outputs * blocks], weights.Scales)
            .Input("x", OnnxType.Float, item.Rows, item.Inputs)
            .Output("y", OnnxType.Float, item.Rows, item.Outputs)
            .ToModel(FileVersion, Opset);
    }

    private static void AddNodes(OnnxGraph graph, PeerCase item, int layer)
    {
        var (from, to) = (layer == 0 ? "x" : $"r{layer - 1}", layer == item.Layers - 1 ? "y" : $"y{layer}");
        if (item.Layers == 1)
        {
            _ = item.Int8 ? graph.Node("MatMulInteger", ["x", "w0", "zero"], to) : graph.Node("MatMul", ["x", "w0"], to);
            return;
        }

        graph.Node("Gemm", [from, $"w{layer}", $"b{layer}"], to);
        if (layer < item.Layers - 1) graph.Node("Relu", [to], $"r{layer}");
    }

    private static T[] Turned<T>(ReadOnlySpan<T> values, int inputs)
        where T : unmanaged
    {
        using var block = NativeBlock.Transposed(values, inputs);
        return block.Values<T>(values.Length).ToArray();
    }
}
