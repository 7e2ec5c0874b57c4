using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Kernels;

/// <summary>Sections of integers in blocks, read as f32: in pieces of a row, with no memory but the stack's.</summary>
internal static class KWeightsBlocks
{
    private const int Piece = 512;
    private const byte MinusTop = 0x80;

    /// <summary>Reads bytes of the values <c>(float)w * s</c>, as a tensor of F32 would hold them.</summary>
    public static void Read(ByteSource bytes, KWeightsSection section, long start, long firstByte, Span<byte> destination)
    {
        Span<float> values = stackalloc float[Piece];
        var columns = section.Dims[1];
        while (!destination.IsEmpty)
        {
            var first = firstByte / sizeof(float);
            var skip = (int)(firstByte % sizeof(float));
            var wanted = (destination.Length + skip + sizeof(float) - 1) / sizeof(float);
            var some = values[..(int)Math.Min(Math.Min(wanted, Piece), columns - (first % columns))];
            Values(bytes, section, start, first, some);
            var read = MemoryMarshal.AsBytes(some)[skip..];
            read = read[..Math.Min(read.Length, destination.Length)];
            read.CopyTo(destination);
            destination = destination[read.Length..];
            firstByte += read.Length;
        }
    }

    /// <summary>Looks for scales, weights and padding that mean nothing.</summary>
    /// <exception cref="ModelFormatException">There is one.</exception>
    public static void Check(ByteSource bytes, KWeightsSection section, long start)
    {
        Span<byte> piece = stackalloc byte[Piece * sizeof(ushort)];
        if (section.Kind == KWeightsKind.Int4Block32 && section.Elements % 2 > 0)
        {
            bytes.Read(start + section.ValueBytes - 1, piece[..1]);
            if (piece[0] >> 4 != 0) throw new ModelFormatException(bytes.Name, Messages.KWeightsPadding(ModelFormatException.Quote(section.Name)));
        }

        for (var at = 0L; section.Kind == KWeightsKind.Int8Block32 && at < section.ValueBytes; at += piece.Length)
        {
            var some = piece[..(int)Math.Min(piece.Length, section.ValueBytes - at)];
            bytes.Read(start + at, some);
            if (some.IndexOf(MinusTop) is >= 0 and var found) throw new ModelFormatException(bytes.Name, Messages.WeightBelowRange(ModelFormatException.Quote(section.Name), at + found));
        }

        for (var at = 0L; at < section.ScaleBytes; at += piece.Length)
        {
            var some = piece[..(int)Math.Min(piece.Length, section.ScaleBytes - at)];
            bytes.Read(start + section.ValueBytes + at, some);
            for (var i = 0; i < some.Length; i += sizeof(ushort))
            {
                var magnitude = BinaryPrimitives.ReadUInt16LittleEndian(some[i..]) & 0x7FFF;
                if (magnitude is 0 or >= 0x7F80) throw new ModelFormatException(bytes.Name, Messages.KWeightsScale(ModelFormatException.Quote(section.Name), (at + i) / sizeof(ushort)));
            }
        }
    }

    /// <summary>Values that follow each other in one row.</summary>
    private static void Values(ByteSource bytes, KWeightsSection section, long start, long first, Span<float> values)
    {
        Span<byte> integers = stackalloc byte[Piece];
        var columns = section.Dims[1];
        var (row, column) = (first / columns, first % columns);
        if (section.Kind == KWeightsKind.Int8Block32)
        {
            bytes.Read(start + first, integers[..values.Length]);
            for (var i = 0; i < values.Length; i++) values[i] = (sbyte)integers[i];
        }
        else
        {
            var odd = (int)(first & 1);
            bytes.Read(start + (first / 2), integers[..((values.Length + odd + 1) / 2)]);
            for (var i = 0; i < values.Length; i++) values[i] = ((integers[(i + odd) / 2] >> (((i + odd) & 1) * 4)) & 15) - 8;
        }

        // A row of inputs has a scale for each of its columns, a row of outputs one for each block of them.
        var byColumn = section.Axis == 1;
        var firstScale = byColumn ? (row / KWeightsSection.Block * columns) + column : (row * section.ScaleColumns) + (column / KWeightsSection.Block);
        var scales = byColumn ? values.Length : (int)(((column + values.Length - 1) / KWeightsSection.Block) - (column / KWeightsSection.Block) + 1);
        Span<byte> stored = stackalloc byte[Piece * sizeof(ushort)];
        bytes.Read(start + section.ValueBytes + (firstScale * sizeof(ushort)), stored[..(scales * sizeof(ushort))]);
        for (var i = 0; i < values.Length; i++)
        {
            var scale = byColumn ? i : (int)(((column + i) / KWeightsSection.Block) - (column / KWeightsSection.Block));
            values[i] *= BFloat16.Widen(BinaryPrimitives.ReadUInt16LittleEndian(stored[(scale * sizeof(ushort))..]));
        }
    }
}
