using System.Globalization;

namespace Kernels.Cli;

/// <summary>How long the calling thread was ready to run and had no core, because others had them all.</summary>
internal static class CoreWait
{
    private const string Statistics = "/proc/thread-self/schedstat";

    /// <summary>Seconds since the thread began; 0 where the system does not tell.</summary>
    public static double Seconds()
    {
        try
        {
            // The second number: nanoseconds on a run queue (Linux, sched-stats.rst).
            return File.Exists(Statistics) ? double.Parse(File.ReadAllText(Statistics).Split(' ')[1], CultureInfo.InvariantCulture) / 1e9 : 0;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
