using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Kernels;

/// <summary>One tensor of a safetensors header, in 24 bytes: its extents stay in the text.</summary>
/// <param name="Begin">First byte, counted from the end of the header.</param>
/// <param name="End">First byte after it.</param>
/// <param name="ShapeStart">Where the list of extents starts in the text.</param>
/// <param name="Type">How its elements are stored.</param>
/// <param name="Rank">Number of extents.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TensorEntry(long Begin, long End, int ShapeStart, StorageType Type, byte Rank)
{
    /// <summary>Reads the value of a tensor's property and checks it by itself.</summary>
    public static TensorEntry Read(ref JsonText json, (int Start, int Length) name)
    {
        json.Read(JsonTokenType.StartObject, nameof(Messages.TensorExpected));
        StorageType? type = null;
        (int Start, byte Rank, long Count)? shape = null;
        (long Begin, long End)? range = null;
        while (json.ReadProperty())
        {
            var field = json.Slice(json.String());
            if (field.SequenceEqual("dtype"u8) && type is null)
                type = ReadType(ref json, name);
            else if (field.SequenceEqual("shape"u8) && shape is null)
                shape = ReadShape(ref json, name);
            else if (field.SequenceEqual("data_offsets"u8) && range is null)
                range = ReadRange(ref json, name);
            else
                throw json.Error(Messages.UnknownField(Quoted(in json, name), ModelFormatException.Quote(Encoding.UTF8.GetString(field))));
        }

        if (type is not { } stored || shape is not { } extents || range is not { } bytes)
            throw json.Error(Messages.FieldsMissing(Quoted(in json, name)));
        if ((UInt128)(ulong)extents.Count * (uint)stored.Size() != (UInt128)(ulong)(bytes.End - bytes.Begin))
            throw json.Error(Messages.WrongByteCount(Quoted(in json, name), bytes.End - bytes.Begin, extents.Count, stored.Label()));
        return new TensorEntry(bytes.Begin, bytes.End, extents.Start, stored, extents.Rank);
    }

    private static StorageType ReadType(ref JsonText json, (int, int) name)
    {
        json.Read(JsonTokenType.String, nameof(Messages.DtypeExpected));
        var label = json.Slice(json.String());
        return StorageTypes.TryParse(label, out var type)
            ? type
            : throw json.Error(Messages.UnknownType(Quoted(in json, name), ModelFormatException.Quote(Encoding.UTF8.GetString(label))));
    }

    private static (int, byte, long) ReadShape(ref JsonText json, (int, int) name)
    {
        json.Read(JsonTokenType.StartArray, nameof(Messages.ShapeExpected));
        var start = json.Position;
        byte rank = 0;
        var count = 1L;
        while (json.Read() && json.Token != JsonTokenType.EndArray)
        {
            if (rank++ == TensorInfo.MaxRank)
                throw json.Error(Messages.TooManyExtents(Quoted(in json, name), TensorInfo.MaxRank));
            var product = (UInt128)(ulong)count * (ulong)Number(ref json, name);
            if (product > (UInt128)long.MaxValue)
                throw json.Error(Messages.TooManyElements(Quoted(in json, name)));
            count = (long)product;
        }

        return (start, rank, count);
    }

    private static (long, long) ReadRange(ref JsonText json, (int, int) name)
    {
        json.Read(JsonTokenType.StartArray, nameof(Messages.OffsetsExpected));
        json.Read();
        var begin = Number(ref json, name);
        json.Read();
        var end = Number(ref json, name);
        json.Read(JsonTokenType.EndArray, nameof(Messages.OffsetsEndExpected));
        return begin <= end ? (begin, end) : throw json.Error(Messages.EndsBeforeStart(Quoted(in json, name), end, begin));
    }

    private static long Number(ref JsonText json, (int, int) name)
        => json.TryWholeNumber(out var number)
            ? number
            : throw json.Error(Messages.NotPlainNumber(Quoted(in json, name)));

    private static string Quoted(in JsonText json, (int, int) name) => ModelFormatException.Quote(Encoding.UTF8.GetString(json.Slice(name)));
}
