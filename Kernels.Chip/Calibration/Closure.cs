using Kernels.Model;

namespace Kernels.Chip;

/// <summary>One row of the closure: where the energy of a token goes under one set of assumptions at one operating point.</summary>
/// <param name="Assumptions">Which set.</param>
/// <param name="Point">Voltage and clock.</param>
/// <param name="SpikesPerInput">Spikes per input, zeros included.</param>
/// <param name="Time">Compute time of a token.</param>
/// <param name="Static">Clock and leakage in that time.</param>
/// <param name="Products">Products.</param>
/// <param name="Additions">Additions of spikes.</param>
/// <param name="Encoders">Encoders.</param>
/// <param name="Memory">Memory on the chip.</param>
public sealed record ClosureRow(
    string Assumptions, OperatingPoint Point, double SpikesPerInput, Duration Time, Energy Static, Energy Products, Energy Additions, Energy Encoders, Energy Memory)
{
    /// <summary>All of it; 18.1 µJ are published, taken to be at 0.7 V and 50 MHz.</summary>
    public Energy Total => Static + Products + Additions + Encoders + Memory;
}

/// <summary>
/// The energy of a token of GPT-2 Large: as the listed prices have it, which does not close, and as it closes. The assumption that changed is who
/// spends the part of the 400 mW that neither products nor clock explain: see docs/decisions/0008.
/// </summary>
public static class Closure
{
    private const double ListedSpikesPerInput = 1.9;

    /// <summary>Both sets of assumptions, and a third to see what hangs on the static power, at both ends of the voltage range.</summary>
    public static EquatableList<ClosureRow> Table()
    {
        var chosen = CTransformer.Silicon28nm;
        var quiet = Quiet();
        var (scale, quietScale) = (TokenCalibration.OnLargestToken(chosen), TokenCalibration.OnLargestToken(quiet));
        return ((OperatingPoint[])[Published.Thriftiest, Published.Fastest]).SelectMany(point => (ClosureRow[])
        [
            AsListed(point), Emulated("as chosen", chosen, scale, point), Emulated("less static", quiet, quietScale, point),
        ]).ToEquatableList();
    }

    /// <summary>
    /// In closed form: every input is spikes, 4 per multiplier and cycle; memory takes per weight and token what is left of 400 mW at the listed
    /// prices, 1.7 bits.
    /// </summary>
    internal static ClosureRow AsListed(OperatingPoint point)
    {
        var chip = CTransformer.Build(CTransformerPrices.Listed);
        var prices = chip.Prices;
        double pairs = WorkTables.Gpt2Large.Program.Products;
        double inputs = WorkTables.Gpt2Large.Program.Expand().Sum(item => (long)item.Operation.Inputs);
        var cycles = pairs * ListedSpikesPerInput / (chip.SpikeLanes * chip.Cores * chip.CoreMultipliers);
        var perCycle = prices.At(ChipEvent.ClockCycle, point) + prices.At(ChipEvent.LeakageCycle, point);
        return new(
            "as listed", point, ListedSpikesPerInput, Duration.FromSeconds(cycles / point.Clock.Hertz), perCycle * cycles, Energy.Zero,
            prices.At(ChipEvent.Addition, point) * (pairs * ListedSpikesPerInput),
            prices.At(ChipEvent.EncoderStep, point) * (inputs * SpikeCost.RateSteps),
            prices.At(ChipEvent.CoreMemoryBit, point) * (pairs * ListedBits(chip)));
    }

    /// <summary>Bits per product that use up 400 mW at the listed prices.</summary>
    internal static double ListedBits(ChipModel chip)
    {
        var point = Published.Fastest;
        var cycle = Published.Power / point.Clock;
        var rest = cycle - (chip.Prices.At(ChipEvent.Product, point) * chip.Multipliers)
            - chip.Prices.At(ChipEvent.ClockCycle, point) - chip.Prices.At(ChipEvent.LeakageCycle, point);
        return rest / (chip.Prices.At(ChipEvent.CoreMemoryBit, point) * chip.Multipliers);
    }

    private static ClosureRow Emulated(string name, ChipModel chip, ActivityDistribution distribution, OperatingPoint point)
    {
        var report = TokenCalibration.Run(chip, WorkTables.Gpt2Large, distribution, point);
        var phase = report[PhaseKind.Prefill]!;
        var lines = phase.Layers.SelectMany(layer => layer.Events).ToArray();
        return new(
            name, point, distribution.SpikesPerInput, phase.ComputeCycles.At(point.Clock) / phase.Rows,
            Of(line => line.Part == EnergyPart.Static), Of(line => line.Part == EnergyPart.Dense),
            Of(line => line.Event is ChipEvent.Addition or ChipEvent.ShiftedAddition), Of(line => line.Event == ChipEvent.EncoderStep),
            Of(line => line.Part == EnergyPart.OnChipMemory));

        Energy Of(Func<EventLine, bool> belongs) => lines.Where(belongs).Aggregate(Energy.Zero, (sum, line) => sum + line.Energy) / phase.Rows;
    }

    /// <summary>
    /// The same chip with 40 mW of clock and control and 1.5 mW of leakage. Slim-Llama, of the same group, die and memory, takes 82.07 mW at 200 MHz
    /// and 4.69 mW at 25 MHz in all; taken at 1.1 V and 0.7 V that is 80.6 mW of switching and 1.5 mW of leakage, of which half for the clock is assumed.
    /// </summary>
    private static ChipModel Quiet()
    {
        var clock = Published.Fastest.Clock;
        return CTransformerPrices.Calibrated(CTransformer.Build(new PriceTable(CTransformerPrices.Listed.Prices.Select(price => price.Event switch
        {
            ChipEvent.ClockCycle => price with { Value = Power.FromMilliwatts(40) / clock },
            ChipEvent.LeakageCycle => price with { Value = Power.FromMilliwatts(1.5) / clock },
            _ => price,
        }))));
    }
}
