using System.Runtime.InteropServices;

namespace Kernels;

/// <summary>What a tool sees that follows a pass step by step, to find the first layer that differs from its definition.</summary>
public abstract partial class Network
{
    /// <summary>Called after each operation, on the caller's thread; null, as it mostly is: nobody watches.</summary>
    internal Action? Watcher { get; set; }

    /// <summary>The present rows of a buffer, padding included.</summary>
    internal float[] CopyRows(int offset, int stride) =>
        MemoryMarshal.CreateReadOnlySpan(ref Buffer(offset, stride), Rows * stride).ToArray();
}
