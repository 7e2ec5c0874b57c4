namespace Kernels.Chip;

/// <summary>What clocks the port to external memory. Not public; both readings are here.</summary>
public enum PortClock
{
    /// <summary>The clock of the cores: bandwidth falls with it.</summary>
    Core,

    /// <summary>A clock of its own, that of the highest point of the curve: bandwidth stays.</summary>
    Own,
}
