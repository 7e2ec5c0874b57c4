namespace Kernels.Chip;

/// <summary>Figures of the C-Transformer that others printed, by the names that docs/chip.md gives them.</summary>
public static class Published
{
    /// <summary>F1: peak of dense 8-bit work at 200 MHz, tera-operations per second (specification slide, as reported by Tom's Hardware, March 2024).</summary>
    public const double PeakTeraOperations = 3.41;

    /// <summary>F2: the die, square millimetres (4.5 mm x 4.5 mm).</summary>
    public const double SquareMillimetres = 20.25;

    /// <summary>F3: power at 1.1 V and 200 MHz (press release, March 2024).</summary>
    public static Power Power { get; } = Power.FromMilliwatts(400);

    /// <summary>F4: the smallest energy per token (title of ISSCC 2024, 20.5); taken to be the decoder of FSMT at 0.7 V and 50 MHz.</summary>
    public static Energy SmallestEnergyPerToken { get; } = Energy.FromMicrojoules(2.6);

    /// <summary>F5: the largest energy per token (the same title); taken to be GPT-2 Large at 0.7 V and 50 MHz.</summary>
    public static Energy LargestEnergyPerToken { get; } = Energy.FromMicrojoules(18.1);

    /// <summary>The operating point that F1 and F3 belong to.</summary>
    public static OperatingPoint Fastest { get; } = OperatingPoint.Of(1.1, 200);

    /// <summary>The operating point that F4 and F5 are taken to belong to.</summary>
    public static OperatingPoint Thriftiest { get; } = OperatingPoint.Of(0.7, 50);
}
