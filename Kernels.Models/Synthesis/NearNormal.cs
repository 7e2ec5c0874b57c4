namespace Kernels.Models;

/// <summary>
/// Random numbers that are nearly normal, of mean 0 and deviation 1: the sum of twelve 16-bit uniform ones (Irwin and Hall 1927), which no
/// test of weights tells from normal within three deviations and which never passes six. Each is a function of its place alone
/// (SplitMix64 of a counter), in integers up to the last step, so that any slice can be made first and every machine makes the same bits.
/// </summary>
/// <param name="seed">Any number.</param>
/// <param name="stream">Which of many independent sequences.</param>
internal readonly struct NearNormal(ulong seed, int stream)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private const ulong TwoGolden = unchecked(2 * Golden);
    private const ulong ThreeGolden = unchecked(3 * Golden);
    private const ulong EvenQuarters = 0x0000_FFFF_0000_FFFF;

    // Twelve times the middle of 0 to 65535; the variance of the sum is 65536 squared less one.
    private const int Middle = 393_210;
    private const float ByDeviation = 1f / 65_536;

    private readonly ulong _start = Mix(seed ^ Mix((ulong)stream + Golden));

    /// <summary>Numbers from a place of the sequence on, each times a scale.</summary>
    public void Fill(long first, float scale, Span<float> values)
    {
        var counter = _start + ((ulong)first * ThreeGolden);
        for (var i = 0; i < values.Length; i++)
        {
            // At most six times 65535 in either half: no carry leaves its place.
            var sums = Quarters(Mix(counter)) + Quarters(Mix(counter + Golden)) + Quarters(Mix(counter + TwoGolden));
            counter += ThreeGolden;
            values[i] = (((int)(sums >> 32) + (int)(uint)sums) - Middle) * ByDeviation * scale;
        }
    }

    private static ulong Quarters(ulong bits) => (bits & EvenQuarters) + ((bits >> 16) & EvenQuarters);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
