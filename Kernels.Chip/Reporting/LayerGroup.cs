using System.Text.RegularExpressions;
using Kernels.Model;

namespace Kernels.Chip;

/// <summary>The same layer in all blocks of a stack, together.</summary>
/// <param name="Layer">The layer's path with a star for the block, as in <c>Blocks[*].Grow</c>.</param>
/// <param name="Count">How many layers these are.</param>
/// <param name="Energy">What they cost.</param>
/// <param name="ComputeCycles">The compute bound.</param>
/// <param name="PortCycles">The memory bound.</param>
/// <param name="Cycles">What they took.</param>
public sealed partial record LayerGroup(string Layer, int Count, EnergySplit Energy, Cycles ComputeCycles, Cycles PortCycles, Cycles Cycles)
{
    /// <summary>The layers of a phase, in the order of the program.</summary>
    public static EquatableList<LayerGroup> Of(PhaseReport phase) => (phase ?? throw new ArgumentNullException(nameof(phase))).Layers
        .GroupBy(layer => Block().Replace(layer.Layer, "[*]"))
        .Select(group => new LayerGroup(
            group.Key, group.Count(), group.Aggregate(default(EnergySplit), (sum, layer) => sum + layer.Energy),
            Sum(group, layer => layer.ComputeCycles), Sum(group, layer => layer.PortCycles), Sum(group, layer => layer.Cycles)))
        .ToEquatableList();

    private static Cycles Sum(IEnumerable<LayerReport> layers, Func<LayerReport, Cycles> value) =>
        layers.Aggregate(default(Cycles), (sum, layer) => sum + value(layer));

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Block();
}
