using Kernels.Models;

namespace Kernels.CompressionBench;

/// <summary>Measures settings in turn: each round writes the same texts with each of them.</summary>
internal static class Frontier
{
    /// <summary>Bytes and speed of every setting.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="start">Starts the texts of a setting.</param>
    /// <param name="quality">What a setting loses or scores.</param>
    /// <param name="rounds">How often all are run, the one that warms up not counted.</param>
    public static List<Figures> Measure(IReadOnlyList<Setting> settings, Func<Setting, IEnumerable<IGeneration>> start, Func<Setting, double> quality, int rounds)
    {
        var runs = settings.Select(_ => new List<TextTraffic>()).ToList();
        for (var round = 0; round <= rounds; round++)
        {
            for (var i = 0; i < settings.Count; i++)
            {
                var run = TextTraffic.Measure(start(settings[i]));
                if (round > 0) runs[i].Add(run);
            }

            Console.Error.WriteLine($"round {round} of {rounds}");
        }

        var first = runs[0];
        return [.. settings.Select((setting, i) =>
        {
            var ratios = runs[i].Zip(first, (run, baseline) => run.Tokens / run.Time.TotalSeconds / (baseline.Tokens / baseline.Time.TotalSeconds)).Order().ToList();
            Console.Error.WriteLine(setting.Name);
            return new Figures(setting, runs[i][0].LayerBytesPerToken, runs[i][0].LayerBytesPerToken / first[0].LayerBytesPerToken, runs[i][0].CallRate, ratios[ratios.Count / 2], quality(setting));
        })];
    }
}
