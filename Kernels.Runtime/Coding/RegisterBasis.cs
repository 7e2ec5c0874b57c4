using System.Numerics;

namespace Kernels;

/// <summary>
/// A few columns of signs out of a shift register, weighted: <c>w = (t0 u0 + t1 u1 + t2 u2) 2^e</c> for each 16 weights of a row, found by trying every start of the
/// register (the form of SeedLM, Shafipour et al., arXiv 2410.10714, with 8 bits of start, three coefficients of 4 bits and an exponent of 4: 1.5 bits a weight).
/// </summary>
internal sealed class RegisterBasis : IWeightGenerator
{
    public const byte Number = 2;

    private const int Block = 16, Columns = 3, BlockBytes = 3, Starts = 256, LargestShift = 7;

    private static readonly sbyte[] s_signs = Signs();
    private static readonly Lazy<float[]> s_inverses = new(Inverses);

    private readonly byte[] _bytes;
    private readonly int _blocks;

    private RegisterBasis(byte[] bytes, int columns) => (_bytes, _blocks) = (bytes, (columns + Block - 1) / Block);

    public byte Kind => Number;

    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Bytes for a matrix.</summary>
    public static long ByteCount(long rows, long columns) => checked(rows * ((columns + Block - 1) / Block) * BlockBytes);

    /// <summary>Takes what was stored.</summary>
    /// <returns>Null where it is nothing that is ever stored.</returns>
    public static RegisterBasis? From(ReadOnlySpan<byte> bytes, int columns)
    {
        for (var at = 0; at < bytes.Length; at += BlockBytes)
            if (bytes[at + 2] >> 4 > LargestShift) return null;
        return new(bytes.ToArray(), columns);
    }

    /// <summary>Finds the nearest integers for a matrix.</summary>
    /// <param name="weights">Its integers, row by row.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="pause">Called between rows, to break off.</param>
    public static RegisterBasis Fit(ReadOnlySpan<sbyte> weights, int rows, int columns, Action? pause)
    {
        var basis = new RegisterBasis(new byte[ByteCount(rows, columns)], columns);
        Span<float> wanted = stackalloc float[Block];
        for (var row = 0; row < rows; row++)
        {
            pause?.Invoke();
            for (var block = 0; block < basis._blocks; block++)
            {
                var some = weights.Slice((row * columns) + (block * Block), Math.Min(Block, columns - (block * Block)));
                wanted.Clear();
                for (var i = 0; i < some.Length; i++) wanted[i] = some[i];
                Fit(wanted, basis._bytes.AsSpan(((row * basis._blocks) + block) * BlockBytes, BlockBytes));
            }
        }

        return basis;
    }

    public void Generate(int row, Span<sbyte> integers)
    {
        for (var block = 0; block < _blocks; block++)
        {
            var code = _bytes.AsSpan(((row * _blocks) + block) * BlockBytes, BlockBytes);
            var (a, b, c, shift) = Unpack(code);
            var signs = s_signs.AsSpan(code[0] * Block * Columns);
            var some = integers[(block * Block)..Math.Min(integers.Length, (block + 1) * Block)];
            for (var i = 0; i < some.Length; i++)
                some[i] = (sbyte)Math.Clamp(((a * signs[i]) + (b * signs[i + Block]) + (c * signs[i + (2 * Block)])) << shift, -127, 127);
        }
    }

    private static (int A, int B, int C, int Shift) Unpack(ReadOnlySpan<byte> code)
        => (code[1] << 28 >> 28, (sbyte)code[1] >> 4, code[2] << 28 >> 28, code[2] >> 4);

    private static void Fit(ReadOnlySpan<float> wanted, Span<byte> code)
    {
        var best = float.PositiveInfinity;
        Span<float> t = stackalloc float[Columns];
        Span<int> q = stackalloc int[Columns];
        for (var start = 0; start < Starts; start++)
        {
            var inverse = s_inverses.Value.AsSpan(start * Block * Columns, Block * Columns);
            var largest = 0f;
            for (var column = 0; column < Columns; column++)
            {
                t[column] = TensorDot(inverse.Slice(column * Block, Block), wanted);
                largest = Math.Max(largest, Math.Abs(t[column]));
            }

            var shift = largest < 1 ? 0 : Math.Clamp(BitOperations.Log2((uint)largest) - 2, 0, LargestShift);
            var signs = s_signs.AsSpan(start * Block * Columns);
            for (var column = 0; column < Columns; column++) q[column] = (int)Math.Clamp(MathF.Round(t[column] / (1 << shift)), -8, 7);
            var miss = 0f;
            for (var i = 0; i < Block; i++)
            {
                var d = wanted[i] - (((q[0] * signs[i]) + (q[1] * signs[i + Block]) + (q[2] * signs[i + (2 * Block)])) << shift);
                miss += d * d;
            }

            if (!(miss < best)) continue;
            best = miss;
            (code[0], code[1], code[2]) = ((byte)start, (byte)((q[0] & 15) | (q[1] << 4)), (byte)((q[2] & 15) | (shift << 4)));
        }
    }

    private static float TensorDot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var sum = 0f;
        for (var i = 0; i < left.Length; i++) sum += left[i] * right[i];
        return sum;
    }

    /// <summary>Columns of signs for each start, column by column: bits of a Galois register of 16 bits (taps 0xB400), which never becomes 0.</summary>
    private static sbyte[] Signs()
    {
        var signs = new sbyte[Starts * Block * Columns];
        for (var start = 0; start < Starts; start++)
        {
            var state = (uint)((start * 0x9E37) & 0xFFFF) | 1;
            for (var i = 0; i < Block * Columns; i++)
            {
                signs[(start * Block * Columns) + i] = (sbyte)((state & 1) == 0 ? -1 : 1);
                state = (state >> 1) ^ ((state & 1) * 0xB400);
            }
        }

        return signs;
    }

    /// <summary>For each start the matrix that gives the coefficients of least squares, (U'U)^-1 U'; zeros where columns depend on each other.</summary>
    private static float[] Inverses()
    {
        var inverses = new float[Starts * Block * Columns];
        for (var start = 0; start < Starts; start++)
        {
            var u = s_signs.AsSpan(start * Block * Columns, Block * Columns);
            var (ab, ac, bc) = (0, 0, 0);
            for (var i = 0; i < Block; i++)
            {
                ab += u[i] * u[i + Block];
                ac += u[i] * u[i + (2 * Block)];
                bc += u[i + Block] * u[i + (2 * Block)];
            }

            float n = Block, determinant = (n * ((n * n) - (bc * bc))) - (ab * ((ab * n) - (bc * ac))) + (ac * ((ab * bc) - (n * ac)));
            if (determinant < 1) continue;
            float[] inverse =
            [
                (n * n) - (bc * bc), (ac * bc) - (ab * n), (ab * bc) - (ac * n),
                (ac * bc) - (ab * n), (n * n) - (ac * ac), (ab * ac) - (n * bc),
                (ab * bc) - (ac * n), (ab * ac) - (n * bc), (n * n) - (ab * ab),
            ];
            for (var column = 0; column < Columns; column++)
                for (var i = 0; i < Block; i++)
                    for (var k = 0; k < Columns; k++)
                        inverses[(start * Block * Columns) + (column * Block) + i] += inverse[(column * Columns) + k] / determinant * u[(k * Block) + i];
        }

        return inverses;
    }
}
