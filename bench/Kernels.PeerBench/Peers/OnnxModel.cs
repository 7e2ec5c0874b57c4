using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Kernels.PeerBench.Cases;

namespace Kernels.PeerBench.Peers;

/// <summary>
/// Models for ONNX Runtime as the bytes of <c>onnx.proto</c>: input <c>x</c>, result <c>y</c>, weights as constants <c>[inputs][outputs]</c>. Every node is
/// <c>MatMul</c>, <c>MatMulInteger</c>, or <c>Gemm</c> (with bias) and <c>Relu</c>. Integers of the input are unsigned with a zero of 128, for which the
/// library has fast code.
/// </summary>
internal static class OnnxModel
{
    /// <summary>What stands for 0 in an input of integers.</summary>
    public const byte Zero = 128;

    private const int Float = 1;
    private const int UInt8 = 2;
    private const int Int8 = 3;
    private const int Int32 = 6;

    // Each opset has these operators since 13 or before; a file of version 8 may use it.
    private const int Opset = 13;
    private const int FileVersion = 8;

    /// <summary>The model of a case with one copy of its weights.</summary>
    public static byte[] Write(Problem problem, int copy)
    {
        var item = problem.Case;
        var graph = new Message();
        for (var layer = 0; layer < item.Layers; layer++)
            foreach (var node in Nodes(item, layer)) graph.Add(1, node);
        graph.Add(2, "product");
        for (var layer = 0; layer < item.Layers; layer++)
        {
            long[] extents = [item.Widths[layer], item.Widths[layer + 1]];
            var values = problem.Weights(layer, copy);
            if (item.Int8) graph.Add(5, Constant($"w{layer}", Int8, extents, Turned<sbyte>(QuantizedRows.OfWeights(values, item.Inputs).Values, item.Inputs)));
            else graph.Add(5, Constant($"w{layer}", Float, extents, Turned(values, item.Widths[layer])));
            if (item.Layers > 1) graph.Add(5, Constant($"b{layer}", Float, [item.Widths[layer + 1]], MemoryMarshal.AsBytes(problem.Bias(layer))));
        }

        if (item.Int8) graph.Add(5, Constant("zero", UInt8, [], [Zero]));
        graph.Add(11, Face("x", item.Int8 ? UInt8 : Float, item.Rows, item.Inputs));
        graph.Add(12, Face("y", item.Int8 ? Int32 : Float, item.Rows, item.Outputs));
        return new Message().Add(1, FileVersion).Add(7, graph).Add(8, new Message().Add(1, "").Add(2, Opset)).ToArray();
    }

    private static IEnumerable<Message> Nodes(PeerCase item, int layer)
    {
        var (from, to) = (layer == 0 ? "x" : $"r{layer - 1}", layer == item.Layers - 1 ? "y" : $"y{layer}");
        if (item.Layers == 1)
        {
            yield return item.Int8 ? Node("MatMulInteger", ["x", "w0", "zero"], to) : Node("MatMul", ["x", "w0"], to);
            yield break;
        }

        yield return Node("Gemm", [from, $"w{layer}", $"b{layer}"], to);
        if (layer < item.Layers - 1) yield return Node("Relu", [to], $"r{layer}");
    }

    private static Message Node(string operation, string[] inputs, string output)
    {
        var node = new Message();
        foreach (var input in inputs) node.Add(1, input);
        return node.Add(2, output).Add(4, operation);
    }

    private static Message Constant(string name, int type, long[] extents, ReadOnlySpan<byte> bytes)
    {
        var tensor = new Message();
        foreach (var extent in extents) tensor.Add(1, extent);
        return tensor.Add(2, type).Add(8, name).Add(9, bytes);
    }

    private static Message Face(string name, int type, int rows, int width)
    {
        var shape = new Message().Add(1, new Message().Add(1, rows)).Add(1, new Message().Add(1, width));
        return new Message().Add(1, name).Add(2, new Message().Add(1, new Message().Add(1, type).Add(2, shape)));
    }

    private static byte[] Turned<T>(ReadOnlySpan<T> values, int inputs)
        where T : unmanaged
    {
        using var block = NativeBlock.Transposed(values, inputs);
        return MemoryMarshal.AsBytes(block.Values<T>(values.Length)).ToArray();
    }

    /// <summary>A protobuf message: fields in the order in which they are added.</summary>
    internal sealed class Message
    {
        private const int Varint = 0;
        private const int Bytes = 2;

        private readonly ArrayBufferWriter<byte> _bytes = new();

        public Message Add(int field, long value)
        {
            Write(((ulong)field << 3) | Varint);
            Write((ulong)value);
            return this;
        }

        public Message Add(int field, string value) => Add(field, Encoding.UTF8.GetBytes(value));

        public Message Add(int field, Message value) => Add(field, value._bytes.WrittenSpan);

        public Message Add(int field, ReadOnlySpan<byte> value)
        {
            Write(((ulong)field << 3) | Bytes);
            Write((ulong)value.Length);
            _bytes.Write(value);
            return this;
        }

        public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

        /// <summary>Seven bits per byte, low ones first; the eighth says that more follow.</summary>
        private void Write(ulong value)
        {
            for (; value > 0x7f; value >>= 7) _bytes.Write([(byte)(value | 0x80)]);
            _bytes.Write([(byte)value]);
        }
    }
}
