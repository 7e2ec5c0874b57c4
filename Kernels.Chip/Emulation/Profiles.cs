using Kernels.Model;

namespace Kernels.Chip;

/// <summary>In words, what the figures of a report rest on.</summary>
internal static class Profiles
{
    public static string Of(ChipModel chip, IEnumerable<Phase> phases)
    {
        var activities = phases.Select(phase => phase.Activity).Where(activity => activity.Rows > 0).ToArray();
        if (activities.Length == 0) return "nothing ran";
        var layers = activities.SelectMany(activity => activity.Layers).ToArray();
        var words = new List<string> { Mode(activities, layers) };
        var spiking = layers.Where(layer => layer.SpikingInputs > 0).ToArray();
        foreach (var (code, steps) in spiking.Select(layer => (layer.Code, layer.Steps)).Distinct())
            words.Add(FormattableString.Invariant($"{code.ToString().ToLowerInvariant()} code of {steps} steps"));
        if (spiking.Length > 0) words.Add(chip.Policy == SpikePolicy.Skip ? "skip policy" : "dense-gated policy");
        var floats = activities.All(IsDense) ? 0 : layers.Where(layer => !layer.IsInteger).Select(layer => layer.Layer).Distinct().Count();
        if (floats > 0) words.Add(FormattableString.Invariant($"{floats} f32 layers priced as int8"));
        return string.Join(", ", words);
    }

    private static string Mode(Activity[] activities, LayerActivity[] layers)
    {
        if (activities.All(IsDense)) return "dense, priced as int8";
        var placements = layers.Where(layer => layer.IsInteger).Select(layer => layer.Placement).Distinct().Where(placement => placement != Placement.Dense).ToArray();
        return placements.Length == 0 ? "int8, all on the dense side" : string.Join(" and ", placements.Select(placement => placement.ToString().ToLowerInvariant()));
    }

    private static bool IsDense(Activity activity) => activity.Mode == Kernels.Mode.Dense;
}
