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
                ("bytes of weights", expected.WeightBytes, actual.WeightBytes),
            })
            {
                if (defined != recorded)
                    return (actual.Layer, string.Create(CultureInfo.InvariantCulture, $"{recorded} {what} were recorded, the definition counted {defined}"));
            }
        }

        if (counts.Neurons.Count != activity.Neurons.Count)
            return ("output", string.Create(CultureInfo.InvariantCulture, $"{activity.Neurons.Count} layers of neurons were recorded, the definition has {counts.Neurons.Count}"));
        for (var i = 0; i < counts.Neurons.Count; i++)
        {
            var (expected, actual) = (counts.Neurons[i], activity.Neurons[i]);
            if ((expected.Rows, expected.Updates, expected.Spikes) != (actual.Rows, actual.Updates, actual.Spikes))
                return (actual.Layer, string.Create(CultureInfo.InvariantCulture,
                    $"{actual.Rows} rows, {actual.Updates} updates and {actual.Spikes} spikes were recorded, the definition counted {expected.Rows}, {expected.Updates} and {expected.Spikes}"));
        }

        return null;
    }
}
