using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kernels.CompilerServices;

/// <summary>Writes keys and values into the cache of a head: into blocks of 64 positions, as <c>CacheBlocks</c> lays them out.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CacheRows
{
    private const int Block = 64;
    private const float Levels = 127f;

    /// <summary>Puts one key, as a column of its block, and one value, as a row, into the cache of a head.</summary>
    /// <param name="key">The key's components.</param>
    /// <param name="value">The value's.</param>
    /// <param name="keys">The first block of keys.</param>
    /// <param name="values">The first block of values.</param>
    /// <param name="size">Components.</param>
    /// <param name="padded">Components of a value with its padding.</param>
    /// <param name="at">The position.</param>
    /// <param name="rounded">Whether the cache holds bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Put(ref float key, ref float value, ref byte keys, ref byte values, int size, int padded, int at, bool rounded)
    {
        var (block, place) = (at / Block, at % Block);
        ref var keyBlock = ref Unsafe.Add(ref keys, (nint)block * Block * (rounded ? size + sizeof(float) : size * sizeof(float)));
        ref var valueBlock = ref Unsafe.Add(ref values, (nint)block * Block * (rounded ? padded + sizeof(float) : padded * sizeof(float)));
        if (rounded)
        {
            Round(ref key, size, ref Unsafe.As<byte, sbyte>(ref Unsafe.Add(ref keyBlock, place)), Block, ref Scale(ref keyBlock, size, place));
            Round(ref value, size, ref Unsafe.As<byte, sbyte>(ref Unsafe.Add(ref valueBlock, place * padded)), 1, ref Scale(ref valueBlock, padded, place));
            return;
        }

        ref var column = ref Unsafe.Add(ref Unsafe.As<byte, float>(ref keyBlock), place);
        ref var line = ref Unsafe.Add(ref Unsafe.As<byte, float>(ref valueBlock), place * padded);
        for (var c = 0; c < size; c++)
        {
            Unsafe.Add(ref column, c * Block) = Unsafe.Add(ref key, c);
            Unsafe.Add(ref line, c) = Unsafe.Add(ref value, c);
        }
    }

    private static ref float Scale(ref byte block, int components, int place) =>
        ref Unsafe.Add(ref Unsafe.As<byte, float>(ref Unsafe.Add(ref block, Block * components)), place);

    /// <summary>
    /// <c>m = max |x|</c>, <c>r = 127 / m</c>, <c>q = round_half_even(x r)</c>, <c>scale = m / 127</c>; zeros when r is not finite. With a value
    /// that is NaN or infinite the scale is NaN: so is what attention reads, as it would be in f32.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Round(ref float x, int size, ref sbyte q, int step, ref float scale)
    {
        var largest = Vector128<float>.Zero;
        for (var c = 0; c < size; c += 4) largest = Lanes.MaxMagnitude(largest, Four(ref x, c, size));
        var m = Lanes.MaxMagnitude4(largest);
        var r = Levels / m;
        var zero = !(r <= float.MaxValue);
        scale = !(m <= float.MaxValue) ? m * 0f : zero ? 0f : m / Levels;
        var factor = Vector128.Create(zero ? 0f : r);
        var bytes = 0;
        for (var c = 0; c < size; c += 4)
        {
            Lanes.StoreInt8(Four(ref x, c, size) * factor, ref Unsafe.As<int, sbyte>(ref bytes));
            for (var i = c; i < c + 4 && i < size; i++, bytes >>= 8) Unsafe.Add(ref q, i * step) = (sbyte)bytes;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Four(ref float x, int at, int size)
    {
        if (at + 4 <= size) return Vector128.LoadUnsafe(ref Unsafe.Add(ref x, at));
        return Vector128.Create(Unsafe.Add(ref x, at), at + 1 < size ? Unsafe.Add(ref x, at + 1) : 0f, at + 2 < size ? Unsafe.Add(ref x, at + 2) : 0f, 0f);
    }
}
