using Kernels.Chip;
using Kernels.Model;
using Kernels.Models;
using Microsoft.Extensions.AI;

namespace Kernels.Extensions.AI;

/// <summary>
/// What an answer took: activity in two parts, the prompt with the first token and the tokens after it, and the figures of the chip for both. An encoder
/// works in the first part only; its figures are added.
/// </summary>
internal sealed class ChatCost(ChatModel model)
{
    private IReadOnlyList<(ChipProgram Program, Activity Activity)> _first = [];

    /// <summary>Forgets what an earlier text of the instance left.</summary>
    public void Begin() => _ = model.TakeActivity();

    /// <summary>To be told after each token; a search keeps its own count.</summary>
    public void Note(IGeneration text)
    {
        if (text is not BeamGeneration && text.Count == 1) _first = model.TakeActivity();
    }

    /// <summary>Adds the figures; to be asked once, when the text has ended.</summary>
    public void Write(AdditionalPropertiesDictionary properties, OperatingPoint point, IGeneration text)
    {
        var rest = Rest(text);
        if (_first.Concat(rest).All(part => part.Activity.Rows == 0)) return;
        var domains = DomainsOf(_first.Concat(rest).Select(part => part.Activity));
        properties[ChatProperties.DomainDnn] = domains.Dnn;
        properties[ChatProperties.DomainSnn] = domains.Snn;
        properties[ChatProperties.DomainSkipped] = domains.Skipped;

        // The network that writes comes last; what one token after the first costs is its.
        var reports = _first.Concat(rest).Where(part => part.Activity.Rows > 0).Select(part => part.Program).Distinct()
            .Select(program => Emulator.Run(CTransformer.Silicon28nm, program, point, [.. Of(_first, program).Select(Phase.Prefill), .. Of(rest, program).Select(Phase.Decode)])).ToList();
        var chip = ChipSummary.Of(reports[^1]);
        properties[ChatProperties.EnergyJoules] = reports.Sum(report => report.Energy.Total.Joules);
        properties[ChatProperties.ChipProfile] = chip.Profile;
        properties[ChatProperties.ChipPoint] = point.ToString();
        if (chip.Steps == 0 || text.Count < 2) return;

        // A search takes a step for every beam; what it costs is shared by the tokens of the text after the first.
        var steps = text is BeamGeneration ? (double)chip.Steps / (text.Count - 1) : 1;
        properties[ChatProperties.JoulesPerToken] = chip.EnergyPerToken.Joules * steps;
        properties[ChatProperties.ExternalMemoryJoulesPerToken] = chip.ExternalEnergyPerToken.Joules * steps;
    }

    /// <summary>What happened after the first token; of a search, whose instances count apart, its steps after the first.</summary>
    private IReadOnlyList<(ChipProgram Program, Activity Activity)> Rest(IGeneration text)
    {
        if (text is not BeamGeneration beams) return model.TakeActivity();
        var (start, steps) = beams.TakeActivity();
        _first = [.. model.TakeActivity().Where(part => part.Activity.Rows > 0), .. Written(start)];
        return [.. Written(steps)];

        IEnumerable<(ChipProgram, Activity)> Written(Activity? activity) => activity is null ? [] : [(model.WritingProgram, activity)];
    }

    // What has no rows did not run: a decode step that never was.
    private static IEnumerable<Activity> Of(IReadOnlyList<(ChipProgram Program, Activity Activity)> parts, ChipProgram program) =>
        parts.Where(part => part.Program == program && part.Activity.Rows > 0).Select(part => part.Activity);

    /// <summary>Shares of the products of all layers of all networks together.</summary>
    private static DomainShares DomainsOf(IEnumerable<Activity> activities)
    {
        var all = activities.ToList();
        return (all[0] with { Layers = new(all.SelectMany(activity => activity.Layers)) }).Domains;
    }
}
