using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Kernels.PeerBench.Measuring;

/// <summary>
/// The clock of the samples, in nanoseconds. Everybody computes in the calling thread, so the processor time of that thread is the fair one where other
/// programs share the core: what they take does not count (what they push out of the caches does). Without it: the time on the wall.
/// </summary>
internal sealed partial class Clock
{
    private const int OfProcess = 2;
    private const int OfThread = 3;

    private Clock(bool processor) => IsProcessor = processor;

    public static Clock Wall { get; } = new(processor: false);

    /// <summary>The processor time of the calling thread, on Linux; elsewhere null.</summary>
    public static Clock? Processor { get; } = OperatingSystem.IsLinux() ? new(processor: true) : null;

    public bool IsProcessor { get; }

    public double Now() => IsProcessor ? Read(OfThread) : Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency);

    /// <summary>The processor time of all threads of this process; of no meaning for the clock on the wall.</summary>
    public double OfAllThreads() => IsProcessor ? Read(OfProcess) : 0;

    private static double Read(int clock)
    {
        _ = GetTime(clock, out var time);
        return (time.Seconds * 1e9) + time.Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Moment time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Moment
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
