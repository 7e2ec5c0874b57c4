using Kernels.Model;

namespace Kernels.Chip;

/// <summary>
/// Runs a chip program over recorded activity: what happened decides what is counted, and nothing is drawn or measured here. Weights that fit
/// stay on the chip after the first pass, the first layers first; all others cross the port once per pass.
/// </summary>
public static class Emulator
{
    /// <summary>Emulates a run.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="program">The network's program.</param>
    /// <param name="point">Voltage and clock.</param>
    /// <param name="phases">One or more, in the order in which they ran; those without rows are left out of the report.</param>
    /// <exception cref="ArgumentOutOfRangeException">The chip cannot run at that point, or has a size without sense.</exception>
    /// <exception cref="ArgumentException">No phase; or the activity is not of this program, contradicts itself, or is of a pass that failed.</exception>
    public static ChipReport Run(ChipModel chip, ChipProgram program, OperatingPoint point, params Phase[] phases)
    {
        ArgumentNullException.ThrowIfNull(chip);
        ArgumentNullException.ThrowIfNull(phases);
        chip.Check().Curve.Check(point);
        ProgramCheck.Check(program);
        if (phases.Length == 0) throw new ArgumentException("No phase was given. Give one or more, as in Phase.Prefill(network.TakeActivity()!).", nameof(phases));
        foreach (var phase in phases) ActivityCheck.Check(program, phase);
        var reports = new List<PhaseReport>();
        foreach (var phase in phases.Where(phase => phase.Activity.Rows > 0))
            reports.Add(Run(new EmulationRun(chip, program, point), phase, isFirst: reports.Count == 0));
        var energy = reports.Aggregate(default(EnergySplit), (sum, report) => sum + report.Energy);
        var cycles = reports.Aggregate(default(Cycles), (sum, report) => sum + report.Cycles);
        return new ChipReport(chip, program, point, Profiles.Of(chip, phases), reports.ToEquatableList(), energy, cycles.At(point.Clock));
    }

    private static PhaseReport Run(EmulationRun run, Phase phase, bool isFirst)
    {
        var layers = new List<LayerReport>();
        foreach (var layer in PhaseLayers.Of(run, phase, isFirst))
        {
            foreach (var stage in Stages.All) stage.Run(layer, run);
            layers.Add(layer.Report());
        }

        return new PhaseReport(
            phase.Kind, phase.Activity.Rows, phase.Passes, layers.ToEquatableList(),
            layers.Aggregate(default(EnergySplit), (sum, layer) => sum + layer.Energy),
            layers.Aggregate(default(Cycles), (sum, layer) => sum + layer.ComputeCycles),
            layers.Aggregate(default(Cycles), (sum, layer) => sum + layer.PortCycles),
            layers.Aggregate(default(Cycles), (sum, layer) => sum + layer.Cycles));
    }
}
