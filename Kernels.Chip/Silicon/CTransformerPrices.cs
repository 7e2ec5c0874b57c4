using Kernels.Model;

namespace Kernels.Chip;

/// <summary>The prices of the C-Transformer at 28 nm: as first listed, and as calibrated on the published power.</summary>
public static class CTransformerPrices
{
    private const string Node = "28 nm";
    private const string Ratio = "ratio to the product as in synthesised 16-bit datapaths (SATA_Sim: MAC 0.278 pJ, AND and accumulate 0.0397 pJ)";

    /// <summary>
    /// The prices before calibration. The datapath's ratios are those by which a network decides where an input goes (<see cref="SpikeCost"/>), so
    /// they are read from there.
    /// </summary>
    public static PriceTable Listed { get; } = new(
    [
        Datapath(ChipEvent.Product, SpikeCost.Product, "8-bit multiply-accumulate; Horowitz 2014 at 45 nm, scaled, gives 214 to 279 fJ"),
        Datapath(ChipEvent.Addition, SpikeCost.Addition, Ratio),
        Datapath(ChipEvent.ShiftedAddition, SpikeCost.ShiftedAddition, Ratio + ", plus a shifter"),
        Datapath(ChipEvent.EncoderStep, SpikeCost.EncoderStep, "comparator and register of a rate encoder"),
        Datapath(ChipEvent.NeuronUpdate, 35, "comparator, subtraction and state of one membrane"),
        Datapath(ChipEvent.AuxiliaryOperation, SpikeCost.Product, "as a product in a core"),
        Datapath(ChipEvent.CoreMemoryBit, 40, "CACTI at 28 nm, 4 to 8 KB: 33 to 35 fJ read, 40 to 49 fJ written"),
        Datapath(ChipEvent.SharedMemoryBit, 70, "a larger array and a longer way than a core's memory"),
        new(ChipEvent.ExternalMemoryBit, Energy.FromPicojoules(3.7), Published.Fastest, PriceScaling.Fixed, PriceStatus.Published, "LPDDR3",
            "3.7 pJ per bit and pin, as used by T-REX (ISSCC 2025); which memory the chip had is not public"),
        new(ChipEvent.ClockCycle, Power.FromMilliwatts(70) / Published.Fastest.Clock, Published.Fastest, PriceScaling.Switching, PriceStatus.Assumed, Node,
            "clock and control 70 mW at 1.1 V and 200 MHz"),
        new(ChipEvent.LeakageCycle, Power.FromMilliwatts(8) / Published.Fastest.Clock, Published.Fastest, PriceScaling.Leaking, PriceStatus.Assumed, Node,
            "leakage 8 mW at 1.1 V"),
    ]);

    /// <summary>
    /// The same chip with datapath prices scaled by one factor, so that <see cref="ChipModel.FullPower"/> is F3. In closed form, at 1.1 V and 200 MHz:
    /// k = (400 mW - clock - leakage - M f b e_bit) / (M f e_product), with M multipliers and b operand bits per product. One factor for all keeps the
    /// ratios, so no input changes sides.
    /// </summary>
    public static ChipModel Calibrated(ChipModel chip)
    {
        ArgumentNullException.ThrowIfNull(chip);
        chip.Check();
        var (prices, point) = (chip.Prices, Published.Fastest);
        var cycle = Published.Power / point.Clock;
        var memory = prices.At(ChipEvent.CoreMemoryBit, point) * (chip.OperandBits * chip.Multipliers);
        var rest = cycle - prices.At(ChipEvent.ClockCycle, point) - prices.At(ChipEvent.LeakageCycle, point) - memory;
        var factor = rest / (prices.At(ChipEvent.Product, point) * chip.Multipliers);
        return chip with { Prices = new PriceTable(prices.Prices.Select(price => IsDatapath(price.Event) ? Scaled(price, factor) : price)) };
    }

    private static Price Scaled(Price price, double factor) => price with
    {
        Value = price.Value * factor,
        Status = PriceStatus.Calibrated,
        Source = FormattableString.Invariant($"{price.Value.Femtojoules:0} fJ ({price.Source}), times {factor:0.000} to meet F3"),
    };

    private static bool IsDatapath(ChipEvent what) => what is ChipEvent.Product or ChipEvent.Addition or ChipEvent.ShiftedAddition
        or ChipEvent.EncoderStep or ChipEvent.NeuronUpdate or ChipEvent.AuxiliaryOperation;

    private static Price Datapath(ChipEvent what, double femtojoules, string source) =>
        new(what, Energy.FromFemtojoules(femtojoules), Published.Fastest, PriceScaling.Switching, PriceStatus.Assumed, Node, source);
}
