using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Kernels.Models;

/// <summary>
/// Tensors of another source under further names: joined along their first axis, as one layer wants several matrices of a file; under a second name; or
/// multiplied by a number; and tables that are computed. What has no rule is as it was.
/// </summary>
internal sealed class ArrangedWeights(WeightSource inner) : WeightSource
{
    private readonly Dictionary<string, string[]> _joined = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Of, float Factor)> _scaled = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Rows, int Width, RowMaker Row)> _made = new(StringComparer.Ordinal);
    private readonly HashSet<string> _flattened = new(StringComparer.Ordinal);

    /// <summary>Fills a row of a computed table.</summary>
    public delegate void RowMaker(int row, Span<float> values);

    public override string Name => inner.Name;

    public override IEnumerable<TensorInfo> Tensors => inner.Tensors;

    /// <summary>Joins tensors; one alone gets a second name.</summary>
    public ArrangedWeights Join(string name, params string[] parts)
    {
        _joined[name] = parts;
        return this;
    }

    /// <summary>A tensor under a second name; one row alone is a vector.</summary>
    public ArrangedWeights Flatten(string name, string of)
    {
        _flattened.Add(name);
        return Join(name, of);
    }

    /// <summary>The values of a tensor times a number, under a second name or its own: floats as f32; integers stay, and their scales are multiplied.</summary>
    public ArrangedWeights Scale(string name, string of, float factor)
    {
        _scaled[name] = (of, factor);
        _scaled[name + ".scale"] = (of + ".scale", factor);
        return this;
    }

    /// <summary>A table that no file holds, as f32.</summary>
    public ArrangedWeights Make(string name, int rows, int width, RowMaker row)
    {
        _made[name] = (rows, width, row);
        return this;
    }

    public override bool TryFind(string name, out TensorInfo info)
    {
        info = default;
        if (_made.TryGetValue(name, out var made))
        {
            info = new(name, StorageType.F32, [made.Rows, made.Width]);
            return true;
        }

        if (_scaled.TryGetValue(name, out var scaled))
        {
            if (!inner.TryFind(scaled.Of, out var plain)) return false;
            info = new(name, plain.Type == StorageType.I8 ? StorageType.I8 : StorageType.F32, plain.Dims);
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

        info = new(name, first.Type, _flattened.Contains(name) && first.Dims is [1, var width] ? [width] : first.Dims.SetItem(0, rows));
        return true;
    }

    public override void ReadRaw(TensorInfo info, long firstByte, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstByte);
        if (_made.TryGetValue(info.Name ?? "", out var made))
        {
            ReadMade(made.Width, made.Row, firstByte, destination);
            return;
        }

        if (_scaled.TryGetValue(info.Name ?? "", out var scaled))
        {
            var plain = inner.Find(scaled.Of);
            if (plain.Type == StorageType.I8) inner.ReadRaw(plain, firstByte, destination);
            else ReadScaled(plain, scaled.Factor, firstByte, destination);
            return;
        }

        if (!_joined.TryGetValue(info.Name ?? "", out var parts))
        {
            inner.ReadRaw(info, firstByte, destination);
            return;
        }

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
        var first = firstByte / sizeof(float);
        var values = new float[((firstByte + destination.Length + sizeof(float) - 1) / sizeof(float)) - first];
        inner.ReadFloats(plain, first, values);
        for (var i = 0; i < values.Length; i++) values[i] *= factor;
        MemoryMarshal.AsBytes<float>(values).Slice((int)(firstByte % sizeof(float)), destination.Length).CopyTo(destination);
    }

    private static void ReadMade(int width, RowMaker maker, long firstByte, Span<byte> destination)
    {
        var values = new float[width];
        var bytes = MemoryMarshal.AsBytes<float>(values);
        while (!destination.IsEmpty)
        {
            maker(checked((int)(firstByte / bytes.Length)), values);
            var part = bytes[(int)(firstByte % bytes.Length)..];
            if (part.Length > destination.Length) part = part[..destination.Length];
            part.CopyTo(destination);
            destination = destination[part.Length..];
            firstByte += part.Length;
        }
    }
}
