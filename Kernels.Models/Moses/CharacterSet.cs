namespace Kernels.Models.Moses;

/// <summary>A set of code points, one bit for each up to the last.</summary>
internal sealed class CharacterSet
{
    private readonly ulong[] _bits;

    /// <summary>Makes the set of runs: first, last and step of each, in rising order.</summary>
    public CharacterSet(ReadOnlySpan<int> runs, ReadOnlySpan<int> more = default, ReadOnlySpan<int> others = default)
    {
        _bits = new ulong[(Math.Max(Last(runs), Math.Max(Last(more), Last(others))) >> 6) + 1];
        Add(runs);
        Add(more);
        Add(others);
    }

    /// <summary>Whether the set has the code point.</summary>
    public bool Contains(int point) => (uint)point >> 6 < (uint)_bits.Length && (_bits[point >> 6] & (1UL << (point & 63))) != 0;

    private static int Last(ReadOnlySpan<int> runs) => runs.IsEmpty ? 0 : runs[^2];

    private void Add(ReadOnlySpan<int> runs)
    {
        for (var run = 0; run < runs.Length; run += 3)
            for (var point = runs[run]; point <= runs[run + 1]; point += runs[run + 2])
                _bits[point >> 6] |= 1UL << (point & 63);
    }
}
