using Kernels.Model;

namespace Kernels.Chip;

/// <summary>Stage 2, count: what happens, in events. docs/chip.md says each rule in words.</summary>
internal static class EventCounter
{
    private const int BitsOfValue = 8;

    public static void Count(LayerRun layer, EmulationRun run)
    {
        if (layer.Rows == 0) return;
        switch (layer.Operation.Kind)
        {
            case ChipKind.Linear:
                Linear(layer, run.Chip);
                break;
            case ChipKind.Attention:
                Attention(layer, run.Chip);
                break;
            case ChipKind.Norm or ChipKind.Function or ChipKind.Sum or ChipKind.Embedding:
                layer.Add(ChipEvent.AuxiliaryOperation, EnergyPart.Dense, (double)AuxiliaryUnit.OperationsPerValue(layer.Operation) * layer.Operation.Outputs * layer.Rows);
                break;
            case ChipKind.Encoder:
                layer.Add(ChipEvent.EncoderStep, EnergyPart.Spiking, layer.Neurons!.Updates);
                break;
            case ChipKind.Neuron or ChipKind.Integrator:
                layer.Add(ChipEvent.NeuronUpdate, EnergyPart.Spiking, layer.Neurons!.Updates);
                break;
            default:
                throw new InvalidOperationException("an operation without events: " + layer.Operation.Kind);
        }

        SharedMemory(layer);
        External(layer, run.Chip);
    }

    private static void Linear(LayerRun layer, ChipModel chip)
    {
        var (activity, operation, mapping) = (layer.Activity!, layer.Operation, layer.Mapping);
        layer.Add(ChipEvent.Product, EnergyPart.Dense, activity.Products);
        layer.Add(activity.Code == SpikeCode.Rate ? ChipEvent.Addition : ChipEvent.ShiftedAddition, EnergyPart.Spiking, activity.Accumulations);
        // Spikes of the definition come from encoders and neurons of their own.
        if (operation.Steps == 0) layer.Add(ChipEvent.EncoderStep, EnergyPart.Spiking, (double)activity.SpikingInputs * activity.Steps);

        // A weight is read once for the rows of a tile, and not at all when the input is zero in each of them.
        var rowsPerTile = (double)layer.WorkRows / (mapping.RowTiles * layer.Passes);
        var zero = (double)activity.SkippedInputs / activity.Values;
        var touched = chip.Policy == SpikePolicy.Skip ? 1 - Math.Pow(zero, rowsPerTile) : 1;
        var weights = (double)operation.Inputs * operation.Outputs * touched * mapping.RowTiles * layer.Passes;
        // An input is read once for the outputs of a column.
        var inputs = (double)(activity.DenseInputs + activity.SpikingInputs) * ChipMapper.Pieces(operation.Outputs, chip.OutputLanes);
        layer.Add(ChipEvent.CoreMemoryBit, EnergyPart.OnChipMemory, BitsOfValue * (weights + inputs));
    }

    /// <summary>Scores and mix on the dense side: a key or value is read once for the rows of a tile, a query once for the lanes of outputs.</summary>
    private static void Attention(LayerRun layer, ChipModel chip)
    {
        var products = 2.0 * layer.KeysSeen * layer.Operation.Outputs;
        layer.Add(ChipEvent.Product, EnergyPart.Dense, products);
        layer.Add(ChipEvent.CoreMemoryBit, EnergyPart.OnChipMemory,
            products * ((BitsOfValue / (double)ChipMapper.RowLanes(chip, layer.RowsPerPass)) + (BitsOfValue / (double)chip.OutputLanes)));
        layer.Add(ChipEvent.AuxiliaryOperation, EnergyPart.Dense, AuxiliaryUnit.Softmax(layer));
    }

    /// <summary>Every operation reads its input from the shared memory once and writes its output there once.</summary>
    private static void SharedMemory(LayerRun layer)
    {
        var inputs = layer.Operation.Kind == ChipKind.Embedding ? 0 : layer.Operation.InputBytes;
        layer.Add(ChipEvent.SharedMemoryBit, EnergyPart.OnChipMemory, (double)BitsOfValue * (inputs + layer.Operation.OutputBytes) * layer.Rows);
        if (layer.Operation.Kind == ChipKind.Linear)
            layer.Add(ChipEvent.SharedMemoryBit, EnergyPart.OnChipMemory, (double)layer.Resident.Bits * layer.WarmPasses);
    }

    /// <summary>Weights that are not on the chip, once per pass; table rows; keys and values; and, where it counts, activations that do not fit.</summary>
    private static void External(LayerRun layer, ChipModel chip)
    {
        var operation = layer.Operation;
        var weights = (new Bytes(operation.WeightBytes) * layer.Passes) - (layer.Resident * layer.WarmPasses);
        layer.External = weights + (new Bytes(operation.RowBytes) * layer.Rows) + KeysAndValues(layer) + Spill(layer, chip);
        layer.Add(ChipEvent.ExternalMemoryBit, EnergyPart.ExternalMemory, layer.External.Bits);
        // Weights pass through the buffers of the cores.
        layer.Add(ChipEvent.CoreMemoryBit, EnergyPart.OnChipMemory, weights.Bits);
    }

    /// <summary>A key and a value of each row are written; all up to the last row, or all of the memory, are read once per pass, head by head.</summary>
    private static Bytes KeysAndValues(LayerRun layer)
    {
        var keys = layer.Operation.Keys;
        if (layer.Operation is { Kind: ChipKind.Linear } && keys == AttentionKind.Cross) return new Bytes(layer.Operation.Outputs) * layer.Rows;
        if (layer.Operation.Kind != ChipKind.Attention) return default;
        var perPass = (double)layer.Rows / layer.Passes;
        var lastKey = (layer.KeysSeen / (double)layer.Rows) + (keys == AttentionKind.Causal ? (perPass - 1) / 2 : 0);
        var written = keys == AttentionKind.Cross ? 0 : layer.Rows;
        return new Bytes(checked((long)Math.Ceiling(2.0 * layer.Operation.Outputs * (written + (lastKey * layer.Passes)))));
    }

    private static Bytes Spill(LayerRun layer, ChipModel chip)
    {
        if (!chip.CountSpill || layer.Operation.Kind != ChipKind.Linear) return default;
        var pass = new Bytes(checked((layer.Operation.InputBytes + layer.Operation.OutputBytes) * layer.RowsPerPass));
        return (pass - Bytes.Min(pass, chip.SharedMemory)) * layer.Passes;
    }
}
