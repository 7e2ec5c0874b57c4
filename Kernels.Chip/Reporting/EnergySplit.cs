namespace Kernels.Chip;

/// <summary>An energy by what it was spent on.</summary>
/// <param name="Dense">Products and auxiliary operations.</param>
/// <param name="Spiking">Additions, encoders, neurons.</param>
/// <param name="OnChipMemory">Bits that move on the chip.</param>
/// <param name="ExternalMemory">Bits that cross the port.</param>
/// <param name="Static">Clock and leakage while computing.</param>
/// <param name="Waiting">Clock and leakage while waiting for external memory.</param>
public readonly record struct EnergySplit(
    Energy Dense, Energy Spiking, Energy OnChipMemory, Energy ExternalMemory, Energy Static, Energy Waiting)
{
    /// <summary>What the papers count per token: all but external memory and the waiting for it.</summary>
    public Energy Compute => Dense + Spiking + OnChipMemory + Static;

    /// <summary>What the chip itself spends: all but the memory behind the port.</summary>
    public Energy Chip => Compute + Waiting;

    /// <summary>Everything.</summary>
    public Energy Total => Chip + ExternalMemory;

    /// <summary>One part.</summary>
    public Energy this[EnergyPart part] => part switch
    {
        EnergyPart.Dense => Dense,
        EnergyPart.Spiking => Spiking,
        EnergyPart.OnChipMemory => OnChipMemory,
        EnergyPart.ExternalMemory => ExternalMemory,
        EnergyPart.Static => Static,
        EnergyPart.Waiting => Waiting,
        _ => throw new ArgumentOutOfRangeException(nameof(part), $"{part} is no part of the energy. Use one of {nameof(EnergyPart)}."),
    };

    /// <summary>The sum, part by part.</summary>
    public static EnergySplit operator +(EnergySplit left, EnergySplit right) => new(
        left.Dense + right.Dense, left.Spiking + right.Spiking, left.OnChipMemory + right.OnChipMemory,
        left.ExternalMemory + right.ExternalMemory, left.Static + right.Static, left.Waiting + right.Waiting);

    /// <summary>A share of each part.</summary>
    public static EnergySplit operator /(EnergySplit split, double parts) => new(
        split.Dense / parts, split.Spiking / parts, split.OnChipMemory / parts, split.ExternalMemory / parts, split.Static / parts, split.Waiting / parts);

    /// <summary>Events by their parts.</summary>
    public static EnergySplit Of(IEnumerable<EventLine> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var sums = new Energy[6];
        foreach (var line in lines)
        {
            if (!Enum.IsDefined(line.Part)) throw new ArgumentException($"{line.Part} is no part of the energy. Use one of {nameof(EnergyPart)}.", nameof(lines));
            sums[(int)line.Part] += line.Energy;
        }

        return new(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5]);
    }
}
