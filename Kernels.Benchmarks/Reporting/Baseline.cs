using System.Text.Json;
using System.Text.Json.Serialization;
using Kernels.Benchmarks.Measuring;

namespace Kernels.Benchmarks.Reporting;

/// <summary>Figures of a network, with the processor they were taken on.</summary>
/// <param name="Cpu">The processor.</param>
/// <param name="Tiers">One entry per register width.</param>
internal sealed record Baseline(string Cpu, IReadOnlyList<TierResult> Tiers)
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, NewLine = "\n", Converters = { new JsonStringEnumConverter() } };

    /// <summary>The baseline to compare with: the one asked for, else all that this processor has; null when there is none.</summary>
    /// <exception cref="BenchException">It is unreadable, or of another processor.</exception>
    public static IReadOnlyDictionary<string, Baseline> Find(BenchOptions options, string cpu)
    {
        if (options.BaselineFile is { } file) return Read(file, cpu);
        var path = PathOf(options.BaselineFolder, cpu);
        return File.Exists(path) ? Read(path, cpu) : new Dictionary<string, Baseline>();
    }

    /// <summary>Writes this network's figures beside those of others on the same processor.</summary>
    /// <returns>The file.</returns>
    public string Save(string folder, string network)
    {
        var path = PathOf(folder, Cpu);
        var all = new SortedDictionary<string, Baseline>(StringComparer.Ordinal);
        if (File.Exists(path))
            foreach (var (name, kept) in Read(path, Cpu)) all[name] = kept;
        all[network] = this;
        Directory.CreateDirectory(folder);
        File.WriteAllText(path, JsonSerializer.Serialize(all, s_json) + "\n");
        return path;
    }

    /// <summary>The case as it was then; null when it was not measured.</summary>
    public CaseResult? Case(TierResult tier, CaseResult now) => Tiers.FirstOrDefault(then => then.Isa == tier.Isa)?
        .Cases.FirstOrDefault(then => then.Mode == now.Mode && then.Rows == now.Rows);

    private static string PathOf(string folder, string cpu) => Path.Combine(folder, Processor.FileName(cpu) + ".json");

    private static Dictionary<string, Baseline> Read(string file, string cpu)
    {
        Dictionary<string, Baseline> all;
        try
        {
            all = JsonSerializer.Deserialize<Dictionary<string, Baseline>>(File.ReadAllText(file), s_json) ?? [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new BenchException($"{file}: no baseline ({error.Message})");
        }

        foreach (var baseline in all.Values)
            if (baseline?.Cpu != cpu)
                throw new BenchException($"{file} was measured on \"{baseline?.Cpu}\", this is \"{cpu}\": figures of two processors cannot be compared. Make one for this processor with --save.");
        return all;
    }
}
