using System.Globalization;
using System.Text.Json;

namespace Kernels.StartBench;

/// <summary>
/// Times the command line tool from the start of its process to the first token of the embedded model, each run a new process, and what of it
/// the runtime takes before any of our code runs.
/// </summary>
internal static class Benchmark
{
    private const string Tool = "Kernels.Cli";
    private const double OwnGoal = 0.4;

    /// <summary>Prints a table; the programs take turns, so that what disturbs one disturbs the others.</summary>
    public static int Run(int rounds)
    {
        Console.WriteLine($"{Environment.ProcessorCount} cores; ISA {Machine.Name(Machine.Widest)}; load average {LoadAverage()}");
        var (nothing, version, token, whole, ready, firstPass) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());

        // The first round brings the files into memory and does not count.
        for (var round = 0; round <= rounds; round++)
        {
            var empty = Child.Run("Kernels.StartBench", "nothing");
            var trivial = Child.Run(Tool, "--version");
            var generate = Child.Run(Tool, "generate", "--tokens", "1", "--seed", "1");
            using var bench = JsonDocument.Parse(Child.Run(Tool, "bench", "--prompt-tokens", "1", "--tokens", "1", "--rounds", "1", "--json").Output);
            if (round == 0) continue;
            nothing.Add(empty.Whole);
            version.Add(trivial.Whole);
            token.Add(generate.FirstByte);
            whole.Add(generate.Whole);
            ready.Add(bench.RootElement.GetProperty("ready_seconds").GetDouble());
            firstPass.Add(bench.RootElement.GetProperty("first_token_seconds").GetDouble());
        }

        Print("the runtime, with nothing to do", nothing);
        Print("kernels --version, to its end", version);
        Print("kernels generate, to the first token", token);
        Print("kernels generate --tokens 1, to its end", whole);
        var own = token.Zip(nothing, (ours, runtimes) => ours - runtimes).ToList();
        Print("first token, of it our own", own);
        Print("  until the command line is read", [.. version.Zip(nothing, (ours, runtimes) => ours - runtimes)]);
        Print("  until the model is loaded (clock of 10 ms)", [.. ready.Zip(nothing, (ours, runtimes) => ours - runtimes)]);
        Print("  the first pass, its kernels compiled", firstPass);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"goal of our own {OwnGoal:F3} s: {(Median(own) <= OwnGoal ? "met" : "missed")} by the median, {(own.Min() <= OwnGoal ? "met" : "missed")} by the best; load average at the end {LoadAverage()}"));
        return 0;
    }

    private static void Print(string name, List<double> seconds) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{name,-44} median {Median(seconds):F3} s, best {seconds.Min():F3} s, worst {seconds.Max():F3} s"));

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private static string LoadAverage() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
