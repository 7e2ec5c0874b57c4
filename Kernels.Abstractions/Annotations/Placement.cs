using System;

namespace Kernels;

/// <summary>How a magnitude is carried by spikes.</summary>
public enum SpikeCode
{
    /// <summary>Rate code: a value of magnitude a is a spikes, spread evenly over the time steps. Every spike weighs the same.</summary>
    Rate,

    /// <summary>Binary-weighted (phase) code: step b carries a spike when bit b of the magnitude is set, and that spike weighs 2^b.</summary>
    Phase,
}

/// <summary>Where the products of a linear layer are computed in an integer mode. Without effect in dense mode.</summary>
public enum Placement
{
    /// <summary>As the mode says.</summary>
    OfMode,

    /// <summary>Every input on the dense side, as products.</summary>
    Dense,

    /// <summary>Every input on the spiking side, as additions of rows.</summary>
    Spiking,

    /// <summary>Each input on the side where it is cheaper, by its magnitude.</summary>
    Complementary,
}

/// <summary>
/// Pins where one linear layer is computed; a second, removable word beside the layer's own annotation. It moves work and changes no
/// result, but for one case: in spiking mode with few time steps, a layer that is placed elsewhere keeps the integers of int8.
/// </summary>
/// <param name="placement">Where, in every integer mode.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class PlacementAttribute(Placement placement) : Attribute
{
    /// <summary>Where, in every integer mode.</summary>
    public Placement Placement { get; } = placement;
}
