using System.Runtime.InteropServices;

namespace Kernels.PeerBench.Peers;

/// <summary>Memory for native libraries, as that of networks is: aligned to a cache line, from 2 MiB on in large pages where the system has them.</summary>
internal sealed unsafe class NativeBlock : IDisposable
{
    private const nuint Line = 64;
    private const nuint HugePage = 2 << 20;

    private void* _pointer;

    public NativeBlock(nuint bytes)
    {
        _pointer = NativeMemory.AlignedAlloc(bytes, bytes >= HugePage ? HugePage : Line);
        if (bytes >= HugePage) LargePages.Ask(_pointer, bytes);
        NativeMemory.Clear(_pointer, bytes);
    }

    public nint Address => (nint)_pointer;

    /// <summary>A copy of managed values.</summary>
    public static NativeBlock Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var block = new NativeBlock((nuint)values.Length * (nuint)sizeof(T));
        values.CopyTo(block.Values<T>(values.Length));
        return block;
    }

    /// <summary>A copy with rows and columns exchanged: <c>[rows][columns]</c> becomes <c>[columns][rows]</c>.</summary>
    public static NativeBlock Transposed<T>(ReadOnlySpan<T> values, int columns)
        where T : unmanaged
    {
        const int Tile = 16;
        var rows = values.Length / columns;
        var block = new NativeBlock((nuint)values.Length * (nuint)sizeof(T));
        var to = block.Values<T>(values.Length);
        for (var tile = 0; tile < rows; tile += Tile)
            for (var column = 0; column < columns; column++)
                for (var row = tile; row < Math.Min(tile + Tile, rows); row++) to[(column * rows) + row] = values[(row * columns) + column];
        return block;
    }

    public Span<T> Values<T>(int count)
        where T : unmanaged
        => new(_pointer, count);

    public void Dispose()
    {
        NativeMemory.AlignedFree(_pointer);
        _pointer = null;
    }
}
