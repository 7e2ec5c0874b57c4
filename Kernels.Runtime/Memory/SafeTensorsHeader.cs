using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Kernels;

/// <summary>
/// The table of contents of one safetensors file, checked whole: every name once, every type known, every byte of the data
/// claimed by exactly one tensor. It holds the header text and about 40 bytes per tensor.
/// </summary>
internal sealed class SafeTensorsHeader
{
    /// <summary>The longest header the format allows, in bytes.</summary>
    public const int MaxLength = 100_000_000;

    /// <summary>The name in a header that is no tensor.</summary>
    public const string MetadataKey = "__metadata__";

    /// <summary>The longest name of a tensor, in bytes of UTF-8.</summary>
    public const int MaxNameLength = 4096;

    /// <summary>The most entries of <c>__metadata__</c>.</summary>
    public const int MaxMetadata = 65_536;

    /// <summary>Root, tensor, list: nothing in a header is nested deeper.</summary>
    private const int MaxDepth = 3;

    /// <summary><c>"":{"dtype":"U8","shape":[],"data_offsets":[0,1]}</c>: no entry is shorter, so the text bounds the table.</summary>
    private const int ShortestEntry = 49;

    private readonly byte[] _text;
    private readonly string _path;
    private readonly NameTable _names;
    private readonly TensorEntry[] _entries;
    private readonly List<(int Start, int Length)> _metadataValues = [];
    private NameTable? _metadataKeys;
    private int[]? _order;

    /// <summary>Reads and checks a header.</summary>
    /// <param name="text">The JSON text; it is kept, and changed where strings are escaped.</param>
    /// <param name="dataLength">Bytes of the file after the header.</param>
    /// <param name="path">The file, for errors.</param>
    /// <exception cref="ModelFormatException">Anything is out of order.</exception>
    public SafeTensorsHeader(byte[] text, long dataLength, string path)
    {
        _text = text;
        _path = path;
        var capacity = (text.Length / ShortestEntry) + 1;
        _names = new NameTable(text, capacity);
        _entries = GC.AllocateUninitializedArray<TensorEntry>(capacity);

        var json = new JsonText(text, path, sizeof(long), MaxDepth);
        json.Read(JsonTokenType.StartObject, nameof(Messages.ObjectExpected));
        while (json.ReadProperty())
        {
            var name = json.String();
            if (Ascii.Equals(json.Slice(name), MetadataKey))
                ReadMetadata(ref json);
            else
                ReadTensor(ref json, name);
        }

        json.Read();
        CheckNames();
        CheckCoverage(dataLength);
    }

    public int Count => _names.Count;

    /// <summary>The free-form texts of the file.</summary>
    public Dictionary<string, string> Metadata()
    {
        var texts = new Dictionary<string, string>();
        for (var i = 0; i < _metadataValues.Count; i++)
            texts.Add(_metadataKeys!.Text(i), Encoding.UTF8.GetString(_text.AsSpan(_metadataValues[i].Start, _metadataValues[i].Length)));
        return texts;
    }

    /// <summary>The index of a tensor, or -1.</summary>
    public int Find(string name) => _names.Find(name);

    /// <summary>The index of a tensor, or -1.</summary>
    public int Find(ReadOnlySpan<byte> name) => _names.Find(name);

    /// <summary>The UTF-8 name of a tensor.</summary>
    public ReadOnlySpan<byte> Name(int index) => _names[index];

    /// <summary>The index of the tensor at a place in the data.</summary>
    public int AtPlace(int place) => _order is null ? place : _order[place];

    /// <summary>Where a tensor's bytes lie, counted from the end of the header.</summary>
    public (long Begin, long End) Range(int index) => (_entries[index].Begin, _entries[index].End);

    public TensorInfo Info(int index)
    {
        var entry = _entries[index];
        var dims = ImmutableArray.CreateBuilder<long>(entry.Rank);
        if (entry.Rank > 0)
        {
            // Checked when the file was opened; kept as text because most tensors of a large file are never asked for.
            var reader = new Utf8JsonReader(_text.AsSpan(entry.ShapeStart));
            for (reader.Read(); dims.Count < entry.Rank;)
            {
                reader.Read();
                dims.Add(reader.GetInt64());
            }
        }

        return new TensorInfo(_names.Text(index), entry.Type, dims.MoveToImmutable());
    }

    private void ReadMetadata(ref JsonText json)
    {
        if (_metadataKeys is not null)
            throw json.Error(Messages.MetadataTwice);
        json.Read(JsonTokenType.StartObject, nameof(Messages.MetadataExpected));
        _metadataKeys = new NameTable(_text, Math.Min(MaxMetadata, _text.Length / "\"\":\"\""u8.Length));
        while (json.ReadProperty())
        {
            if (_metadataKeys.Count == MaxMetadata)
                throw json.Error(Messages.TooMuchMetadata(MaxMetadata));
            var (start, length) = json.String();
            _metadataKeys.Add(start, length);
            json.Read(JsonTokenType.String, nameof(Messages.MetadataTextExpected));
            _metadataValues.Add(json.String());
        }

        if (_metadataKeys.Sort() is >= 0 and var twice)
            throw new ModelFormatException(_path, Messages.MetadataKeyTwice(ModelFormatException.Quote(_metadataKeys.Text(twice))));
    }

    private void ReadTensor(ref JsonText json, (int Start, int Length) name)
    {
        if (name.Length > MaxNameLength)
            throw json.Error(Messages.TensorNameTooLong(name.Length, MaxNameLength));
        _entries[Count] = TensorEntry.Read(ref json, name);
        _names.Add(name.Start, name.Length);
    }

    private void CheckNames()
    {
        if (_names.Sort() is >= 0 and var twice)
            throw new ModelFormatException(_path, Messages.TensorTwice(Quoted(twice)));
    }

    private void CheckCoverage(long dataLength)
    {
        SortByPlace();
        var end = 0L;
        for (var place = 0; place < Count; place++)
        {
            var index = AtPlace(place);
            var (begin, next) = Range(index);
            if (begin != end)
                throw new ModelFormatException(_path, begin > end ? Messages.TensorGap(Quoted(index), end, begin) : Messages.TensorOverlap(Quoted(index), begin));
            end = next;
        }

        if (end != dataLength)
            throw new ModelFormatException(_path, Messages.WrongDataLength(end, dataLength));
    }

    private void SortByPlace()
    {
        var sorted = true;
        for (var i = 1; i < Count && sorted; i++)
            sorted = Range(i - 1).CompareTo(Range(i)) <= 0;
        if (sorted)
            return;

        _order = new int[Count];
        for (var i = 0; i < Count; i++)
            _order[i] = i;
        _order.AsSpan().Sort((a, b) => (Range(a), a).CompareTo((Range(b), b)));
    }

    private string Quoted(int index) => ModelFormatException.Quote(_names.Text(index));
}
