using Kernels.Model;

namespace Kernels.Chip;

/// <summary>Joins a program with the activity of a phase: by the names of layers.</summary>
internal static class PhaseLayers
{
    public static IEnumerable<LayerRun> Of(EmulationRun run, Phase phase, bool isFirst)
    {
        var recorded = phase.Activity.Layers.ToDictionary(layer => layer.Layer, StringComparer.Ordinal);
        var neurons = phase.Activity.Neurons.ToDictionary(layer => layer.Layer, StringComparer.Ordinal);
        var placed = run.Program.Expand().ToArray();
        // Norms, functions and sums are not recorded: in the tail they see the rows that its linear layers saw.
        var tailRows = placed.Where(item => item.IsTail && item.Operation.Kind == ChipKind.Linear).Select(item => RowsOf(Find(recorded, item), item))
            .DefaultIfEmpty(phase.Activity.Rows).Max();
        var free = run.Chip.ResidentWeights;
        foreach (var item in placed)
        {
            var stays = Bytes.Min(free, new Bytes(item.Operation.WeightBytes));
            free -= stays;
            var activity = item.Operation.Kind == ChipKind.Linear ? Find(recorded, item) : null;
            var fired = item.Operation.Kind is ChipKind.Encoder or ChipKind.Neuron or ChipKind.Integrator ? Find(neurons, item) : null;
            var rows = activity is not null ? RowsOf(activity, item) : fired?.Rows ?? (item.IsTail ? tailRows : phase.Activity.Rows);
            yield return new LayerRun(item, activity, fired, rows, Math.Min(phase.Passes, rows), stays, isFirst, phase.Activity.KeysSeen);
        }
    }

    /// <summary>A layer on spikes of the definition saw every step of a row.</summary>
    private static long RowsOf(LayerActivity activity, PlacedOperation item) => activity.Rows / Math.Max(1, item.Operation.Steps);

    private static NeuronActivity Find(Dictionary<string, NeuronActivity> recorded, PlacedOperation item)
    {
        if (!recorded.TryGetValue(item.Name, out var activity))
            throw new ArgumentException($"Nothing was recorded for {item.Name}.");
        return activity.Width == item.Operation.Outputs && activity.Steps == item.Operation.Steps ? activity : throw new ArgumentException(
            $"{item.Name} has {item.Operation.Outputs} neurons and {item.Operation.Steps} steps, what was recorded {activity.Width} and {activity.Steps}.");
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
