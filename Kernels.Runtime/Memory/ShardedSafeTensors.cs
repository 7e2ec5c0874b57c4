namespace Kernels;

/// <summary>
/// A model spread over several safetensors files of one folder, found by <c>model.safetensors.index.json</c>.
/// Every tensor of the index must be in the file it is said to be in, and in no other; tensors that the index does not name are passed over.
/// </summary>
/// <remarks>
/// Names of files may not leave the folder, not by symbolic links either; links into the <c>blobs</c> folder of a
/// Hugging Face cache are followed. At most 512 files and 100,000,000 bytes of index.
/// </remarks>
public sealed class ShardedSafeTensors : WeightSource
{
    /// <summary>The usual name of the index.</summary>
    public const string IndexName = "model.safetensors.index.json";

    private const int Unseen = -1;

    private readonly ShardIndex _index;
    private readonly List<SafeTensorsFile> _shards = [];
    private readonly int[] _place;

    private ShardedSafeTensors(string path, bool mapped)
    {
        Name = path;
        using (var bytes = new FileBytes(path))
        {
            if (bytes.Length > SafeTensorsHeader.MaxLength)
                throw Error(Messages.IndexTooLong(bytes.Length, SafeTensorsHeader.MaxLength));
            var text = GC.AllocateUninitializedArray<byte>((int)bytes.Length);
            bytes.Read(0, text);
            _index = new ShardIndex(text, path);
        }

        _place = new int[_index.Names.Count];
        Array.Fill(_place, Unseen);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        try
        {
            foreach (var shard in _index.Shards)
            {
                ShardFolder.CheckInside(folder, shard, path);
                _shards.Add(SafeTensorsFile.Open(Path.Combine(Path.GetDirectoryName(path)!, shard), mapped));
                Locate(_shards.Count - 1);
            }

            var missing = Array.IndexOf(_place, Unseen);
            if (missing >= 0)
                throw Error(Messages.TensorNotInShard(ModelFormatException.Quote(_index.Names.Text(missing)), ModelFormatException.Quote(_index.Shards[_index.ShardOf(missing)])));
        }
        catch
        {
            Dispose(disposing: true);
            throw;
        }
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override IEnumerable<TensorInfo> Tensors
    {
        get
        {
            for (var i = 0; i < _shards.Count; i++)
            {
                var header = _shards[i].Header;
                for (var place = 0; place < header.Count; place++)
                {
                    if (_index.Names.Find(header.Name(header.AtPlace(place))) >= 0)
                        yield return header.Info(header.AtPlace(place));
                }
            }
        }
    }

    /// <summary>Opens an index and all files it names.</summary>
    /// <param name="path">The index.</param>
    /// <param name="mapped">Map the files instead of reading them. They must not become shorter while open: the system would end the process.</param>
    /// <exception cref="ModelFormatException">The index or a file is missing or not sound.</exception>
    public static new ShardedSafeTensors Open(string path, bool mapped = false) => new(path, mapped);

    /// <inheritdoc/>
    public override bool TryFind(string name, out TensorInfo info)
    {
        var tensor = _index.Names.Find(name);
        info = tensor >= 0 ? _shards[_index.ShardOf(tensor)].Header.Info(_place[tensor]) : default;
        return tensor >= 0;
    }

    /// <inheritdoc/>
    public override void ReadRaw(TensorInfo info, long firstByte, Span<byte> destination)
    {
        var tensor = info.Name is null ? -1 : _index.Names.Find(info.Name);
        if (tensor < 0)
            throw new ArgumentException($"{ModelFormatException.Quote(info.Name ?? "")} is no tensor of {Name}.", nameof(info));
        _shards[_index.ShardOf(tensor)].ReadRaw(info, firstByte, destination);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (var shard in _shards)
            shard.Dispose();
    }

    private void Locate(int shard)
    {
        var header = _shards[shard].Header;
        for (var i = 0; i < header.Count; i++)
        {
            var tensor = _index.Names.Find(header.Name(i));
            if (tensor < 0)
                continue;
            if (_index.ShardOf(tensor) != shard)
            {
                throw Error(Messages.TensorInOtherShard(
                    ModelFormatException.Quote(_index.Names.Text(tensor)), ModelFormatException.Quote(_index.Shards[shard]), ModelFormatException.Quote(_index.Shards[_index.ShardOf(tensor)])));
            }

            _place[tensor] = i;
        }
    }
}
