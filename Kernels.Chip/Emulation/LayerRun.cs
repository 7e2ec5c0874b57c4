using Kernels.Model;

namespace Kernels.Chip;

/// <summary>One operation on its way through the stages; each fills in its part.</summary>
internal sealed class LayerRun(
    PlacedOperation placed, LayerActivity? activity, NeuronActivity? neurons, long rows, long passes, Bytes resident, bool isCold, long keysSeen)
{
    public PlacedOperation Placed { get; } = placed;

    public ChipOperation Operation => Placed.Operation;

    /// <summary>What entered it; null for all but linear layers.</summary>
    public LayerActivity? Activity { get; } = activity;

    /// <summary>What neurons did; null for all but encoders, neurons and integrators.</summary>
    public NeuronActivity? Neurons { get; } = neurons;

    public long Rows { get; } = rows;

    /// <summary>Rows that weights meet: where the definition runs over time, every step of a row is one, and so is every window of an image (assumed: they lie side by side in the lanes).</summary>
    public long WorkRows => Rows * Operation.WorkRows;

    public long WorkRowsPerPass => RowsPerPass * Operation.WorkRows;

    public long Passes { get; } = passes;

    /// <summary>Rows of the fullest pass.</summary>
    public long RowsPerPass => Passes == 0 ? 0 : ((Rows - 1) / Passes) + 1;

    /// <summary>Bytes of its weights that stay on the chip once they are there.</summary>
    public Bytes Resident { get; } = resident;

    /// <summary>Passes that find them there: all, but for the very first of a run.</summary>
    public long WarmPasses => isCold ? Math.Max(0, Passes - 1) : Passes;

    /// <summary>Keys that the rows could see, added up.</summary>
    public long KeysSeen { get; } = keysSeen;

    // Map.
    public ChipMapping Mapping { get; set; } = ChipMapping.None;

    // Count.
    public Dictionary<(ChipEvent Event, EnergyPart Part), long> Counts { get; } = [];

    public Bytes External { get; set; }

    // Time.
    public Cycles Compute { get; set; }

    public Cycles Port { get; set; }

    public Cycles Total => Cycles.Max(Compute, Port);

    // Price.
    public List<EventLine> Lines { get; } = [];

    public void Add(ChipEvent what, EnergyPart part, double count)
    {
        var whole = checked((long)Math.Ceiling(Quantity.Of(count, what.ToString())));
        if (whole > 0) Counts[(what, part)] = checked(Counts.GetValueOrDefault((what, part)) + whole);
    }

    public InputCount Inputs => Activity is { } a ? new(a.Values, a.DenseInputs, a.SpikingInputs, a.SkippedInputs) : default;

    public LayerReport Report() => new(
        Placed.Name, Operation.Kind, Rows, Inputs, Mapping.TileVisits, Mapping.TilesOfCore,
        Lines.ToEquatableList(), EnergySplit.Of(Lines), External, Compute, Port, Total);
}
