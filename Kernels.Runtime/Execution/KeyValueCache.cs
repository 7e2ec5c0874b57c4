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
                slots.Add(new Slot(cache.HeadSize, keys, offset));
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

    public void Dispose() => _memory.Dispose();

    private static int Blocks(int context) => (context + Block - 1) / Block;

    private readonly record struct Slot(int HeadSize, long Keys, long Values);
}
