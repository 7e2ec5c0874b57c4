using System.Globalization;

namespace Kernels.PeerBench.Peers;

/// <summary>Types of elements, by the numbers of <c>onnx.proto</c>.</summary>
internal enum OnnxType
{
    Float = 1,
    UInt8 = 2,
    Int8 = 3,
    Int32 = 6,
    Int64 = 7,
}

/// <summary>The types that managed values have.</summary>
internal static class OnnxTypes
{
    public static OnnxType Of<T>() => Type.GetTypeCode(typeof(T)) switch
    {
        TypeCode.Single => OnnxType.Float,
        TypeCode.Byte => OnnxType.UInt8,
        TypeCode.SByte => OnnxType.Int8,
        TypeCode.Int32 => OnnxType.Int32,
        TypeCode.Int64 => OnnxType.Int64,
        var other => throw new ArgumentException($"{other} is no type of these graphs."),
    };
}

/// <summary>How many values there are along one axis: a number, or a name for one that differs from run to run.</summary>
/// <param name="Size">The number.</param>
/// <param name="Name">The name; null: a number.</param>
internal readonly record struct OnnxExtent(long Size, string? Name)
{
    public static implicit operator OnnxExtent(int size) => new(size, null);

    public static implicit operator OnnxExtent(string name) => new(0, name);
}

/// <summary>What a node is told beside its inputs.</summary>
internal readonly struct OnnxAttribute
{
    // Fields and kinds of AttributeProto.
    private const int Kind = 20;

    public OnnxAttribute(string name, float value) => Message = new ProtobufMessage().Add(1, name).Add(2, value).Add(Kind, 1L);

    public OnnxAttribute(string name, int value) => Message = new ProtobufMessage().Add(1, name).Add(3, (long)value).Add(Kind, 2L);

    public OnnxAttribute(string name, string value) => Message = new ProtobufMessage().Add(1, name).Add(4, value).Add(Kind, 3L);

    public ProtobufMessage Message { get; }
}

/// <summary>A part of a file that lies beside the model's.</summary>
/// <param name="File">Its name, without a folder.</param>
/// <param name="First">The first byte.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct FilePlace(string File, long First, long Length)
{
    /// <summary>As the format says it.</summary>
    public IEnumerable<(string Key, string Value)> Words =>
    [
        ("location", File), ("offset", First.ToString(CultureInfo.InvariantCulture)), ("length", Length.ToString(CultureInfo.InvariantCulture)),
    ];
}
