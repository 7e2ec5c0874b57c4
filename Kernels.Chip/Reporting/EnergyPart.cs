namespace Kernels.Chip;

/// <summary>What energy was spent on. Every event belongs to exactly one.</summary>
public enum EnergyPart
{
    /// <summary>Products, and what the auxiliary unit does.</summary>
    Dense,

    /// <summary>Additions of spikes, encoders, neurons.</summary>
    Spiking,

    /// <summary>Bits that move on the chip.</summary>
    OnChipMemory,

    /// <summary>Bits that cross the port, at the price of the memory behind it.</summary>
    ExternalMemory,

    /// <summary>Clock and leakage while the cores compute.</summary>
    Static,

    /// <summary>Clock and leakage while the cores wait for external memory.</summary>
    Waiting,
}
