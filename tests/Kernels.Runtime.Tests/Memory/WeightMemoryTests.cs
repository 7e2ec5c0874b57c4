using System.Runtime.CompilerServices;

namespace Kernels.Runtime.Tests.Memory;

public sealed unsafe class WeightMemoryTests
{
    private const int MiB = 1 << 20;

    [Fact]
    public void Matrices_smaller_than_a_large_page_lie_side_by_side()
    {
        using var memory = new WeightMemory(expected: 5 * MiB);
        using var first = new AlignedBuffer<byte>(MiB + 100, memory);
        using var second = new AlignedBuffer<ushort>(MiB / 4, memory);
        using var third = new AlignedBuffer<byte>(MiB, memory);
        var start = Address(first);
        Assert.Equal(0, start % (2 * MiB));
        Assert.Equal(start + MiB + 128, Address(second));
        Assert.Equal(start + MiB + 128 + (MiB / 2), Address(third));
        first.Span.Fill(1);
        second.Span.Fill(2);
        Assert.False(third.Span.ContainsAnyExcept((byte)0));
        third.Span.Fill(3);
        Assert.False(first.Span.ContainsAnyExcept((byte)1));
        Assert.False(second.Span.ContainsAnyExcept((ushort)2));
    }

    [Fact]
    public void What_finds_no_room_begins_a_block_of_its_own()
    {
        using var memory = new WeightMemory(expected: 4 * MiB);
        AlignedBuffer<byte>[] buffers = [.. Enumerable.Range(0, 4).Select(_ => new AlignedBuffer<byte>(3 * MiB / 2, memory)), new(5 * MiB, memory), new(100, memory)];
        for (var i = 0; i < buffers.Length; i++) buffers[i].Span.Fill((byte)(i + 1));
        for (var i = 0; i < buffers.Length; i++)
        {
            Assert.Equal(0, Address(buffers[i]) % 64);
            Assert.False(buffers[i].Span.ContainsAnyExcept((byte)(i + 1)));
        }

        Array.ForEach(buffers, buffer => buffer.Dispose());
    }

    [Fact]
    public void A_matrix_stays_until_it_is_disposed_whatever_becomes_of_the_others()
    {
        AlignedBuffer<byte> stays, goes;
        using (var memory = new WeightMemory(expected: 4 * MiB))
        {
            goes = new AlignedBuffer<byte>(MiB, memory);
            stays = new AlignedBuffer<byte>(MiB, memory);
        }

        stays.Span.Fill(5);
        goes.Dispose();
        Assert.Throws<ObjectDisposedException>(() => goes.Length + goes.Span.Length);
        using (stays.Hold()) stays.Dispose();
        Assert.Throws<ObjectDisposedException>(() => stays.Span.Length);
    }

    [Fact]
    public void A_block_is_freed_with_its_last_matrix()
    {
        var whole = AlignedMemory.Allocate(2 * MiB, 1);
        var (first, second) = (AlignedMemory.PartOf(whole, 0, MiB), AlignedMemory.PartOf(whole, MiB, MiB));
        Assert.Throws<ArgumentOutOfRangeException>(() => AlignedMemory.PartOf(whole, MiB, MiB + 1));
        whole.Dispose();
        first.Dispose();
        new Span<byte>(second.Pointer, MiB).Fill(7);
        second.Dispose();
        Assert.Throws<ObjectDisposedException>(() =>
        {
            var held = false;
            whole.DangerousAddRef(ref held);
        });
    }

    [Fact]
    public void Too_much_is_said_as_ever()
    {
        using var memory = new WeightMemory(expected: long.MaxValue / 2);
        Assert.StartsWith("Out of memory: ", Assert.Throws<OutOfMemoryException>(() => new AlignedBuffer<double>(long.MaxValue, memory)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlignedBuffer<double>(-1, memory));
    }

    private static nint Address<T>(AlignedBuffer<T> buffer)
        where T : unmanaged => (nint)Unsafe.AsPointer(ref buffer.Reference);
}
