using Kernels.Chip;
using Kernels.Models;
using Microsoft.Extensions.AI;

namespace Kernels.Extensions.AI;

/// <summary>What an answer took: activity in two parts, the prompt and the tokens after it, and the figures of the chip for both.</summary>
internal sealed class ChatCost(LanguageModel model)
{
    private Activity? _prefill;

    /// <summary>Forgets what an earlier text of the instance left.</summary>
    public void Begin() => _ = model.Network.TakeActivity();

    /// <summary>To be told after each token.</summary>
    public void Note(Generation generation)
    {
        if (generation.Count == 1) _prefill = model.Network.TakeActivity();
    }

    /// <summary>Adds the figures; to be asked once, when the text has ended.</summary>
    public void Write(AdditionalPropertiesDictionary properties, OperatingPoint point)
    {
        if (model.Network.TakeActivity() is not { } decode) return;
        var activity = _prefill is null ? decode : _prefill + decode;
        properties[ChatProperties.DomainDnn] = activity.Domains.Dnn;
        properties[ChatProperties.DomainSnn] = activity.Domains.Snn;
        properties[ChatProperties.DomainSkipped] = activity.Domains.Skipped;
        Phase[] phases = _prefill is null ? [Phase.Decode(decode)] : [Phase.Prefill(_prefill), Phase.Decode(decode)];
        var report = Emulator.Run(CTransformer.Silicon28nm, model.Network.ChipProgram, point, phases);
        var chip = ChipSummary.Of(report);
        properties[ChatProperties.EnergyJoules] = report.Energy.Total.Joules;
        properties[ChatProperties.ChipProfile] = chip.Profile;
        properties[ChatProperties.ChipPoint] = point.ToString();
        if (chip.Steps == 0) return;
        properties[ChatProperties.JoulesPerToken] = chip.EnergyPerToken.Joules;
        properties[ChatProperties.ExternalMemoryJoulesPerToken] = chip.ExternalEnergyPerToken.Joules;
    }
}
