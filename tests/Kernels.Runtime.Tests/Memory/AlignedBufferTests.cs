using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Kernels.Runtime.Tests.Memory;

public sealed unsafe class AlignedBufferTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(1000)]
    [InlineData((2 << 20) / 4)]
    public void IsZeroedAndAligned(int length)
    {
        for (var round = 0; round < 4; round++)
        {
            using var buffer = new AlignedBuffer<float>(length);
            Assert.Equal(length, buffer.Length);
            Assert.Equal(length, buffer.Span.Length);
            var alignment = length * sizeof(float) >= 2 << 20 ? 2 << 20 : 64;
            Assert.Equal(0, (nint)Unsafe.AsPointer(ref buffer.Reference) % alignment);
            Assert.False(buffer.Span.ContainsAnyExcept(0f));

            // The next round may get this block again, and must not see this.
            buffer.Span.Fill(7);
        }
    }

    [Fact]
    public void SlicesStayInside()
    {
        using var buffer = new AlignedBuffer<int>(10);
        for (var i = 0; i < 10; i++)
            buffer.Span[i] = i;
        Assert.Equal([3, 4], buffer.Slice(3, 2));
        Assert.True(Unsafe.AreSame(ref buffer.Reference, ref buffer.Slice(0, 10)[0]));
        Assert.True(buffer.Slice(10, 0).IsEmpty);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Slice(9, 2).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Slice(-1, 1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Slice(0, -1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Slice(long.MaxValue, 1).Length);
    }

    [Theory]
    [InlineData(1L << 50)]
    [InlineData(1L << 62)]
    [InlineData(long.MaxValue)]
    public void TooMuchIsSaidInOneLine(long length)
    {
        var error = Assert.Throws<OutOfMemoryException>(() => new AlignedBuffer<double>(length));
        Assert.StartsWith("Out of memory: ", error.Message);
        Assert.Contains(" MiB ", error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlignedBuffer<double>(-1));
    }

    [Fact]
    public void ADisposedBufferIsNotRead()
    {
        var buffer = new AlignedBuffer<int>(10);
        buffer.Dispose();
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => buffer.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => buffer.Slice(0, 1).Length);
        Assert.Throws<ObjectDisposedException>(() => buffer.Reference);
        Assert.Throws<ObjectDisposedException>(() => buffer.Hold().Dispose());
    }

    [Fact]
    public void AHeldBufferOutlivesDisposal()
    {
        var buffer = new AlignedBuffer<int>(1 << 20);
        using (buffer.Hold())
        {
            var span = buffer.Span;
            buffer.Dispose();
            span.Fill(3);
            Assert.Equal(3, span[^1]);
            Assert.Equal(3, buffer.Span[0]);
        }

        Assert.Throws<ObjectDisposedException>(() => buffer.Span.Length);
    }

    [Fact]
    public void ForgottenBuffersAreFreed()
    {
        var before = ResidentBytes();
        for (var i = 0; i < 64; i++)
        {
            Forget();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        // 64 x 16 MiB were touched; a few may still wait for the finalizer, other tests run beside.
        Assert.InRange(ResidentBytes() - before, long.MinValue, 512 << 20);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget() => new AlignedBuffer<byte>(16 << 20).Span.Fill(1);

    private static long ResidentBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
