using Kernels.Model;

namespace Kernels.Chip;

/// <summary>Joins a program with the activity of a phase, which <see cref="ActivityCheck"/> has seen: by the names of layers.</summary>
internal static class PhaseLayers
{
    public static IEnumerable<LayerRun> Of(EmulationRun run, Phase phase, bool isFirst)
    {
        var recorded = phase.Activity.Layers.ToDictionary(layer => layer.Layer, StringComparer.Ordinal);
        var neurons = phase.Activity.Neurons.ToDictionary(layer => layer.Layer, StringComparer.Ordinal);
        var placed = run.Program.Expand().ToArray();
        // Norms, functions and sums are not recorded: in the tail they see the rows that its linear layers saw.
        var tailRows = placed.Where(item => item is { IsTail: true, Operation: { Kind: ChipKind.Linear, Keys: not AttentionKind.Cross } }).Select(item => RowsOf(recorded[item.Name], item))
            .DefaultIfEmpty(phase.Activity.Rows).Max();
        var free = run.Chip.ResidentWeights;
        foreach (var item in placed)
        {
            var stays = Bytes.Min(free, new Bytes(item.Operation.WeightBytes));
            free -= stays;
            var activity = item.Operation.Kind == ChipKind.Linear ? recorded[item.Name] : null;
            var fired = item.Operation.Kind is ChipKind.Encoder or ChipKind.Neuron or ChipKind.Integrator ? neurons[item.Name] : null;
            var rows = activity is not null ? RowsOf(activity, item) : fired?.Rows ?? (item.IsTail ? tailRows : phase.Activity.Rows);
            yield return new LayerRun(item, activity, fired, rows, Math.Min(phase.Passes, rows), stays, isFirst,
                item.Operation.Keys == AttentionKind.Cross ? phase.Activity.MemoryKeysSeen : phase.Activity.KeysSeen);
        }
    }

    /// <summary>A layer on spikes of the definition saw every step of a row, a convolution every window.</summary>
    private static long RowsOf(LayerActivity activity, PlacedOperation item) => activity.Rows / item.Operation.WorkRows;
}
