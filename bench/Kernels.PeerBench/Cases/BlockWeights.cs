namespace Kernels.PeerBench.Cases;

/// <summary>
/// Weights in blocks along the inputs as <c>MatMulNBits</c> takes them: <c>w = (q - zero) scale</c>, zero the middle of the range, and the scale such that the
/// value farthest from 0 becomes the lowest q. Of four bits, the even value of a pair stands in the low half of a byte.
/// </summary>
/// <param name="Values"><c>[outputs][inputs / 32][bytes of a block]</c>.</param>
/// <param name="Scales"><c>[outputs][inputs / 32]</c>.</param>
internal sealed record BlockWeights(byte[] Values, float[] Scales)
{
    /// <summary>Weights of a block.</summary>
    public const int Block = 32;

    /// <param name="matrix"><c>[outputs][inputs]</c>, inputs a multiple of 32.</param>
    /// <param name="bits">4 or 8.</param>
    public static BlockWeights Of(ReadOnlySpan<float> matrix, int bits)
    {
        var zero = 1 << (bits - 1);
        var found = new BlockWeights(new byte[matrix.Length * bits / 8], new float[matrix.Length / Block]);
        for (var block = 0; block < found.Scales.Length; block++)
        {
            var from = matrix.Slice(block * Block, Block);
            var farthest = 0f;
            foreach (var value in from)
                if (Math.Abs(value) > Math.Abs(farthest)) farthest = value;
            var scale = found.Scales[block] = farthest / -zero;
            var times = scale == 0 ? 0 : 1 / scale;
            for (var i = 0; i < from.Length; i++)
            {
                var q = (int)Math.Clamp(MathF.Round(from[i] * times) + zero, 0, (2 * zero) - 1);
                var at = (block * Block) + i;
                if (bits == 8) found.Values[at] = (byte)q;
                else found.Values[at / 2] |= (byte)(q << (4 * (at % 2)));
            }
        }

        return found;
    }
}
