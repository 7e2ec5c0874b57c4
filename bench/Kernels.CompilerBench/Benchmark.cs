using System.Diagnostics;
using System.Globalization;
using Kernels.Models;

namespace Kernels.CompilerBench;

/// <summary>Times the first load of an unseen size and loads from the cache, each in a new process.</summary>
internal static class Benchmark
{
    private const double FirstGoal = 5.0;
    private const double CachedGoal = 0.5;
    private const ulong Seed = 7;

    /// <summary>Sizes that nobody ships.</summary>
    private static readonly Gpt2Config s_unseen = new(Vocabulary: 8000, Width: 320, Layers: 6, Heads: 5, Positions: 512);

    /// <summary>Prints a table; rounds are single numbers, since a shared machine makes each of them differ.</summary>
    public static int Run(int rounds)
    {
        var scratch = Directory.CreateTempSubdirectory("kernels-bench-");
        try
        {
            var folder = scratch.CreateSubdirectory("model").FullName;
            RandomCheckpoint.Write(folder, s_unseen, Seed);
            Console.WriteLine($"GPT-2 of {s_unseen.Describe()}: {s_unseen.Parameters.ToString("N0", CultureInfo.InvariantCulture)} weights");
            Console.WriteLine($"{Environment.ProcessorCount} cores; ISA {Machine.Name(Machine.Widest)}; load average {LoadAverage()}");
            var (first, cached) = (new List<Sample>(), new List<Sample>());
            for (var round = 0; round < rounds; round++)
            {
                var cache = Path.Combine(scratch.FullName, "cache" + round.ToString(CultureInfo.InvariantCulture));
                first.Add(Measure(folder, cache));
                cached.Add(Measure(folder, cache));
            }

            if (first.Concat(cached).Select(sample => sample.Scores).Distinct().Count() != 1) throw new InvalidOperationException("Two loads gave different scores.");
            Print("first load", first, FirstGoal);
            Print("cached", cached, CachedGoal);
            Console.WriteLine($"load average at the end {LoadAverage()}");
            return 0;
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static void Print(string name, List<Sample> samples, double goal)
    {
        var loads = samples.Select(sample => sample.Load).Order().ToList();
        var line = string.Create(CultureInfo.InvariantCulture,
            $"{name,-10}  load: best {loads[0]:F2} s, median {loads[loads.Count / 2]:F2} s, worst {loads[^1]:F2} s (goal {goal:F1} s)  ");
        var own = samples.Select(sample => sample.Load - sample.Waited).Order().ToList();
        Console.WriteLine(line + string.Create(CultureInfo.InvariantCulture,
            $"without waiting for a core: best {own[0]:F2} s, median {own[own.Count / 2]:F2} s  first scores: best {samples.Min(s => s.First):F2} s  whole process: best {samples.Min(s => s.Process):F2} s, processor time {samples.Min(s => s.Processor):F2} s"));
    }

    private static Sample Measure(string folder, string cache)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Kernels.CompilerBench.dll"));
        foreach (var argument in new[] { "load", folder, cache }) start.ArgumentList.Add(argument);
        var watch = Stopwatch.StartNew();
        using var child = Process.Start(start)!;
        var words = child.StandardOutput.ReadToEnd().Split(' ', '\n');
        child.WaitForExit();
        if (child.ExitCode != 0) throw new InvalidOperationException($"The load ended with {child.ExitCode.ToString(CultureInfo.InvariantCulture)}.");
        return new(watch.Elapsed.TotalSeconds, Number(words[0]), Number(words[1]), Number(words[2]), Number(words[3]), words[4]);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string LoadAverage() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    private sealed record Sample(double Process, double Load, double Waited, double First, double Processor, string Scores);
}
