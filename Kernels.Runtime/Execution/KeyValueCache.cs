using Kernels.CompilerServices;
using Kernels.Model;

namespace Kernels;

/// <summary>
/// Keys and values of all attention layers of one instance. Per head, keys lie in blocks of 64 positions, component by component;
/// values lie position by position, padded to whole registers. Addresses are reserved for the whole context; memory is taken page by page as
/// positions fill.
/// </summary>
internal sealed class KeyValueCache : IDisposable
{
    private const int Block = 64;

    private readonly AlignedBuffer<float> _memory;
    private readonly Slot[] _slots;
    private readonly int _capacity;

    public KeyValueCache(CacheLayout[] caches, int context)
    {
        _capacity = Blocks(context) * Block;
        var slots = new List<Slot>();
        long offset = 0;
        var scratch = 0;
        foreach (var cache in caches)
        {
            for (var i = 0; i < cache.Count; i++)
            {
                var keys = offset;
                offset = checked(offset + ((long)cache.Heads * _capacity * cache.HeadSize));
                offset = (offset + Padding.Values - 1) / Padding.Values * Padding.Values;
                slots.Add(new Slot(cache.Heads, cache.HeadSize, keys, offset, cache.OfMemory));
                offset = checked(offset + ((long)cache.Heads * _capacity * Padding.Up(cache.HeadSize)));
            }

            ScratchPerHead = Math.Max(ScratchPerHead, 2 * (Block + Padding.Up(cache.HeadSize)));
            scratch = Math.Max(scratch, cache.Heads);
        }

        _slots = [.. slots];
        ScratchOffset = offset;
        _memory = new AlignedBuffer<float>(checked(offset + ((long)scratch * ScratchPerHead)));
    }

    private int ScratchPerHead { get; }

    private long ScratchOffset { get; }

    /// <summary>Bytes that are reserved.</summary>
    public long ByteCount => _memory.Length * sizeof(float);

    /// <summary>Refuses a context whose cache, once full, this process could not hold.</summary>
    /// <exception cref="ArgumentException">It could not; the message says which context it can.</exception>
    public static void Check(CacheLayout[] caches, int context, long limit, string parameter)
    {
        Int128 perBlock = 0;
        foreach (var cache in caches) perBlock += (Int128)cache.Count * cache.Heads * (cache.HeadSize + Padding.Up(cache.HeadSize)) * Block * sizeof(float);
        var bytes = perBlock * Blocks(context);
        if (bytes <= limit) return;
        var most = (long)(limit / perBlock) * Block;
        throw new ArgumentException(
            most > 0
                ? Messages.CacheTooLarge(context, bytes >> 20, limit >> 20, Limits.Text(most))
                : Messages.CacheTooLargeAtAll(context, bytes >> 20, limit >> 20),
            parameter);
    }

    public ref float Keys(int slot, int head) =>
        ref System.Runtime.CompilerServices.Unsafe.Add(ref _memory.Reference, (nint)(_slots[slot].Keys + ((long)head * _capacity * _slots[slot].HeadSize)));

    public ref float Values(int slot, int head) =>
        ref System.Runtime.CompilerServices.Unsafe.Add(ref _memory.Reference, (nint)(_slots[slot].Values + ((long)head * _capacity * Padding.Up(_slots[slot].HeadSize))));

    public ref float Scratch(int head) =>
        ref System.Runtime.CompilerServices.Unsafe.Add(ref _memory.Reference, (nint)(ScratchOffset + ((long)head * ScratchPerHead)));

    /// <summary>Takes over some positions of a cache of the same layout: those of the sequence, or those of the memory.</summary>
    public void CopyFrom(KeyValueCache other, int from, int to, bool ofMemory = false)
    {
        for (var slot = 0; slot < _slots.Length; slot++)
        {
            if (_slots[slot].OfMemory != ofMemory) continue;
            var (size, heads) = (_slots[slot].HeadSize, _slots[slot].Heads);
            for (var head = 0; head < heads; head++)
            {
                for (var at = from; at < to; at = Math.Min(to, (at / Block * Block) + Block))
                    CopyKeys(ref other.Keys(slot, head), ref Keys(slot, head), size, at, Math.Min(to, (at / Block * Block) + Block));
                var width = Padding.Up(size);
                Row(ref other.Values(slot, head), (long)from * width, (to - from) * width).CopyTo(Row(ref Values(slot, head), (long)from * width, (to - from) * width));
            }
        }
    }

    /// <summary>Puts one key, as a column of its block, and one value, as a row, into the cache of a head.</summary>
    public static void Put(ref float key, ref float value, ref float keys, ref float values, int size, int at)
    {
        ref var column = ref System.Runtime.CompilerServices.Unsafe.Add(ref keys, ((nint)(at / Block) * Block * size) + (at % Block));
        ref var line = ref System.Runtime.CompilerServices.Unsafe.Add(ref values, (nint)at * Padding.Up(size));
        for (var c = 0; c < size; c++)
        {
            System.Runtime.CompilerServices.Unsafe.Add(ref column, c * Block) = System.Runtime.CompilerServices.Unsafe.Add(ref key, c);
            System.Runtime.CompilerServices.Unsafe.Add(ref line, c) = System.Runtime.CompilerServices.Unsafe.Add(ref value, c);
        }
    }

    public void Dispose() => _memory.Dispose();

    // Positions of one block: all of it lies together, a part of it component by component.
    private static void CopyKeys(ref float source, ref float target, int size, int from, int to)
    {
        var start = (long)from / Block * Block * size;
        if (to - from == Block)
        {
            Row(ref source, start, Block * size).CopyTo(Row(ref target, start, Block * size));
            return;
        }

        for (var component = 0; component < size; component++)
        {
            var at = start + (component * Block) + (from % Block);
            Row(ref source, at, to - from).CopyTo(Row(ref target, at, to - from));
        }
    }

    private static Span<float> Row(ref float start, long offset, int count)
        => System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref System.Runtime.CompilerServices.Unsafe.Add(ref start, (nint)offset), count);

    private static int Blocks(int context) => (context + Block - 1) / Block;

    private readonly record struct Slot(int Heads, int HeadSize, long Keys, long Values, bool OfMemory);
}
