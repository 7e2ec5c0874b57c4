using Kernels.Model;

namespace Kernels.Chip;

/// <summary>Joins a program with the activity of a phase: by the names of layers.</summary>
internal static class PhaseLayers
{
    public static IEnumerable<LayerRun> Of(EmulationRun run, Phase phase, bool isFirst)
    {
        var recorded = phase.Activity.Layers.ToDictionary(layer => layer.Layer, StringComparer.Ordinal);
        var placed = run.Program.Expand().ToArray();
        // Norms, functions and sums are not recorded: in the tail they see the rows that its linear layers saw.
        var tailRows = placed.Where(item => item.IsTail && item.Operation.Kind == ChipKind.Linear).Select(item => Find(recorded, item).Rows)
            .DefaultIfEmpty(phase.Activity.Rows).Max();
        var free = run.Chip.ResidentWeights;
        foreach (var item in placed)
        {
            var stays = Bytes.Min(free, new Bytes(item.Operation.WeightBytes));
            free -= stays;
            var activity = item.Operation.Kind == ChipKind.Linear ? Find(recorded, item) : null;
            var rows = activity?.Rows ?? (item.IsTail ? tailRows : phase.Activity.Rows);
            yield return new LayerRun(item, activity, rows, Math.Min(phase.Passes, rows), stays, isFirst, phase.Activity.KeysSeen);
        }
    }

    private static LayerActivity Find(Dictionary<string, LayerActivity> recorded, PlacedOperation item)
    {
        if (!recorded.TryGetValue(item.Name, out var activity))
            throw new ArgumentException($"Nothing was recorded for {item.Name}.");
        if (activity.Inputs != item.Operation.Inputs || activity.Outputs != item.Operation.Outputs)
            throw new ArgumentException(
                $"{item.Name} is {item.Operation.Inputs} to {item.Operation.Outputs}, what was recorded {activity.Inputs} to {activity.Outputs}.");
        return activity;
    }
}
