using System.Runtime.InteropServices;

namespace Kernels.PeerBench.Peers;

/// <summary>A graph for ONNX Runtime, written as the bytes of <c>onnx.proto</c> while nodes and values are added.</summary>
internal sealed class OnnxGraph
{
    /// <summary>Operators that the library has beyond the standard.</summary>
    public const string Microsoft = "com.microsoft";

    // Fields of the messages of onnx.proto.
    private const int GraphNode = 1;
    private const int GraphName = 2;
    private const int GraphConstant = 5;
    private const int GraphInput = 11;
    private const int GraphOutput = 12;
    private const int External = 1;

    private readonly ProtobufMessage _graph = new ProtobufMessage().Add(GraphName, "peers");
    private bool _isStandard = true;

    /// <summary>A node of one result.</summary>
    public OnnxGraph Node(string operation, string[] inputs, string output, params ReadOnlySpan<OnnxAttribute> attributes) => Node("", operation, inputs, [output], attributes);

    /// <param name="domain">Where the operator comes from; empty: the standard.</param>
    /// <param name="operation">The operator.</param>
    /// <param name="inputs">Names of values; empty: an optional one that is left out.</param>
    /// <param name="outputs">Names of the results.</param>
    /// <param name="attributes">In any order.</param>
    public OnnxGraph Node(string domain, string operation, string[] inputs, string[] outputs, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        var node = new ProtobufMessage();
        foreach (var input in inputs) node.Add(1, input);
        foreach (var output in outputs) node.Add(2, output);
        node.Add(4, operation);
        foreach (var attribute in attributes) node.Add(5, attribute.Message);
        if (domain.Length > 0)
        {
            node.Add(7, domain);
            _isStandard = false;
        }

        _graph.Add(GraphNode, node);
        return this;
    }

    /// <summary>A constant within the graph.</summary>
    public OnnxGraph Constant<T>(string name, ReadOnlySpan<long> extents, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        _graph.Add(GraphConstant, Tensor(name, extents, OnnxTypes.Of<T>()).Add(9, MemoryMarshal.AsBytes(values)));
        return this;
    }

    /// <summary>A constant whose bytes stand in a file beside the model's.</summary>
    /// <param name="name">The value's name.</param>
    /// <param name="type">Of its elements.</param>
    /// <param name="extents">Outer ones first.</param>
    /// <param name="place">Where the bytes are.</param>
    public OnnxGraph Constant(string name, OnnxType type, ReadOnlySpan<long> extents, FilePlace place)
    {
        var tensor = Tensor(name, extents, type).Add(14, External);
        foreach (var (key, value) in place.Words) tensor.Add(13, new ProtobufMessage().Add(1, key).Add(2, value));
        _graph.Add(GraphConstant, tensor);
        return this;
    }

    /// <param name="name">The value's name.</param>
    /// <param name="type">Of its elements.</param>
    /// <param name="extents">Numbers, or names of those that differ from run to run.</param>
    public OnnxGraph Input(string name, OnnxType type, params ReadOnlySpan<OnnxExtent> extents) => Face(GraphInput, name, type, extents);

    /// <param name="name">The value's name.</param>
    /// <param name="type">Of its elements.</param>
    /// <param name="extents">Numbers, or names of those that differ from run to run.</param>
    public OnnxGraph Output(string name, OnnxType type, params ReadOnlySpan<OnnxExtent> extents) => Face(GraphOutput, name, type, extents);

    /// <summary>The whole file.</summary>
    /// <param name="fileVersion">The version of the format.</param>
    /// <param name="opset">The version of the standard operators.</param>
    public byte[] ToModel(int fileVersion, int opset)
    {
        var model = new ProtobufMessage().Add(1, fileVersion).Add(7, _graph).Add(8, new ProtobufMessage().Add(1, "").Add(2, opset));
        return (_isStandard ? model : model.Add(8, new ProtobufMessage().Add(1, Microsoft).Add(2, 1))).ToArray();
    }

    private OnnxGraph Face(int field, string name, OnnxType type, ReadOnlySpan<OnnxExtent> extents)
    {
        var shape = new ProtobufMessage();
        foreach (var extent in extents) shape.Add(1, extent.Name is { } word ? new ProtobufMessage().Add(2, word) : new ProtobufMessage().Add(1, extent.Size));
        _graph.Add(field, new ProtobufMessage().Add(1, name).Add(2, new ProtobufMessage().Add(1, new ProtobufMessage().Add(1, (int)type).Add(2, shape))));
        return this;
    }

    private static ProtobufMessage Tensor(string name, ReadOnlySpan<long> extents, OnnxType type)
    {
        var tensor = new ProtobufMessage();
        foreach (var extent in extents) tensor.Add(1, extent);
        return tensor.Add(2, (int)type).Add(8, name);
    }
}
