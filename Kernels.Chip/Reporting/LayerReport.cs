using Kernels.Model;

namespace Kernels.Chip;

/// <summary>What one layer did and cost in one phase.</summary>
/// <param name="Layer">The layer's path, as in <c>Blocks[3].Grow</c>.</param>
/// <param name="Kind">What work it is.</param>
/// <param name="Rows">Rows that passed.</param>
/// <param name="Inputs">Where its inputs went.</param>
/// <param name="TileVisits">Times that a weight tile had to be worked on: tiles x row tiles x passes.</param>
/// <param name="TilesOfCore">How many of them each core did.</param>
/// <param name="Events">What happened.</param>
/// <param name="Energy">What it cost.</param>
/// <param name="External">Bytes across the port.</param>
/// <param name="ComputeCycles">Cycles if external memory were never waited for: the compute bound.</param>
/// <param name="PortCycles">Cycles if cores were never waited for: the memory bound.</param>
/// <param name="Cycles">The greater of both: buffers are double, so that one hides the other.</param>
public sealed record LayerReport(
    string Layer, ChipKind Kind, long Rows, InputCount Inputs, long TileVisits, EquatableList<long> TilesOfCore,
    EquatableList<EventLine> Events, EnergySplit Energy, Bytes External, Cycles ComputeCycles, Cycles PortCycles, Cycles Cycles)
{
    /// <summary>How often something happened.</summary>
    public long Count(ChipEvent what)
    {
        var sum = 0L;
        foreach (var line in Events)
            if (line.Event == what) sum = checked(sum + line.Count);
        return sum;
    }
}

/// <summary>Inputs of a linear layer over all rows.</summary>
/// <param name="Values">All of them.</param>
/// <param name="Dense">Computed as products.</param>
/// <param name="Spiking">Carried by spikes.</param>
/// <param name="Skipped">Zeros that cost nothing.</param>
public readonly record struct InputCount(long Values, long Dense, long Spiking, long Skipped);
