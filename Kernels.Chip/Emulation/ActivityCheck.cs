using Kernels.Model;

namespace Kernels.Chip;

/// <summary>Refuses activity that is of another network, or that contradicts itself, before anything is counted from it.</summary>
internal sealed class ActivityCheck
{
    private const string Again = "Record the run again, and do not change what was recorded.";
    private const string Other = "The activity is of another network.";

    private readonly Activity _activity;
    private readonly Dictionary<string, LayerActivity> _layers;
    private readonly Dictionary<string, NeuronActivity> _neurons;

    private ActivityCheck(Activity activity)
    {
        _activity = activity;
        if (activity.Layers is null || activity.Neurons is null) throw Refused($"The activity has no list of layers or neurons. {Again}");
        _layers = ByName(activity.Layers, layer => layer?.Layer);
        _neurons = ByName(activity.Neurons, neurons => neurons?.Layer);
    }

    /// <summary>Checks what a phase says happened in a program.</summary>
    /// <exception cref="ArgumentException">It cannot have happened there; the message says why not.</exception>
    public static void Check(ChipProgram program, Phase phase)
    {
        if (phase is null) throw Refused($"A phase is null. Make each with Phase.Prefill or Phase.Decode.");
        if (!Enum.IsDefined(phase.Kind)) throw Refused($"The phase is of the kind {phase.Kind}, which does not exist. Use {PhaseKind.Prefill}, {PhaseKind.Decode} or {PhaseKind.Encode}.");
        if (phase.Activity is not { } activity) throw Refused($"A phase has no activity. {Phase.HowToRecord}");
        if (activity.Rows < 0 || activity.KeysSeen < 0 || activity.MemoryKeysSeen < 0) throw Refused($"The activity has {activity.Rows} rows that saw {activity.KeysSeen} keys. {Again}");
        if (phase.Passes < (activity.Rows > 0 ? 1 : 0)) throw Refused($"The phase has {activity.Rows} rows in {phase.Passes} passes. Give it 1 pass or more.");
        if (!Enum.IsDefined(activity.Mode) || !Enum.IsDefined(activity.Code)) throw Refused($"The activity is of mode {activity.Mode} and code {activity.Code}, which do not both exist. {Again}");
        new ActivityCheck(activity).Check(program);
    }

    private void Check(ChipProgram program)
    {
        var left = new HashSet<string>(_layers.Keys.Concat(_neurons.Keys), StringComparer.Ordinal);
        long? tailRows = null, memoryRows = null;
        foreach (var item in program.Expand())
        {
            var operation = item.Operation;
            if (operation is { Kind: ChipKind.Attention, Keys: AttentionKind.Cross } && _activity.MemoryKeysSeen < _activity.Rows)
                throw Refused($"{_activity.Rows} rows saw {_activity.MemoryKeysSeen} keys of the memory, but each sees one at least. {Again}");
            if (operation is { Kind: ChipKind.Attention, Keys: not AttentionKind.Cross } && _activity.KeysSeen < _activity.Rows)
                throw Refused($"{_activity.Rows} rows saw {_activity.KeysSeen} keys, but each sees itself at least. {Again}");
            if (operation.Kind is not (ChipKind.Linear or ChipKind.Encoder or ChipKind.Neuron or ChipKind.Integrator)) continue;
            left.Remove(item.Name);
            var rows = operation.Kind == ChipKind.Linear ? RowsOf(Layer(item), item) : Neurons(item).Rows;
            if (operation.Keys == AttentionKind.Cross)
            {
                if (rows != (memoryRows ??= rows))
                    throw Refused($"{item.Name} took {rows} rows of the memory, the layer before it {memoryRows}. A pass that failed cannot be emulated. {Again}");
                continue;
            }

            if (!item.IsTail && rows != _activity.Rows)
                throw Refused($"{item.Name} took {rows} of the {_activity.Rows} rows that entered. A pass that failed cannot be emulated. {Again}");
            if (item.IsTail && (rows > _activity.Rows || rows != (tailRows ??= rows)))
                throw Refused($"{item.Name} took {rows} rows, the layer before it {tailRows ?? rows}, and {_activity.Rows} entered. A pass that failed cannot be emulated. {Again}");
        }

        if (left.Count > 0) throw Refused($"{left.First()} was recorded, but the program has no such layer. {Other}");
    }

    private LayerActivity Layer(PlacedOperation item)
    {
        if (!_layers.TryGetValue(item.Name, out var layer)) throw Refused($"Nothing was recorded for {item.Name}. {Other}");
        if (layer.Inputs != item.Operation.Inputs || layer.Outputs != item.Operation.Outputs)
            throw Refused($"{item.Name} is {item.Operation.Inputs} to {item.Operation.Outputs}, what was recorded {layer.Inputs} to {layer.Outputs}. {Other}");
        if (layer.Placement is not (Placement.Dense or Placement.Spiking or Placement.Complementary) || !Enum.IsDefined(layer.Code))
            throw Refused($"{item.Name} was recorded with placement {layer.Placement} and code {layer.Code}, which no layer computes with. {Again}");
        if (layer.Rows < 0 || layer.Steps < 0) throw Refused($"{item.Name} was recorded with {layer.Rows} rows and {layer.Steps} steps. {Again}");
        Magnitudes(layer);
        if (layer.SpikingInputs > 0 && layer.Steps == 0) throw Refused($"{item.Name} has spikes in no time step. {Again}");
        return layer;
    }

    private static void Magnitudes(LayerActivity layer)
    {
        if (layer.Magnitudes is null || layer.Magnitudes.Count is not (0 or SpikeCost.LargestMagnitude + 1) || layer.Magnitudes.Any(count => count < 0))
            throw Refused($"The magnitudes of {layer.Layer} are no counts of 0 to {SpikeCost.LargestMagnitude}. {Again}");
        if (layer.Magnitudes.Count == 0 && (layer.Placement == Placement.Dense || layer.Rows == 0)) return;
        var counted = layer.Magnitudes.Aggregate(default(Int128), (sum, count) => sum + count);
        if (counted != (Int128)layer.Rows * layer.Inputs)
            throw Refused($"{layer.Rows} rows of {layer.Inputs} inputs entered {layer.Layer}, but {counted} magnitudes were counted. {Again}");
    }

    /// <summary>A layer on spikes of the definition saw every step of a row, a convolution every window.</summary>
    private static long RowsOf(LayerActivity layer, PlacedOperation item)
    {
        var (rows, rest) = Math.DivRem(layer.Rows, item.Operation.WorkRows);
        return rest == 0 ? rows : throw Refused($"{item.Name} takes {item.Operation.WorkRows} {(item.Operation.Positions > 1 ? "windows" : "time steps")} per row, but {layer.Rows} {(item.Operation.Positions > 1 ? "windows" : "steps")} were recorded. {Again}");
    }

    private NeuronActivity Neurons(PlacedOperation item)
    {
        if (!_neurons.TryGetValue(item.Name, out var neurons)) throw Refused($"Nothing was recorded for {item.Name}. {Other}");
        if (neurons.Width != item.Operation.Outputs || neurons.Steps != item.Operation.Steps)
            throw Refused($"{item.Name} has {item.Operation.Outputs} neurons and {item.Operation.Steps} steps, what was recorded {neurons.Width} and {neurons.Steps}. {Other}");
        if (neurons.Rows < 0 || neurons.Spikes < 0 || neurons.Spikes > (Int128)neurons.Rows * neurons.Steps * neurons.Width)
            throw Refused($"{item.Name} was recorded with {neurons.Spikes} spikes in {neurons.Rows} rows. {Again}");
        return neurons;
    }

    private static Dictionary<string, T> ByName<T>(EquatableList<T> items, Func<T, string?> name)
    {
        var byName = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (name(item) is not { } named) throw Refused($"A layer of the activity has no name. {Again}");
            if (!byName.TryAdd(named, item)) throw Refused($"{named} was recorded twice. {Again}");
        }

        return byName;
    }

    private static ArgumentException Refused(FormattableString message) => new(FormattableString.Invariant(message), "phases");
}
