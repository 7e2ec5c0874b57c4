using Kernels.Models;
using Kernels.PeerBench.Cases;
using Kernels.PeerBench.Peers;

namespace Kernels.PeerBench.Gpt2;

/// <summary>
/// GPT-2 as a graph for ONNX Runtime, by the operators that its own tools would put in: attention over a cache that input and output share, a norm that adds
/// first, Gelu as one node. The same graph takes a prompt and single tokens, and gives the scores behind the last one.
/// </summary>
internal sealed class Gpt2Graph(Gpt2Checkpoint checkpoint, OnnxForm form, ModelData data)
{
    /// <summary>Positions of the cache.</summary>
    public const int Capacity = 256;

    public const string Tokens = "tokens";
    public const string Positions = "positions";

    /// <summary>The length of the sequence less one.</summary>
    public const string LastPosition = "last_position";

    /// <summary>The length of the sequence.</summary>
    public const string Length = "length";

    public const string Scores = "scores";

    // Gelu is a standard operator since opset 20, which files of version 9 may use.
    private const int Opset = 20;
    private const int FileVersion = 9;
    private const string Rows = "rows";

    private static readonly Gpt2Config s_config = Gpt2Config.Small;

    private readonly OnnxGraph _graph = new();

    /// <summary>Names of keys and values, layer by layer: what goes in and what comes out.</summary>
    public static IEnumerable<(string Past, string Present)> Cache =>
        Enumerable.Range(0, s_config.Layers).SelectMany(layer => new[] { ($"past_key.{layer}", $"key.{layer}"), ($"past_value.{layer}", $"value.{layer}") });

    /// <summary>The whole model, its large constants in the file beside it.</summary>
    public byte[] Write()
    {
        _graph.Input(Tokens, OnnxType.Int64, 1, Rows).Input(Positions, OnnxType.Int64, 1, Rows).Input(LastPosition, OnnxType.Int32, 1).Input(Length, OnnxType.Int32, 1);
        foreach (var (past, present) in Cache)
        {
            _graph.Input(past, OnnxType.Float, 1, s_config.Heads, Capacity, s_config.HeadSize);
            _graph.Output(present, OnnxType.Float, 1, s_config.Heads, Capacity, s_config.HeadSize);
        }

        _graph.Output(Scores, OnnxType.Float, 1, 1, s_config.Vocabulary);
        Table("wte", s_config.Vocabulary);
        Table("wpe", s_config.Positions);
        _graph.Node("Gather", ["wte", Tokens], "embedded").Node("Gather", ["wpe", Positions], "placed");
        var (stream, change) = ("embedded", "placed");
        for (var layer = 0; layer < s_config.Layers; layer++) (stream, change) = AddBlock(layer, stream, change);
        Norm("ln_f", stream, change, "normed", "sum");
        _graph.Constant<long>("last", [1], [-1]).Node("Gather", ["normed", "last"], "final", new OnnxAttribute("axis", 1));
        Multiply(Gpt2Matrices.All[^1], "final", Scores);
        return _graph.ToModel(FileVersion, Opset);
    }

    /// <summary>A block on the sum of two values, which the norm in front adds up.</summary>
    /// <returns>Again two values whose sum is meant.</returns>
    private (string Stream, string Change) AddBlock(int layer, string stream, string change)
    {
        string Named(string value) => $"{value}.{layer}";
        var matrices = Gpt2Matrices.OfLayer(layer);
        Norm($"h.{layer}.ln_1", stream, change, Named("settled"), Named("stream"));
        Multiply(matrices[0], Named("settled"), Named("asked"));
        _graph.Node(
            OnnxGraph.Microsoft, "GroupQueryAttention",
            [Named("asked"), "", "", Named("past_key"), Named("past_value"), LastPosition, Length], [Named("attended"), Named("key"), Named("value")],
            new("num_heads", s_config.Heads), new("kv_num_heads", s_config.Heads));
        Multiply(matrices[1], Named("attended"), Named("gathered"));
        Norm($"h.{layer}.ln_2", Named("stream"), Named("gathered"), Named("calmed"), Named("middle"));
        Multiply(matrices[2], Named("calmed"), Named("grown"));
        _graph.Node("Gelu", [Named("grown")], Named("bent"), new OnnxAttribute("approximate", "tanh"));
        Multiply(matrices[3], Named("bent"), Named("folded"));
        return (Named("middle"), Named("folded"));
    }

    private void Norm(string name, string left, string right, string normed, string sum)
    {
        Vector(name + ".weight", s_config.Width);
        Vector(name + ".bias", s_config.Width);
        _graph.Node(
            OnnxGraph.Microsoft, "SkipLayerNormalization", [left, right, name + ".weight", name + ".bias"], [normed, "", "", sum], new OnnxAttribute("epsilon", s_config.Epsilon));
    }

    private void Multiply(Gpt2Matrix matrix, string from, string to)
    {
        var bias = matrix.IsHead ? "" : matrix.Name + ".bias";
        if (!matrix.IsHead) Vector(bias, matrix.Outputs);
        if (form.Level is { } level) MultiplyBlocks(matrix, from, bias, to, level);
        else if (form.Bits == WeightBits.Float) MultiplyFloats(matrix, from, bias, to);
        else MultiplyIntegers(matrix, from, bias, to);
    }

    private void MultiplyFloats(Gpt2Matrix matrix, string from, string bias, string to)
    {
        var weights = matrix.Name + ".matrix";
        Large<float>(weights, [matrix.Inputs, matrix.Outputs], Read(matrix, byOutputs: false));
        if (bias.Length == 0) _graph.Node("MatMul", [from, weights], to);
        else _graph.Node("MatMul", [from, weights], to + ".product").Node("Add", [to + ".product", bias], to);
    }

    private void MultiplyIntegers(Gpt2Matrix matrix, string from, string bias, string to)
    {
        var quantized = Cases.QuantizedRows.OfWeights(Read(matrix, byOutputs: true), matrix.Inputs);
        var turned = Turn<sbyte>(quantized.Values, matrix.Inputs);
        Large<sbyte>(matrix.Name + ".matrix", [matrix.Inputs, matrix.Outputs], turned);
        _graph.Constant<float>(matrix.Name + ".scale", [matrix.Outputs], quantized.Scales);
        _graph.Node(OnnxGraph.Microsoft, "DynamicQuantizeMatMul", [from, matrix.Name + ".matrix", matrix.Name + ".scale", "", bias], [to]);
    }

    private void MultiplyBlocks(Gpt2Matrix matrix, string from, string bias, string to, int level)
    {
        var bits = (int)form.Bits;
        var blocks = matrix.Inputs / OnnxForm.Block;
        var weights = BlockWeights.Of(Read(matrix, byOutputs: true), bits);
        Large<byte>(matrix.Name + ".matrix", [matrix.Outputs, blocks, OnnxForm.Block * bits / 8], weights.Values);
        Large<float>(matrix.Name + ".scale", [matrix.Outputs * blocks], weights.Scales);
        _graph.Node(
            OnnxGraph.Microsoft, "MatMulNBits", [from, matrix.Name + ".matrix", matrix.Name + ".scale", "", "", bias], [to],
            new("K", matrix.Inputs), new("N", matrix.Outputs), new("bits", bits), new("block_size", OnnxForm.Block), new("accuracy_level", level));
    }

    private void Table(string name, int rows) => Large<float>(name, [rows, s_config.Width], checkpoint.Weights.ReadFloats(name + ".weight", [rows, s_config.Width]));

    private void Vector(string name, int width) => _graph.Constant<float>(name, [width], checkpoint.Weights.ReadFloats(name, [width]));

    private void Large<T>(string name, long[] extents, ReadOnlySpan<T> values)
        where T : unmanaged
        => _graph.Constant(name, OnnxTypes.Of<T>(), extents, data.Add(values));

    private float[] Read(Gpt2Matrix matrix, bool byOutputs)
    {
        long[] shape = matrix.IsHead ? [matrix.Outputs, matrix.Inputs] : [matrix.Inputs, matrix.Outputs];
        var values = checkpoint.Weights.ReadFloats(matrix.Name + ".weight", shape);
        return matrix.IsHead == byOutputs ? values : Turn<float>(values, (int)shape[1]);
    }

    private static T[] Turn<T>(ReadOnlySpan<T> values, int columns)
        where T : unmanaged
    {
        using var block = NativeBlock.Transposed(values, columns);
        return block.Values<T>(values.Length).ToArray();
    }
}
