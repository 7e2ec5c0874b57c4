using Kernels.Model;

namespace Kernels.Chip;

/// <summary>A part of a run that shares its weights differently from the others.</summary>
public enum PhaseKind
{
    /// <summary>The prompt, in one pass: all its rows share one reading of the weights.</summary>
    Prefill,

    /// <summary>One token after the other: each reads the weights again.</summary>
    Decode,

    /// <summary>The source of an encoder-decoder, in one pass of the encoder.</summary>
    Encode,
}

/// <summary>What one phase did and cost.</summary>
/// <param name="Kind">Which phase.</param>
/// <param name="Rows">Rows (tokens) that passed; those of a memory are not counted.</param>
/// <param name="Passes">Passes over the weights.</param>
/// <param name="Layers">Layer by layer.</param>
/// <param name="Energy">What it cost.</param>
/// <param name="ComputeCycles">The compute bound.</param>
/// <param name="PortCycles">The memory bound.</param>
/// <param name="Cycles">What it took: the greater bound of each layer, added up.</param>
public sealed record PhaseReport(
    PhaseKind Kind, long Rows, long Passes, EquatableList<LayerReport> Layers, EnergySplit Energy,
    Cycles ComputeCycles, Cycles PortCycles, Cycles Cycles)
{
    /// <summary>The energy of one row.</summary>
    public EnergySplit EnergyPerRow => Energy / Rows;
}
