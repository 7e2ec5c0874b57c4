using System.Runtime.InteropServices;

namespace Kernels;

/// <summary>
/// The integers of a matrix as a generator, where one pays, and what is missing from it, modulo 256, in a sign code. Decoding gives the integers to the bit.
/// Laid out as docs/kweights.md has it: four bytes, the generator's, then bits.
/// </summary>
internal static class CodedMatrix
{
    private const int HeaderBytes = 4;

    /// <summary>In place of a generator's number: the integers follow as they are, since no form is shorter.</summary>
    private const byte Plain = 3;

    /// <summary>The form that takes the fewest bytes.</summary>
    /// <param name="weights">Integers from -127 to 127, row by row.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="pause">Called between rows, to break off.</param>
    /// <param name="generators">Which generators to try beside none, by their numbers.</param>
    public static byte[] Encode(ReadOnlySpan<sbyte> weights, int rows, int columns, Action? pause, params ReadOnlySpan<byte> generators)
    {
        var (best, bestBits, code) = ((IWeightGenerator?)null, long.MaxValue, default(SignCode));
        var residual = new sbyte[weights.Length];
        Try(weights, null);
        foreach (var number in generators)
        {
            if (number == CoordinateNetwork.Number && CoordinateNetwork.PartBytes(rows, columns) > Math.Max(4L * weights.Length, 1 << 20)) continue;
            IWeightGenerator generator = number == CoordinateNetwork.Number ? CoordinateFit.Of(weights, rows, columns, pause) : RegisterBasis.Fit(weights, rows, columns, pause);
            Try(weights, generator);
        }

        if (bestBits >= 8L * weights.Length) return [Plain, 0, 0, 0, .. MemoryMarshal.AsBytes(weights)];
        Subtract(weights, best, columns, residual);
        var bits = new BitWriter();
        code.Write(residual, bits);
        return [best?.Kind ?? 0, (byte)code.Group, code.Outliers ? (byte)1 : (byte)0, 0, .. best is null ? [] : best.Bytes, .. bits.ToBytes()];

        void Try(ReadOnlySpan<sbyte> weights, IWeightGenerator? generator)
        {
            Subtract(weights, generator, columns, residual);
            foreach (var form in SignCode.All)
            {
                var size = (8L * (generator?.Bytes.Length ?? 0)) + form.Bits(residual);
                if (size < bestBits) (best, bestBits, code) = (generator, size, form);
            }
        }
    }

    /// <summary>Decodes what <see cref="Encode"/> made.</summary>
    /// <param name="bytes">All of it and nothing else.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="weights">Receives the integers.</param>
    /// <returns>False where the bytes are none that it makes.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, int rows, int columns, Span<sbyte> weights)
    {
        if (bytes is [Plain, 0, 0, 0, .. var plain])
        {
            if (plain.Length != weights.Length) return false;
            plain.CopyTo(MemoryMarshal.AsBytes(weights));
            return !weights.Contains(sbyte.MinValue);
        }

        if (bytes.Length < HeaderBytes || bytes[1] is not (8 or 16 or 32) || bytes[2] > 1 || bytes[3] != 0) return false;
        var length = bytes[0] switch { 0 => 0, CoordinateNetwork.Number => CoordinateNetwork.ByteCount(rows, columns), RegisterBasis.Number => RegisterBasis.ByteCount(rows, columns), _ => long.MaxValue };
        if (length > bytes.Length - HeaderBytes) return false;

        // What a network works out of its codes is kept: of a matrix so narrow that this is more than the matrix, none is ever written.
        if (bytes[0] == CoordinateNetwork.Number && CoordinateNetwork.PartBytes(rows, columns) > Math.Max(4L * weights.Length, 1 << 20)) return false;
        var stored = bytes.Slice(HeaderBytes, (int)length);
        IWeightGenerator? generator = bytes[0] switch
        {
            CoordinateNetwork.Number => CoordinateNetwork.From(stored, rows, columns), RegisterBasis.Number => RegisterBasis.From(stored, columns), _ => null,
        };
        if (generator is null && bytes[0] != 0) return false;
        var bits = new BitReader(bytes[(HeaderBytes + (int)length)..]);
        if (!new SignCode(bytes[1], bytes[2] == 1).Read(ref bits, weights) || !bits.IsAtEnd) return false;
        var row = new sbyte[generator is null ? 0 : columns];
        for (var at = 0; generator is not null && at < rows; at++)
        {
            generator.Generate(at, row);
            for (var i = 0; i < columns; i++) weights[(at * columns) + i] = unchecked((sbyte)(weights[(at * columns) + i] + row[i]));
        }

        return !weights.Contains(sbyte.MinValue);
    }

    private static void Subtract(ReadOnlySpan<sbyte> weights, IWeightGenerator? generator, int columns, Span<sbyte> residual)
    {
        weights.CopyTo(residual);
        for (var row = 0; generator is not null && row * columns < weights.Length; row++)
        {
            var some = residual.Slice(row * columns, columns);
            generator.Generate(row, some);
            for (var i = 0; i < columns; i++) some[i] = unchecked((sbyte)(weights[(row * columns) + i] - some[i]));
        }
    }
}
