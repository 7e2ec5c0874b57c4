namespace Kernels.Chip;

/// <summary>How often something happened, and what all of it cost.</summary>
/// <param name="Event">The event.</param>
/// <param name="Part">What it belongs to.</param>
/// <param name="Count">How often.</param>
/// <param name="Energy">Count times price.</param>
public sealed record EventLine(ChipEvent Event, EnergyPart Part, long Count, Energy Energy);
