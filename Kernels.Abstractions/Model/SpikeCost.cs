namespace Kernels.Model;

/// <summary>Where one input of a linear layer is spent.</summary>
public enum Domain
{
    /// <summary>Nowhere: a zero adds nothing.</summary>
    Skipped,

    /// <summary>On the dense side: one product per output.</summary>
    Dense,

    /// <summary>On the spiking side: one addition per spike and output.</summary>
    Spiking,
}

/// <summary>
/// The rule of complementary execution: each input goes to the side where it is cheaper, by its magnitude. Energies are those of the
/// emulated chip at 28 nm and 1.1 V in whole femtojoules; the voltage scales all alike, so no operating point changes a decision.
/// The additions of both sides are the same integers, so the choice moves work and never changes a result.
/// </summary>
/// <param name="Outputs">Outputs of the layer as the definition writes it, never of a fused kernel.</param>
/// <param name="Code">How magnitudes are carried by spikes.</param>
public readonly record struct SpikeCost(int Outputs, SpikeCode Code)
{
    /// <summary>The largest magnitude of an 8-bit activation.</summary>
    public const int LargestMagnitude = 127;

    /// <summary>An 8-bit multiply-accumulate, fJ.</summary>
    public const int Product = 120;

    /// <summary>An accumulation of an 8-bit weight, fJ.</summary>
    public const int Addition = 17;

    /// <summary>An accumulation of a shifted weight, fJ.</summary>
    public const int ShiftedAddition = 23;

    /// <summary>One time step of the encoder of one input, fJ.</summary>
    public const int EncoderStep = 10;

    /// <summary>Time steps of the rate code on the spiking side of a complementary layer.</summary>
    public const int RateSteps = 32;

    /// <summary>Time steps of the binary-weighted code: the bits of a magnitude.</summary>
    public const int PhaseSteps = 7;

    /// <summary>Time steps of the code.</summary>
    public int Steps => Code == SpikeCode.Rate ? RateSteps : PhaseSteps;

    /// <summary>The spikes that carry a magnitude.</summary>
    /// <param name="magnitude">0 to <see cref="LargestMagnitude"/>.</param>
    public int Spikes(int magnitude) => Code == SpikeCode.Rate ? magnitude : SetBits(magnitude);

    /// <summary>What an input costs on the dense side, fJ.</summary>
    public long OnDenseSide => (long)Outputs * Product;

    /// <summary>What an input of a magnitude costs on the spiking side, fJ.</summary>
    public long OnSpikingSide(int magnitude) =>
        ((long)Outputs * (Code == SpikeCode.Rate ? Addition : ShiftedAddition) * Spikes(magnitude)) + (Steps * EncoderStep);

    /// <summary>Where an input of a magnitude goes.</summary>
    public Domain DomainOf(int magnitude) =>
        magnitude == 0 ? Domain.Skipped : OnSpikingSide(magnitude) < OnDenseSide ? Domain.Spiking : Domain.Dense;

    private static int SetBits(int value)
    {
        var count = 0;
        for (; value != 0; value &= value - 1) count++;
        return count;
    }
}
