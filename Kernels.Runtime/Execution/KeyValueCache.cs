using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kernels.CompilerServices;
using Kernels.Model;

namespace Kernels;

/// <summary>
/// Keys and values of all attention layers of one instance, head by head as <see cref="CacheBlocks"/> says, then scratch memory. Addresses are
/// reserved for the whole context; memory is taken page by page as positions fill.
/// </summary>
internal sealed class KeyValueCache : IDisposable
{
    private const int Block = CacheBlocks.Positions;

    private readonly AlignedBuffer<byte> _memory;
    private readonly Slot[] _slots;
    private readonly int _capacity;

    public KeyValueCache(CacheLayout[] caches, int context, bool rounded)
    {
        Rounded = rounded;
        _capacity = Blocks(context) * Block;
        var slots = new List<Slot>();
        long offset = 0;
        var scratch = 0;
        foreach (var cache in caches)
        {
            for (var i = 0; i < cache.Count; i++)
            {
                var keys = offset;
                var (keyBytes, valueBytes) = (CacheBlocks.KeyBytes(cache.HeadSize, rounded), CacheBlocks.ValueBytes(cache.HeadSize, rounded));
                offset = checked(offset + ((long)cache.Heads * _capacity * keyBytes));
                slots.Add(new Slot(cache.Heads, cache.HeadSize, keyBytes, valueBytes, keys, offset, cache.OfMemory));
                offset = checked(offset + ((long)cache.Heads * _capacity * valueBytes));
            }

            ScratchPerHead = Math.Max(ScratchPerHead, sizeof(float) * CacheBlocks.Scratch(cache.HeadSize));
            scratch = Math.Max(scratch, cache.Heads);
        }

        _slots = [.. slots];
        ScratchOffset = offset;
        _memory = new AlignedBuffer<byte>(checked(offset + ((long)scratch * ScratchPerHead)));
    }

    /// <summary>Whether keys and values are 8-bit integers.</summary>
    public bool Rounded { get; }

    private int ScratchPerHead { get; }

    private long ScratchOffset { get; }

    /// <summary>Bytes that are reserved.</summary>
    public long ByteCount => _memory.Length;

    /// <summary>Refuses a context whose cache, once full, this process could not hold.</summary>
    /// <exception cref="ArgumentException">It could not; the message says which context it can.</exception>
    public static void Check(CacheLayout[] caches, int context, bool rounded, long limit, string parameter)
    {
        Int128 perBlock = 0;
        foreach (var cache in caches)
            perBlock += (Int128)cache.Count * cache.Heads * ((long)CacheBlocks.KeyBytes(cache.HeadSize, rounded) + CacheBlocks.ValueBytes(cache.HeadSize, rounded)) * Block;
        var bytes = perBlock * Blocks(context);
        if (bytes <= limit) return;
        var most = (long)(limit / perBlock) * Block;
        throw new ArgumentException(
            most > 0
                ? Messages.CacheTooLarge(context, bytes >> 20, limit >> 20, Limits.Text(most))
                : Messages.CacheTooLargeAtAll(context, bytes >> 20, limit >> 20),
            parameter);
    }

    public ref byte Keys(int slot, int head) => ref Unsafe.Add(ref _memory.Reference, (nint)(_slots[slot].Keys + ((long)head * _capacity * _slots[slot].KeyBytes)));

    public ref byte Values(int slot, int head) => ref Unsafe.Add(ref _memory.Reference, (nint)(_slots[slot].Values + ((long)head * _capacity * _slots[slot].ValueBytes)));

    public ref float Scratch(int head) => ref Unsafe.As<byte, float>(ref Unsafe.Add(ref _memory.Reference, (nint)(ScratchOffset + ((long)head * ScratchPerHead))));

    /// <summary>Takes over some positions of a cache of the same layout: those of the sequence, or those of the memory.</summary>
    public void CopyFrom(KeyValueCache other, int from, int to, bool ofMemory = false)
    {
        for (var slot = 0; slot < _slots.Length; slot++)
        {
            var of = _slots[slot];
            if (of.OfMemory != ofMemory) continue;
            for (var head = 0; head < of.Heads; head++)
            {
                for (var at = from; at < to; at = Math.Min(to, (at / Block * Block) + Block))
                {
                    var end = Math.Min(to, (at / Block * Block) + Block);
                    CopyBlock(ref other.Keys(slot, head), ref Keys(slot, head), of.KeyBytes, of.HeadSize, at, end, across: true);
                    CopyBlock(ref other.Values(slot, head), ref Values(slot, head), of.ValueBytes, Padding.Up(of.HeadSize), at, end, across: false);
                }
            }
        }
    }

    public void Dispose() => _memory.Dispose();

    // Positions of one block. All of it lies together; of a part of it, keys lie component by component, values side by side, scales behind either.
    private void CopyBlock(ref byte source, ref byte target, int bytes, int components, int from, int to, bool across)
    {
        var start = (long)from / Block * Block * bytes;
        var (first, count, unit) = (from % Block, to - from, Rounded ? sizeof(byte) : sizeof(float));
        if (count == Block)
        {
            Copy(ref source, ref target, start, Block * bytes);
            return;
        }

        if (across)
        {
            for (var c = 0; c < components; c++) Copy(ref source, ref target, start + (((c * Block) + first) * unit), count * unit);
        }
        else Copy(ref source, ref target, start + (first * components * unit), count * components * unit);

        if (Rounded) Copy(ref source, ref target, start + (Block * components) + (first * sizeof(float)), count * sizeof(float));
    }

    private static void Copy(ref byte source, ref byte target, long offset, int count) =>
        MemoryMarshal.CreateSpan(ref Unsafe.Add(ref source, (nint)offset), count).CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref target, (nint)offset), count));

    private static int Blocks(int context) => (context + Block - 1) / Block;

    private readonly record struct Slot(int Heads, int HeadSize, int KeyBytes, int ValueBytes, long Keys, long Values, bool OfMemory);
}
