using System.CommandLine;
using Kernels.Chip;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary><c>kernels emulate</c>: runs a model and shows what that would cost on the chip.</summary>
internal sealed class EmulateCommand
{
    private const int UsualTokens = 32;
    private const ulong UsualSeed = 1;

    private readonly Argument<string?> _prompt = new("PROMPT") { Description = Messages.EmulatePromptHelp, Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<IdList?> _ids = CommonOptions.Ids();
    private readonly Option<int> _tokens = new("--tokens")
    {
        Description = Messages.EmulateTokensHelp, HelpName = "N", CustomParser = result => Parsers.Whole(result, 1, int.MaxValue), DefaultValueFactory = _ => UsualTokens,
    };

    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Option<string?> _html = new("--html") { Description = Messages.HtmlHelp, HelpName = "FILE", CustomParser = Parsers.Folder };
    private readonly Session _session;
    private readonly NetworkChoice _network;
    private readonly ChipChoice _chip;

    private EmulateCommand(Session session, Command command)
    {
        _session = session;
        command.Arguments.Add(_prompt);
        _network = new(command);
        command.Options.Add(_ids);
        _chip = new(command);
        command.Options.Add(_tokens);
        command.Options.Add(_json);
        command.Options.Add(_html);
        command.SetAction(Run);
    }

    public static Command Build(Session session)
    {
        var command = new Command("emulate", Messages.EmulateHelp);
        _ = new EmulateCommand(session, command);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var (text, ids) = (parsed.GetValue(_prompt), parsed.GetValue(_ids));
        if (text is not null && ids is not null)
            throw new UsageException(Messages.PromptAndIds);
        var point = _chip.Read(parsed);
        var options = _network.Mode(parsed);
        var page = parsed.GetValue(_html) is { } file ? WholeFile.At(file, _session.Output) : null;
        using var model = _network.Load(_session, parsed, ActivityDetail.Layers);
        var prompt = StudyPrompt.Of(model, text, ids);
        var run = new ObservedGeneration(model, model.Start(prompt.Ids, new GenerationOptions
        {
            Tokens = parsed.GetValue(_tokens), IgnoreEnd = true, Sampling = new() { Seed = UsualSeed },
        }));
        while (run.Next(_session.Cancellation))
        {
            // What is written does not matter here, only what happened.
        }

        _session.Cancellation.ThrowIfCancellationRequested();
        var study = ChipStudy.Of(model.Name, ChipChoice.Silicon, model.Network.ChipProgram, point, run.Phases);
        _session.Cancellation.ThrowIfCancellationRequested();
        page?.Write(ChipPage.Write(study with { Model = $"{study.Model}, {ModeName.Of(options)}" }));
        if (parsed.GetValue(_json)) _session.Output.WriteJson(json => StudyJson.Write(json, study, options, prompt));
        else new StudyText(_session.Output, study, options, prompt).Write();
        return ExitCode.Success;
    }
}
