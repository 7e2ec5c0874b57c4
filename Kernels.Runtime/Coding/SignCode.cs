using System.Numerics;

namespace Kernels;

/// <summary>
/// Extended sign compression: bits that only repeat the sign of a small number are left out. A group of numbers has a width from 1 to 8 bits, written in 3, and
/// then all its numbers in that width (two's complement). With outliers, a bit tells whether numbers that would widen the group are listed apart, each with its place
/// and 8 bits; a 0 stands where they were. Without loss. The code is our reading of what is published of the C-Transformer: its name and its place as the third stage.
/// </summary>
/// <param name="group">Numbers of a group: 8, 16 or 32.</param>
/// <param name="outliers">Whether groups may list outliers.</param>
internal readonly struct SignCode(int group, bool outliers)
{
    private const int WidthBits = 3, Whole = 8;

    private readonly int _places = BitOperations.Log2((uint)group);

    /// <summary>All forms there are.</summary>
    public static IEnumerable<SignCode> All => from size in (int[])[8, 16, 32] from listed in (bool[])[false, true] select new SignCode(size, listed);

    /// <summary>Numbers of a group.</summary>
    public int Group => group;

    /// <summary>Whether groups may list outliers.</summary>
    public bool Outliers => outliers;

    /// <summary>Bits that the numbers take.</summary>
    public long Bits(ReadOnlySpan<sbyte> numbers)
    {
        var sum = 0L;
        for (var at = 0; at < numbers.Length; at += group)
        {
            var some = numbers.Slice(at, Math.Min(group, numbers.Length - at));
            sum += Size(some, Width(some));
        }

        return sum;
    }

    /// <summary>Writes numbers, group by group; the last may be shorter.</summary>
    public void Write(ReadOnlySpan<sbyte> numbers, BitWriter bits)
    {
        for (var at = 0; at < numbers.Length; at += group)
        {
            var some = numbers.Slice(at, Math.Min(group, numbers.Length - at));
            var width = Width(some);
            var listed = Listed(some, width);
            bits.Write(width - 1, WidthBits);
            if (outliers) bits.Write(listed > 0 ? 1 : 0, 1);
            if (listed > 0) bits.Write(listed - 1, _places);
            for (var i = 0; i < some.Length && listed > 0; i++)
            {
                if (WidthOf(some[i]) <= width) continue;
                bits.Write(i, _places);
                bits.Write(some[i], Whole);
            }

            foreach (var number in some) bits.Write(WidthOf(number) <= width ? number : 0, width);
        }
    }

    /// <summary>Reads numbers that <see cref="Write"/> wrote.</summary>
    /// <returns>False where the bits are none that it writes.</returns>
    public bool Read(ref BitReader bits, Span<sbyte> numbers)
    {
        Span<int> places = stackalloc int[32];
        Span<sbyte> values = stackalloc sbyte[32];
        for (var at = 0; at < numbers.Length && !bits.IsOver; at += group)
        {
            var some = numbers.Slice(at, Math.Min(group, numbers.Length - at));
            var width = bits.Read(WidthBits) + 1;
            var listed = outliers && bits.Read(1) == 1 ? bits.Read(_places) + 1 : 0;
            for (var i = 0; i < listed; i++)
            {
                (places[i], values[i]) = (bits.Read(_places), bits.ReadSigned(Whole));
                if (places[i] >= some.Length || (i > 0 && places[i] <= places[i - 1]) || WidthOf(values[i]) <= width) return false;
            }

            for (var i = 0; i < some.Length; i++) some[i] = bits.ReadSigned(width);
            for (var i = 0; i < listed; i++)
            {
                if (some[places[i]] != 0) return false;
                some[places[i]] = values[i];
            }
        }

        return !bits.IsOver;
    }

    /// <summary>Bits of a number in two's complement, the sign among them.</summary>
    private static int WidthOf(sbyte number) => 33 - BitOperations.LeadingZeroCount((uint)(number ^ (number >> 7)));

    private static int Listed(ReadOnlySpan<sbyte> some, int width)
    {
        var listed = 0;
        foreach (var number in some) listed += WidthOf(number) > width ? 1 : 0;
        return listed;
    }

    private int Size(ReadOnlySpan<sbyte> some, int width)
    {
        var listed = Listed(some, width);
        return WidthBits + (outliers ? 1 : 0) + (listed > 0 ? _places + (listed * (_places + Whole)) : 0) + (some.Length * width);
    }

    /// <summary>The width that makes a group smallest, the widest of equals.</summary>
    private int Width(ReadOnlySpan<sbyte> some)
    {
        var widest = 1;
        foreach (var number in some) widest = Math.Max(widest, WidthOf(number));
        if (!outliers) return widest;
        var best = widest;
        for (var width = widest - 1; width >= 1; width--)
            if (Size(some, width) < Size(some, best)) best = width;
        return best;
    }
}
