using System.CommandLine;
using System.Globalization;

namespace Kernels.Cli;

/// <summary><c>kernels tune</c>: which of the ways that kernels are written for is fastest on this machine, as a table for <c>KERNELS_TUNING</c>.</summary>
internal sealed class TuneCommand
{
    private const int UsualRounds = 15;
    private const int MostRounds = 1000;

    private readonly Option<string?> _output = new("--output", "-o") { Description = Messages.TuneOutputHelp, HelpName = "FILE", CustomParser = Parsers.Folder };
    private readonly Option<int> _rounds = new("--rounds")
    {
        Description = Messages.RoundsHelp, HelpName = "N", CustomParser = result => Parsers.Whole(result, 1, MostRounds), DefaultValueFactory = _ => UsualRounds,
    };

    private readonly Option<int> _threads = CommonOptions.Threads();
    private readonly Session _session;

    private TuneCommand(Session session, Command command)
    {
        _session = session;
        foreach (var option in (Option[])[_output, _rounds, _threads]) command.Options.Add(option);
        command.SetAction(Run);
    }

    public static Command Build(Session session)
    {
        var command = new Command("tune", Messages.TuneHelp);
        _ = new TuneCommand(session, command);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var file = parsed.GetValue(_output);
        var place = file is null ? null : WholeFile.At(file, _session.Output);
        var tuner = new Tuner(parsed.GetValue(_rounds), parsed.GetValue(_threads));
        var found = _session.Output.WithProgress(Messages.Measuring, tuner.Choices.Count, progress => tuner.Run(progress, _session.Cancellation));
        var table = new TuningTable(ProcessorFamily.NameOrAny, found.ToDictionary(choice => choice.Choice, choice => choice.Value));
        var text = table.Write(found.Select(choice => choice.Choice));
        if (place is null)
        {
            _session.Output.Writer.Write(text);
            return ExitCode.Success;
        }

        place.Write(text);
        _session.Output.WriteTable([Messages.ChoiceName, Messages.ChosenName, Messages.MeasuredName], found.Select(Row), words: 3);
        _session.Output.Writer.WriteLine(Messages.TuneNext(file!, TuningSource.Variable));
        return ExitCode.Success;
    }

    private static IReadOnlyList<string> Row(TunedChoice found) =>
    [
        found.Choice.Name, found.Choice.Word(found.Value),
        string.Join(", ", found.Choice.Values.Zip(found.Speeds, (value, speed) => string.Create(CultureInfo.InvariantCulture, $"{found.Choice.Word(value)} {speed:0.0}"))),
    ];
}
