using System.CommandLine;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary>The options of a beam search.</summary>
internal sealed class BeamChoice
{
    private readonly Option<int> _beams;

    private readonly Option<double?> _penalty = new("--length-penalty")
    {
        Description = Messages.LengthPenaltyHelp, HelpName = "X", CustomParser = result => Parsers.Real(result, -BeamOptions.MostPenalty, BeamOptions.MostPenalty),
    };

    private readonly Option<BeamStop?> _stop = new("--early-stopping")
    {
        Description = Messages.EarlyStoppingHelp, HelpName = "true|false|never", CustomParser = Parsers.EarlyStopping,
    };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="usual">Beams unless the user says how many; 1: none.</param>
    public BeamChoice(Command command, int usual = 1)
    {
        _beams = new("--beams")
        {
            Description = Messages.BeamsHelp, HelpName = "N", CustomParser = result => Parsers.Whole(result, 1, BeamOptions.MostBeams), DefaultValueFactory = _ => usual,
        };
        command.Options.Add(_beams);
        command.Options.Add(_penalty);
        command.Options.Add(_stop);
    }

    /// <summary>Refuses beams that were asked for beside something that has none.</summary>
    /// <exception cref="UsageException">The line has an option of a beam search.</exception>
    public void Refuse(ParseResult parsed, string beside)
    {
        foreach (var option in (Option[])[_beams, _penalty, _stop])
            if (parsed.GetResult(option) is { Implicit: false } && !(option == _beams && parsed.GetValue(_beams) == 1))
                throw new UsageException(Messages.NotWith(beside, option.Name));
    }

    /// <summary>What was asked for; null without a beam search.</summary>
    /// <exception cref="UsageException">An option of the search without the search.</exception>
    public BeamOptions? Read(ParseResult parsed)
    {
        var (beams, penalty, stop) = (parsed.GetValue(_beams), parsed.GetValue(_penalty), parsed.GetValue(_stop));
        if (beams > 1)
            return new() { Beams = beams, LengthPenalty = penalty ?? 1, EarlyStopping = stop ?? BeamStop.WhenNoneIsBetter };
        if (penalty is not null || stop is not null)
            throw new UsageException(Messages.OnlyWith(penalty is not null ? _penalty.Name : _stop.Name, "--beams"));
        return null;
    }
}
