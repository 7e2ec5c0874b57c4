using System.Runtime.InteropServices;

namespace Kernels;

/// <summary>
/// Asks the system to back a block with large pages (2 MiB), where it has them to give: what streams through gigabytes of weights then waits for
/// fewer translations of addresses. Linux only; a refusal costs nothing but speed, so nobody is told.
/// </summary>
internal static unsafe partial class LargePages
{
    private const int Advice = 14; // MADV_HUGEPAGE

    /// <summary>Asks for a block that nobody has touched yet.</summary>
    public static void Ask(void* start, nuint bytes)
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = Advise(start, bytes, Advice);
        }
        catch (EntryPointNotFoundException)
        {
        }
        catch (DllNotFoundException)
        {
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* start, nuint bytes, int advice);
}
