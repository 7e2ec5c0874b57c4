using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Kernels.Models;

/// <summary>
/// Tensors of another source under further names: joined along their first axis, as one layer wants several matrices of a file; under a second name; or
/// multiplied by a number. What has no rule is as it was.
/// </summary>
internal sealed class ArrangedWeights(WeightSource inner) : WeightSource
{
    private readonly Dictionary<string, string[]> _joined = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Of, float Factor)> _scaled = new(StringComparer.Ordinal);

    public override string Name => inner.Name;

    public override IEnumerable<TensorInfo> Tensors => inner.Tensors;

    /// <summary>Joins tensors; one alone gets a second name.</summary>
    public ArrangedWeights Join(string name, params string[] parts)
    {
        _joined[name] = parts;
        return this;
    }

    /// <summary>Multiplies the values of a vector, as f32.</summary>
    public ArrangedWeights Scale(string name, float factor)
    {
        _scaled[name] = (name, factor);
        return this;
    }

    public override bool TryFind(string name, out TensorInfo info)
    {
        info = default;
        if (_scaled.TryGetValue(name, out var scaled))
        {
            if (!inner.TryFind(scaled.Of, out var plain)) return false;
            info = new(name, StorageType.F32, plain.Dims);
            return true;
        }

        if (!_joined.TryGetValue(name, out var parts)) return inner.TryFind(name, out info);
        var rows = 0L;
        TensorInfo first = default;
        for (var i = 0; i < parts.Length; i++)
        {
            if (!inner.TryFind(parts[i], out var part)) return false;
            if (i == 0) first = part;
            if (part.Type != first.Type || part.Dims.Length == 0 || !part.Dims.AsSpan()[1..].SequenceEqual(first.Dims.AsSpan()[1..]))
                throw new ModelFormatException(Name, Messages.PartsDiffer(ModelFormatException.Quote(parts[0]), ModelFormatException.Quote(parts[i])));
            rows = checked(rows + part.Dims[0]);
        }

        info = new(name, first.Type, first.Dims.SetItem(0, rows));
        return true;
    }

    public override void ReadRaw(TensorInfo info, long firstByte, Span<byte> destination)
    {
        if (_scaled.TryGetValue(info.Name ?? "", out var scaled))
        {
            ReadScaled(inner.Find(scaled.Of), scaled.Factor, firstByte, destination);
            return;
        }

        if (!_joined.TryGetValue(info.Name ?? "", out var parts))
        {
            inner.ReadRaw(info, firstByte, destination);
            return;
        }

        ArgumentOutOfRangeException.ThrowIfNegative(firstByte);
        foreach (var part in parts.Select(inner.Find))
        {
            if (destination.IsEmpty) return;
            if (firstByte >= part.ByteCount)
            {
                firstByte -= part.ByteCount;
                continue;
            }

            var count = (int)Math.Min(destination.Length, part.ByteCount - firstByte);
            inner.ReadRaw(part, firstByte, destination[..count]);
            destination = destination[count..];
            firstByte = 0;
        }

        if (!destination.IsEmpty) throw new ArgumentException("The range leaves the tensor.", nameof(destination));
    }

    protected override void Dispose(bool disposing) => inner.Dispose();

    private void ReadScaled(TensorInfo plain, float factor, long firstByte, Span<byte> destination)
    {
        var values = new float[plain.ElementCount];
        inner.ReadFloats(plain, 0, values);
        for (var i = 0; i < values.Length; i++) values[i] *= factor;
        MemoryMarshal.AsBytes<float>(values).Slice(checked((int)firstByte), destination.Length).CopyTo(destination);
    }
}
