using Kernels.Model;

namespace Kernels.Chip;

/// <summary>Stage 3, time: the cycles of cores and port. Buffers are double, so a layer takes the greater of both.</summary>
internal static class Timing
{
    public static void Time(LayerRun layer, EmulationRun run)
    {
        if (layer.Rows == 0) return;
        layer.Port = run.Chip.PortCycles(layer.External, run.Point.Clock);
        var auxiliary = Auxiliary(layer, run.Chip);
        layer.Compute = layer.Operation.Kind switch
        {
            ChipKind.Linear => Linear(layer, run),
            ChipKind.Attention => Cycles.Max(Attention(layer, run.Chip), auxiliary),
            ChipKind.Encoder or ChipKind.Neuron or ChipKind.Integrator => Neurons(layer, run.Chip),
            // The auxiliary unit works behind the cores, on what they have just produced: only what takes longer is seen.
            _ => auxiliary - Hidden(auxiliary, run),
        };
        run.Slack = layer.Operation.Kind is ChipKind.Linear or ChipKind.Attention or ChipKind.Encoder or ChipKind.Neuron or ChipKind.Integrator
            ? layer.Compute
            : run.Slack - Hidden(auxiliary, run);
    }

    private static Cycles Hidden(Cycles auxiliary, EmulationRun run) => new(Math.Min(auxiliary.Count, run.Slack.Count));

    /// <summary>
    /// cycles = passes x (items of the busiest core x ceil(steps of a row / input lanes) + fill + drain), fill = row lanes + output lanes. A dense
    /// input is one step; m spikes are one under the skip policy; every input takes T / m under the gated one.
    /// </summary>
    private static Cycles Linear(LayerRun layer, EmulationRun run)
    {
        var (activity, mapping, program) = (layer.Activity!, layer.Mapping, run.Program);
        var chip = run.Chip;
        var dense = (double)activity.DenseInputs / layer.WorkRows;
        var spiking = chip.Policy == SpikePolicy.Skip || activity.SpikingInputs == 0
            ? (double)activity.Spikes / layer.WorkRows * Imbalance(activity, mapping)
            : (double)layer.Operation.Inputs * (layer.Operation.Steps == 0 ? activity.Steps : 1);
        var steps = Math.Ceiling((dense + (spiking / chip.SpikeLanes)) / mapping.InputLanes);
        var columnPasses = ChipMapper.Pieces(Math.Min(layer.Operation.Outputs, program.Tile.Outputs), chip.OutputLanes);
        var drain = activity.SpikingInputs > 0 ? chip.SwitchCycles : 0;
        return Cycles.Up((mapping.BusiestItems * steps * columnPasses) + chip.RowLanes + chip.OutputLanes + drain) * layer.Passes;
    }

    /// <summary>
    /// The fullest of L rows against the average, for sums of n independent trains (normal approximation): 1 + sqrt(2 ln L) cv / sqrt(n), with
    /// cv the deviation of spikes per input over their mean. Lanes that share one row take its spikes from one queue (assumed), so only rows
    /// wait for each other, and a single token for nobody.
    /// </summary>
    private static double Imbalance(LayerActivity activity, ChipMapping mapping)
    {
        if (activity.Spikes == 0) return 1;
        var cost = new SpikeCost(activity.Outputs, activity.Code);
        var (sum, squares) = (0.0, 0.0);
        for (var a = 0; a < activity.Magnitudes.Count; a++)
        {
            if (activity.DomainOf(a) != Domain.Spiking) continue;
            var spikes = (double)cost.Spikes(a);
            sum += activity.Magnitudes[a] * spikes;
            squares += activity.Magnitudes[a] * spikes * spikes;
        }

        var mean = sum / activity.Values;
        var deviation = Math.Sqrt(Math.Max(0, (squares / activity.Values) - (mean * mean)));
        return 1 + (Math.Sqrt(2 * Math.Log(mapping.RowLanes)) * deviation / (mean * Math.Sqrt(activity.Inputs)));
    }

    /// <summary>Heads, once per tile of rows, go to the cores.</summary>
    private static Cycles Attention(LayerRun layer, ChipModel chip)
    {
        var rowTiles = ChipMapper.Pieces(layer.RowsPerPass, ChipMapper.RowLanes(chip, layer.RowsPerPass));
        var cores = Math.Min(chip.Cores, layer.Operation.Heads * rowTiles);
        return Cycles.Up(2.0 * layer.KeysSeen * layer.Operation.Outputs / (cores * chip.CoreMultipliers))
            + (new Cycles(chip.RowLanes + chip.OutputLanes) * layer.Passes);
    }

    /// <summary>One membrane behind each output lane is updated per cycle (assumed).</summary>
    private static Cycles Neurons(LayerRun layer, ChipModel chip) => Cycles.Up(layer.Neurons!.Updates / ((double)chip.Cores * chip.OutputLanes));

    private static Cycles Auxiliary(LayerRun layer, ChipModel chip)
    {
        var operations = layer.Operation.Kind switch
        {
            ChipKind.Linear or ChipKind.Encoder or ChipKind.Neuron or ChipKind.Integrator => 0,
            ChipKind.Attention => AuxiliaryUnit.Softmax(layer),
            _ => (double)AuxiliaryUnit.OperationsPerValue(layer.Operation) * layer.Operation.Outputs * layer.Rows,
        };
        return operations == 0 ? default : Cycles.Up(operations / Math.Max(1, chip.AuxiliaryMultipliers));
    }
}
