namespace Kernels.Extensions.AI;

/// <summary>
/// Names in the additional properties of an answer (of its last update, where it is streamed; <c>ToChatResponse</c> puts those into the message). All but <see cref="Seed"/> are there when the model was
/// loaded with <c>NetworkOptions.Activity = ActivityDetail.Layers</c>.
/// </summary>
public static class ChatProperties
{
    /// <summary>What the random numbers started from, a <see cref="long"/>; as <c>ChatOptions.Seed</c> it gives the same answer again.</summary>
    public const string Seed = "seed";

    /// <summary>Joules of the whole answer on the emulated chip: prompt and tokens, external memory and waiting for it included.</summary>
    public const string EnergyJoules = "energy_joules";

    /// <summary>Joules that the chip computed with per generated token, as the papers count them; not there when no token followed the first.</summary>
    public const string JoulesPerToken = "joules_per_token";

    /// <summary>Joules of external memory per generated token; not there when no token followed the first.</summary>
    public const string ExternalMemoryJoulesPerToken = "external_memory_joules_per_token";

    /// <summary>Share of the dense-equivalent products that were computed as products; 0 to 1, like the next two.</summary>
    public const string DomainDnn = "domain_dnn";

    /// <summary>Share that was carried by spikes.</summary>
    public const string DomainSnn = "domain_snn";

    /// <summary>Share that was skipped: zeros.</summary>
    public const string DomainSkipped = "domain_skipped";

    /// <summary>In words, what the chip's figures rest on.</summary>
    public const string ChipProfile = "chip_profile";

    /// <summary>The chip's voltage and clock, in words.</summary>
    public const string ChipPoint = "chip_point";

    /// <summary>A request's additional property with a repetition penalty, a <see cref="double"/> above 0; 1: none.</summary>
    public const string RepetitionPenalty = "repetition_penalty";
}
