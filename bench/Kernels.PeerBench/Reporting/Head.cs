using System.Globalization;
using Kernels.Benchmarks.Reporting;

namespace Kernels.PeerBench.Reporting;

/// <summary>The lines above a table.</summary>
internal static class Head
{
    private const string LoadFile = "/proc/loadavg";

    /// <summary>The processor, how samples are taken, how busy the machine is, and a line per participant.</summary>
    public static void Write(PeerOptions options, IEnumerable<string> lines)
    {
        Console.WriteLine($"{Processor.Name()}; {options.Rounds} rounds in turn, {options.Sample / 1e6:F0} ms per sample, {(options.Clock.IsProcessor ? "processor time of the thread" : "time on the wall")}");
        if (Load() is { } load) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Load average of the last minute: {load:F2}"));
        foreach (var line in lines) Console.WriteLine("- " + line);
    }

    /// <summary>The mean number of threads that ran or waited for a core in the last minute; null where the system does not say it as Linux does.</summary>
    public static double? Load() => File.Exists(LoadFile) ? ReadLoad(File.ReadAllText(LoadFile)) : null;

    /// <summary>The first number of the file's line.</summary>
    public static double? ReadLoad(string text) => double.TryParse(text.Split(' ')[0], CultureInfo.InvariantCulture, out var load) ? load : null;
}
