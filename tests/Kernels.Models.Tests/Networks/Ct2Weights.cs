using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Kernels.Models.Tests.Networks;

/// <summary>The tensors of a CTranslate2 file of version 2 (name, extents, bytes per item, items), under names with dots, gains and biases as ours.</summary>
internal sealed partial class Ct2Weights : WeightSource
{
    private readonly Dictionary<string, (TensorInfo Info, byte[] Values)> _tensors = new(StringComparer.Ordinal);

    public Ct2Weights(string file)
    {
        Name = file;
        using var reader = new BinaryReader(File.OpenRead(file), Encoding.UTF8);
        string Text() => Encoding.UTF8.GetString(reader.ReadBytes(reader.ReadUInt16())).TrimEnd('\0');
        Assert.Equal(2u, reader.ReadUInt32());
        Assert.Equal(("TransformerBase", 2u), (Text(), reader.ReadUInt32()));
        for (var left = reader.ReadUInt32(); left > 0; left--)
        {
            var name = Text();
            var dims = Enumerable.Range(0, reader.ReadByte()).Select(_ => (long)reader.ReadUInt32()).ToArray();
            var size = reader.ReadByte();
            var values = reader.ReadBytes(checked(size * (int)reader.ReadUInt32()));
            if (name.EndsWith("_scale", StringComparison.Ordinal))
            {
                // Here a weight is multiplied by its scale, there it was.
                foreach (ref var scale in MemoryMarshal.Cast<byte, float>(values.AsSpan())) scale = 1 / scale;
                name = name[..^6] + ".scale";
            }

            name = Layer().Replace(name, "layer/$1/").Replace('/', '.').Replace("gamma", "weight", StringComparison.Ordinal).Replace("beta", "bias", StringComparison.Ordinal);
            _tensors.Add(name, (new(name, size == 1 ? StorageType.I8 : StorageType.F32, [.. dims]), values));
        }
    }

    public override string Name { get; }

    public override IEnumerable<TensorInfo> Tensors => _tensors.Values.Select(tensor => tensor.Info);

    public override bool TryFind(string name, out TensorInfo info)
    {
        var found = _tensors.TryGetValue(name, out var tensor);
        info = tensor.Info;
        return found;
    }

    public override void ReadRaw(TensorInfo info, long firstByte, Span<byte> destination) =>
        _tensors[info.Name].Values.AsSpan((int)firstByte, destination.Length).CopyTo(destination);

    [GeneratedRegex(@"layer_(\d+)/")]
    private static partial Regex Layer();
}
