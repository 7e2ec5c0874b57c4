namespace Kernels.Chip;

/// <summary>
/// The headline comparison with an A100 (power 1/625, area 1/41) together with the throughput that it leaves out. The A100's figures are
/// its data sheet's as the press of March 2024 used them: 250 W, 826 square millimetres, 624 TOPS of 8-bit integers.
/// </summary>
/// <param name="Point">The operating point of the chip.</param>
/// <param name="Power">Power of the chip with every multiplier busy.</param>
/// <param name="TeraOperations">Its peak throughput, tera-operations per second.</param>
/// <param name="SquareMillimetres">Its die.</param>
public sealed record A100Comparison(OperatingPoint Point, Power Power, double TeraOperations, double SquareMillimetres)
{
    private const double A100Watts = 250;
    private const double A100SquareMillimetres = 826;
    private const double A100TeraOperations = 624;

    /// <summary>How many times the chip's power an A100 takes.</summary>
    public double PowerRatio => A100Watts / Power.Watts;

    /// <summary>How many times the chip's die an A100's is.</summary>
    public double AreaRatio => A100SquareMillimetres / SquareMillimetres;

    /// <summary>How many times the chip's peak throughput an A100 has.</summary>
    public double ThroughputRatio => A100TeraOperations / TeraOperations;

    /// <summary>How many times an A100's operations per joule the chip has: what is left of the headline.</summary>
    public double EfficiencyRatio => PowerRatio / ThroughputRatio;

    /// <summary>How many times an A100's operations per second and area the chip has; below 1 the A100 has more.</summary>
    public double DensityRatio => AreaRatio / ThroughputRatio;

    /// <summary>The comparison for a chip at an operating point.</summary>
    /// <exception cref="ArgumentException">The chip cannot be, or cannot run at that point.</exception>
    public static A100Comparison Of(ChipModel chip, OperatingPoint point)
    {
        ArgumentNullException.ThrowIfNull(chip);
        return new(chip.Check().Curve.Check(point), chip.FullPower(point), chip.PeakTeraOperations(point.Clock), chip.SquareMillimetres);
    }
}
