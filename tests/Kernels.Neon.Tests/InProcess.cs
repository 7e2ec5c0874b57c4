using System.Runtime.InteropServices;

namespace Kernels.Neon.Tests;

/// <summary>Runs calls in this process, on memory of their own.</summary>
internal static unsafe class InProcess
{
    public static Outcome Run(KernelCase item, RunKernel run)
    {
        var arguments = stackalloc nint[item.Arguments.Count];
        var memory = new List<(nint Address, int Length)>();
        try
        {
            for (var i = 0; i < item.Arguments.Count; i++)
            {
                arguments[i] = item.Arguments[i].Number;
                if (item.Arguments[i].Memory is not { } bytes) continue;
                var address = (byte*)NativeMemory.AlignedAlloc((nuint)bytes.Length, Argument.Guard);
                memory.Add(((nint)address, bytes.Length));
                bytes.CopyTo(new Span<byte>(address, bytes.Length));
                arguments[i] = (nint)(address + Argument.Guard);
            }

            var result = (int)run(item.Kernel, arguments);
            return new(result, [.. memory.Select(block => new ReadOnlySpan<byte>((void*)block.Address, block.Length).ToArray())]);
        }
        finally
        {
            foreach (var (address, _) in memory) NativeMemory.AlignedFree((void*)address);
        }
    }
}
