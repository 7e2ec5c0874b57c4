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
    private const int MostCores = 65_536;

    /// <summary>Multipliers of one core.</summary>
    public int CoreMultipliers => RowLanes * OutputLanes;

    /// <summary>All multipliers of the chip.</summary>
    public int Multipliers => (Cores * CoreMultipliers) + AuxiliaryMultipliers;

    /// <summary>Weights that may stay on the chip from pass to pass: the buffers of the cores and the shared memory.</summary>
    public Bytes ResidentWeights => (CoreWeights * Cores) + SharedMemory;

    /// <summary>Bits that the operands of a product cost when every lane is busy: 8 per weight over the rows, 8 per input over the outputs.</summary>
    public double OperandBits => (8.0 / RowLanes) + (8.0 / OutputLanes);

    /// <summary>The chip itself, when it could be built.</summary>
    /// <exception cref="ArgumentException">A size makes no sense; the message names it and says what it may be.</exception>
    public ChipModel Check()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Name);
        ArgumentNullException.ThrowIfNull(Curve);
        ArgumentNullException.ThrowIfNull(Prices);
        Within(nameof(Cores), Cores, 1, MostCores);
        Within(nameof(RowLanes), RowLanes, 1, int.MaxValue);
        Within(nameof(OutputLanes), OutputLanes, 1, int.MaxValue);
        Within(nameof(AuxiliaryMultipliers), AuxiliaryMultipliers, 0, int.MaxValue);
        Within("Multipliers, of all cores and beside them,", ((Int128)Cores * RowLanes * OutputLanes) + AuxiliaryMultipliers, 1, int.MaxValue);
        Within(nameof(SpikeLanes), SpikeLanes, 1, int.MaxValue);
        Within(nameof(PortBytesPerCycle), PortBytesPerCycle, 1, int.MaxValue);
        Within(nameof(SwitchCycles), SwitchCycles, 0, int.MaxValue);
        if (!Enum.IsDefined(Policy)) throw new ArgumentOutOfRangeException(nameof(Policy), $"{Policy} is no policy of spikes. Use {SpikePolicy.Skip} or {SpikePolicy.DenseGated}.");
        if (!Enum.IsDefined(Port)) throw new ArgumentOutOfRangeException(nameof(Port), $"{Port} clocks no port. Use {PortClock.Core} or {PortClock.Own}.");
        if (!(SquareMillimetres > 0 && double.IsFinite(SquareMillimetres)))
            throw new ArgumentOutOfRangeException(nameof(SquareMillimetres), FormattableString.Invariant($"A die of {SquareMillimetres} mm² cannot be. Give a finite area above 0."));
        return this;

        static void Within(string size, Int128 value, int least, int most)
        {
            if (value < least || value > most)
                throw new ArgumentOutOfRangeException(size, FormattableString.Invariant($"{size} is {value}. Give a chip {least:N0} to {most:N0}."));
        }
    }

    /// <summary>Tera-operations per second with every multiplier busy; a product is two operations.</summary>
    /// <exception cref="ArgumentException">The default value is no clock.</exception>
    public double PeakTeraOperations(Frequency clock) => 2.0 * Check().Multipliers * clock.Ticking / 1e12;

    /// <summary>
    /// Power with every multiplier busy on dense 8-bit products: (products x (price + operand bits x price of a bit) + clock + leakage) x f.
    /// </summary>
    /// <exception cref="ArgumentException">A size of the chip makes no sense.</exception>
    public Power FullPower(OperatingPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        Check();
        var cycle = ((Prices.At(ChipEvent.Product, point) + (Prices.At(ChipEvent.CoreMemoryBit, point) * OperandBits)) * Multipliers)
            + Prices.At(ChipEvent.ClockCycle, point) + Prices.At(ChipEvent.LeakageCycle, point);
        return Power.FromWatts(cycle.Joules * point.Clock.Hertz);
    }

    /// <summary>Core cycles in which bytes cross the port.</summary>
    /// <exception cref="ArgumentException">A size of the chip makes no sense, or the default value was given for a clock.</exception>
    public Cycles PortCycles(Bytes bytes, Frequency clock) => Check().Port == PortClock.Core
        ? Cycles.Up(bytes.Count / (double)PortBytesPerCycle)
        : Cycles.Up(bytes.Count / (double)PortBytesPerCycle * (clock.Ticking / Curve.HighestClock.Hertz));
}
