namespace Kernels.Chip;

/// <summary>A chip: cores, memories, port, clock and prices. Every size is a parameter, because hardly one is public.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="Cores">Cores; each does both dense and spiking work.</param>
/// <param name="RowLanes">Rows (tokens) that share a weight in a core; rows that are missing turn their lanes to further inputs.</param>
/// <param name="OutputLanes">Outputs that share an input in a core.</param>
/// <param name="AuxiliaryMultipliers">Multipliers beside the cores, for norms, functions and softmax.</param>
/// <param name="SpikeLanes">Spikes that a multiplier's adders take per cycle; 8 partial products bound it.</param>
/// <param name="Policy">How the lanes go through spikes.</param>
/// <param name="Port">What clocks the port.</param>
/// <param name="PortBytesPerCycle">Bytes that cross the port per cycle of its clock.</param>
/// <param name="CountSpill">
/// Whether activations of a pass that exceed the shared memory are written to external memory and read again. Off: they are taken to stay on the
/// chip, as the published latencies seem to.
/// </param>
/// <param name="SwitchCycles">Cycles to drain a core between dense and spiking work.</param>
/// <param name="CoreWeights">A core's buffer for weights.</param>
/// <param name="SharedMemory">The memory that the cores share.</param>
/// <param name="Memory">All memory on the chip.</param>
/// <param name="SquareMillimetres">The die.</param>
/// <param name="Curve">Where it can run.</param>
/// <param name="Prices">What events cost.</param>
public sealed record ChipModel(
    string Name, int Cores, int RowLanes, int OutputLanes, int AuxiliaryMultipliers, int SpikeLanes, SpikePolicy Policy,
    PortClock Port, int PortBytesPerCycle, bool CountSpill, int SwitchCycles,
    Bytes CoreWeights, Bytes SharedMemory, Bytes Memory, double SquareMillimetres, VoltageCurve Curve, PriceTable Prices)
{
    /// <summary>Multipliers of one core.</summary>
    public int CoreMultipliers => RowLanes * OutputLanes;

    /// <summary>All multipliers of the chip.</summary>
    public int Multipliers => (Cores * CoreMultipliers) + AuxiliaryMultipliers;

    /// <summary>Weights that may stay on the chip from pass to pass: the buffers of the cores and the shared memory.</summary>
    public Bytes ResidentWeights => (CoreWeights * Cores) + SharedMemory;

    /// <summary>Bits that the operands of a product cost when every lane is busy: 8 per weight over the rows, 8 per input over the outputs.</summary>
    public double OperandBits => (8.0 / RowLanes) + (8.0 / OutputLanes);

    /// <summary>Tera-operations per second with every multiplier busy; a product is two operations.</summary>
    public double PeakTeraOperations(Frequency clock) => 2 * Multipliers * clock.Hertz / 1e12;

    /// <summary>
    /// Power with every multiplier busy on dense 8-bit products: (products x (price + operand bits x price of a bit) + clock + leakage) x f.
    /// </summary>
    public Power FullPower(OperatingPoint point)
    {
        var cycle = ((Prices.At(ChipEvent.Product, point) + (Prices.At(ChipEvent.CoreMemoryBit, point) * OperandBits)) * Multipliers)
            + Prices.At(ChipEvent.ClockCycle, point) + Prices.At(ChipEvent.LeakageCycle, point);
        return Power.FromWatts(cycle.Joules * point.Clock.Hertz);
    }

    /// <summary>Core cycles in which bytes cross the port.</summary>
    public Cycles PortCycles(Bytes bytes, Frequency clock) => Port == PortClock.Core
        ? Cycles.Up(bytes.Count / (double)PortBytesPerCycle)
        : Cycles.Up(bytes.Count / (double)PortBytesPerCycle * (clock.Hertz / Curve.HighestClock.Hertz));
}
