using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Kernels.Compiler;
using Kernels.Models;

namespace Kernels.CompilerBench;

/// <summary>Loads a checkpoint through the run-time compiler, once, in a process that has done nothing else.</summary>
internal static class OneLoad
{
    /// <summary>
    /// Prints seconds to load, of which the loading thread was ready to run but had no core (0 where the system does not tell),
    /// seconds to the first scores after that, seconds of processor time of the process, SHA-256 of the scores.
    /// </summary>
    [UnconditionalSuppressMessage("AOT", "IL2026;IL3050;IL3002", Justification = "Never published trimmed.")]
    public static int Run(string folder, string cache)
    {
        try
        {
            var (watch, waitedBefore) = (Stopwatch.StartNew(), WaitedForCore());
            using var model = LanguageModel.Load(folder, null, new NetworkCompiler(new() { CacheFolder = cache, Log = Console.Error.WriteLine }));
            var (load, waited) = (watch.Elapsed.TotalSeconds, WaitedForCore() - waitedBefore);
            var scores = new float[model.Network.Vocabulary];
            model.Network.Append([1, 2, 3], scores);
            var first = watch.Elapsed.TotalSeconds - load;
            using var self = Process.GetCurrentProcess();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{load:F3} {waited:F3} {first:F3} {self.TotalProcessorTime.TotalSeconds:F3} {Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(scores.AsSpan())))}"));
            return 0;
        }
        catch (Exception fault) when (fault is ModelFormatException or IOException or PlatformNotSupportedException)
        {
            Console.Error.WriteLine(fault.Message);
            return 1;
        }
    }

    // The second number of schedstat: nanoseconds that a thread spent on a run queue (Linux, sched-stats.rst).
    private static double WaitedForCore()
    {
        const string Path = "/proc/thread-self/schedstat";
        return File.Exists(Path) ? double.Parse(File.ReadAllText(Path).Split(' ')[1], CultureInfo.InvariantCulture) / 1e9 : 0;
    }
}
