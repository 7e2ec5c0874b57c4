using System.Numerics;

namespace Kernels.Models;

/// <summary>
/// xoshiro256** 1.0 (Blackman and Vigna 2018), its state filled by SplitMix64 (Steele et al. 2014) from the seed: integers only, so
/// a seed gives the same numbers on every machine and runtime. <see cref="Random"/> promises that for no version to come.
/// </summary>
public sealed class RandomNumbers
{
    private ulong _a, _b, _c, _d;

    /// <summary>Numbers from the start.</summary>
    /// <param name="seed">Any number.</param>
    public RandomNumbers(ulong seed)
    {
        _a = SplitMix(ref seed);
        _b = SplitMix(ref seed);
        _c = SplitMix(ref seed);
        _d = SplitMix(ref seed);
    }

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>The next number from 0 to 1, exclusive: the upper 53 of the next 64 bits, divided by 2^53.</summary>
    public double NextUnit() => (Next() >> 11) * (1.0 / (1L << 53));

    private static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
