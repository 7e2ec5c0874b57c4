using System.ComponentModel;
using System.Runtime.CompilerServices;
using Kernels.CompilerServices;
using Kernels.Model;

namespace Kernels;

/// <summary>Attention beyond the rows before: biases for distances, keys and values of a memory.</summary>
public abstract partial class Network
{
    private static long s_memories;
    private long _memory;

    /// <summary>Rows of the memory; 0: it was not set yet.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected int MemoryRows { get; private set; }

    /// <summary>Runs the steps that turn rows of a memory into keys and values.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void RunMemory()
    {
    }

    /// <summary>The bias of a head for a key as far away as the row itself; that of a later key lies behind it.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ref float PositionBias(int slot, int head) => ref _weights!.Biases[slot]!.At(head);

    /// <summary>Puts keys and values of one head of the present rows into its cache.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void Remember(int slot, int head, int size, ref float key, ref float value, int stride)
    {
        ref var keys = ref Keys(slot, head);
        ref var values = ref Values(slot, head);
        for (var row = 0; row < Rows; row++)
            CacheRows.Put(ref Unsafe.Add(ref key, (nint)row * stride), ref Unsafe.Add(ref value, (nint)row * stride), ref keys, ref values, size, Padding.Up(size), ChunkPosition + row, RoundedCache);
    }

    /// <summary>Turns rows of a memory into keys and values, and starts a new sequence.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void RunMemory(ReadOnlySpan<float> rows, int offset, int stride)
    {
        Enter();
        try
        {
            var width = _layout!.MemoryWidth;
            if (rows.IsEmpty || rows.Length % width != 0)
                throw new ArgumentException($"The memory has {rows.Length} values; it must be one or more rows of {width}.", nameof(rows));
            if (rows.Length / width > Capacity)
                throw new ArgumentException($"The memory has {rows.Length / width} rows; this instance holds {Capacity}.", nameof(rows));
            // Should it fail, there is no memory: neither the old one nor one that another instance could be thought to share.
            (_memory, MemoryRows, SequencePosition) = (0, 0, 0);
            var count = rows.Length / width;
            for (var done = 0; done < count; done += Rows)
            {
                BeginUncounted(done, Math.Min(ChunkRows, count - done));
                CopyRows(rows.Slice(done * width, Rows * width), width, ref Buffer(offset, stride), stride);
                RunMemory();
            }

            (_memory, MemoryRows) = (Interlocked.Increment(ref s_memories), count);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Takes over another instance's memory, unless this one has it already.</summary>
    private void CopyMemory(Network source, int from)
    {
        if (_memory == source._memory) return;
        if (from > 0) throw new ArgumentException("The two instances see different memories: copy from the first position on.", nameof(from));
        _cache!.CopyFrom(source._cache!, 0, source.MemoryRows, ofMemory: true);
        (_memory, MemoryRows, SequencePosition) = (source._memory, source.MemoryRows, 0);
    }

    private void CheckMemory()
    {
        if (_layout!.MemoryWidth > 0 && MemoryRows == 0) throw new InvalidOperationException("This network sees a memory, and has none yet: call SetMemory first.");
    }
}
