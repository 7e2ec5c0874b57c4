using System.Globalization;

namespace Kernels.Testing.Checking;

/// <summary>Recorded activity against what the reference counted while it did the work.</summary>
internal static class CountComparison
{
    /// <summary>The first layer that differs, and how; null when all agree.</summary>
    public static (string Layer, string Problem)? Find(ReferenceCounts counts, Activity activity)
    {
        if (counts.Layers.Count != activity.Layers.Count)
            return ("output", string.Create(CultureInfo.InvariantCulture, $"{activity.Layers.Count} layers were recorded, the definition has {counts.Layers.Count}"));
        for (var i = 0; i < counts.Layers.Count; i++)
        {
            var (expected, actual) = (counts.Layers[i], activity.Layers[i]);
            foreach (var (what, defined, recorded) in new[]
            {
                ("rows", expected.Rows, actual.Rows), ("products", expected.Products, actual.Products), ("spikes", expected.Spikes, actual.Spikes),
                ("accumulations", expected.Accumulations, actual.Accumulations), ("skipped inputs", expected.Skips, actual.SkippedInputs),
            })
            {
                if (defined != recorded)
                    return (actual.Layer, string.Create(CultureInfo.InvariantCulture, $"{recorded} {what} were recorded, the definition counted {defined}"));
            }
        }

        return null;
    }
}
