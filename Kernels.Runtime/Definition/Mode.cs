namespace Kernels;

/// <summary>How the linear layers of a network are computed; <c>docs/numerics.md</c> defines each mode to the bit.</summary>
public enum Mode
{
    /// <summary>f32 throughout.</summary>
    Dense,

    /// <summary>Weights and activations of the linear layers as 8-bit integers, sums in 32 bits, everything else f32.</summary>
    Int8,

    /// <summary>The activations of the linear layers as trains of signed spikes over time steps; every spike adds or subtracts a row of weights.</summary>
    Spiking,

    /// <summary>The integers of <see cref="Int8"/>, each input on the side where it is cheaper: small ones as spikes, large ones as products. The same bits.</summary>
    Complementary,
}
