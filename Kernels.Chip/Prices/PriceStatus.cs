namespace Kernels.Chip;

/// <summary>How a figure is known.</summary>
public enum PriceStatus
{
    /// <summary>Printed by its authors, or by someone who measured it.</summary>
    Published,

    /// <summary>Arithmetic on published figures.</summary>
    Derived,

    /// <summary>Solved for, so that the model meets a published figure.</summary>
    Calibrated,

    /// <summary>A reasoned guess.</summary>
    Assumed,
}
