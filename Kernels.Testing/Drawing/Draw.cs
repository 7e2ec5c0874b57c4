namespace Kernels.Testing.Drawing;

/// <summary>Random numbers that are the same on every machine and runtime: SplitMix64 (Steele, Lea, Flood 2014).</summary>
/// <param name="seed">Any number.</param>
internal sealed class Draw(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Draws that have nothing to do with those of another seed, set or purpose.</summary>
    public static Draw Of(int seed, int set, int purpose)
    {
        var draw = new Draw((uint)seed);
        draw._state ^= draw.Next() + (uint)set;
        draw._state ^= draw.Next() + (uint)purpose;
        return draw;
    }

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>0 to <paramref name="end"/> - 1.</summary>
    public int Below(int end) => (int)((Next() >> 32) * (ulong)end >> 32);

    /// <summary>-1 to 1, all 24 bits of the significand drawn.</summary>
    public float Signed() => ((int)(Next() >> 40) - 8388608) / 8388608f;

    /// <summary>True once in <paramref name="n"/>.</summary>
    public bool OneIn(int n) => Below(n) == 0;

    public T Of<T>(IReadOnlyList<T> items) => items[Below(items.Count)];
}
