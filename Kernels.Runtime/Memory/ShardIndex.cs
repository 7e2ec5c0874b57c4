using System.Text;
using System.Text.Json;

namespace Kernels;

/// <summary>The content of <c>model.safetensors.index.json</c>: which tensor stands in which file of the folder.</summary>
internal sealed class ShardIndex
{
    /// <summary>The most files one model may be spread over; each stays open.</summary>
    public const int MaxShards = 512;

    private const int MaxDepth = 64;

    /// <summary><c>"":"a.safetensors",</c>: no entry is shorter, so the text bounds the table.</summary>
    private const int ShortestEntry = 18;

    private readonly string _path;
    private readonly List<string> _shards = [];
    private readonly short[] _shardOf;

    /// <summary>Reads and checks an index.</summary>
    /// <param name="text">The JSON text; it is kept, and changed where strings are escaped.</param>
    /// <param name="path">The file, for errors.</param>
    /// <exception cref="ModelFormatException">Anything is out of order.</exception>
    public ShardIndex(byte[] text, string path)
    {
        _path = path;
        var capacity = (text.Length / ShortestEntry) + 1;
        Names = new NameTable(text, capacity);
        _shardOf = GC.AllocateUninitializedArray<short>(capacity);

        var json = new JsonText(text, path, 0, MaxDepth);
        var found = false;
        json.Read(JsonTokenType.StartObject, nameof(Messages.ObjectExpected));
        while (json.ReadProperty())
        {
            if (!json.Slice(json.String()).SequenceEqual("weight_map"u8))
            {
                json.SkipValue();
                continue;
            }

            if (found)
                throw json.Error(Messages.WeightMapTwice);
            found = true;
            ReadMap(ref json);
        }

        json.Read();
        if (!found)
            throw new ModelFormatException(path, Messages.NoWeightMap);
        if (Names.Sort() is >= 0 and var twice)
            throw new ModelFormatException(path, Messages.WeightMapNameTwice(ModelFormatException.Quote(Names.Text(twice))));
    }

    /// <summary>The names of all tensors.</summary>
    public NameTable Names { get; }

    /// <summary>The names of the files, each once, in the order of their first mention.</summary>
    public IReadOnlyList<string> Shards => _shards;

    /// <summary>The file of a tensor, as an index of <see cref="Shards"/>.</summary>
    public int ShardOf(int tensor) => _shardOf[tensor];

    private void ReadMap(ref JsonText json)
    {
        var numbers = new Dictionary<string, short>();
        json.Read(JsonTokenType.StartObject, nameof(Messages.WeightMapExpected));
        while (json.ReadProperty())
        {
            var (start, length) = json.String();
            json.Read(JsonTokenType.String, nameof(Messages.FileNameExpected));
            var file = json.Slice(json.String());
            var number = (short)(Names.Count > 0 ? _shardOf[Names.Count - 1] : -1);
            if (number < 0 || !System.Text.Ascii.Equals(file, _shards[number]))
                number = Number(in json, file, numbers);
            _shardOf[Names.Count] = number;
            Names.Add(start, length);
        }
    }

    private short Number(in JsonText json, ReadOnlySpan<byte> file, Dictionary<string, short> numbers)
    {
        if (file.Length > 255)
            throw json.Error(Messages.FileNameTooLong);
        var name = Encoding.UTF8.GetString(file);
        if (numbers.TryGetValue(name, out var number))
            return number;
        CheckFileName(name);
        if (_shards.Count == MaxShards)
            throw json.Error(Messages.TooManyShards(MaxShards));
        numbers.Add(name, (short)_shards.Count);
        _shards.Add(name);
        return numbers[name];
    }

    // A plain name of this folder, on every system: a back slash or colon would only lead away on Windows.
    private void CheckFileName(string name)
    {
        if (name.AsSpan().IndexOfAny('/', '\\', ':') >= 0 || name.Any(char.IsControl)
            || !name.EndsWith(".safetensors", StringComparison.Ordinal) || name.StartsWith('.'))
            throw new ModelFormatException(_path, Messages.NotPlainFileName(ModelFormatException.Quote(name)));
    }
}
