using Kernels.Model;

namespace Kernels.Chip;

/// <summary>
/// The C-Transformer (KAIST, Samsung 28 nm, ISSCC 2024 paper 20.5) as far as public texts tell it, and assumptions where they do not.
/// docs/chip.md lists every price and size with its source and status.
/// </summary>
public static class CTransformer
{
    /// <summary>The chip, with prices calibrated on its published power (F3).</summary>
    public static ChipModel Silicon28nm { get; } = CTransformerPrices.Calibrated(Build(CTransformerPrices.Listed));

    /// <summary>
    /// Core count, lanes and memory split are assumed; what is published are their sums: 3.41 TOPS at 200 MHz, 500 KB, 1.6 GB/s, 20.25 mm².
    /// </summary>
    internal static ChipModel Build(PriceTable prices)
    {
        var (cores, rows, outputs) = (8, 32, 32);
        var fastest = Published.Fastest.Clock;
        return new ChipModel(
            "C-Transformer, 28 nm", cores, rows, outputs,
            // F1 in closed form: the multipliers of 3.41 TOPS at 200 MHz, less those of the cores.
            AuxiliaryMultipliers: (int)Math.Round(Published.PeakTeraOperations * 1e12 / (2 * fastest.Hertz)) - (cores * rows * outputs),
            SpikeLanes: 4, SpikePolicy.Skip, PortClock.Core, PortBytesPerCycle: 8, CountSpill: false, SwitchCycles: 16,
            CoreWeights: Bytes.FromKibibytes(16), SharedMemory: Bytes.FromKibibytes(160), Memory: Bytes.FromKibibytes(500),
            Published.SquareMillimetres, Curve(), prices);
    }

    /// <summary>Only the two ends are published; the points between are assumed.</summary>
    private static VoltageCurve Curve() => new(
        new EquatableList<OperatingPoint>(
        [
            OperatingPoint.Of(0.7, 50), OperatingPoint.Of(0.8, 90), OperatingPoint.Of(0.9, 130), OperatingPoint.Of(1.0, 165), OperatingPoint.Of(1.1, 200),
        ]),
        Frequency.FromMegahertz(50));
}
