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
    private readonly Option<IdList?> _source = CommonOptions.SourceIds();
    private readonly Option<string?> _task = new("--task") { Description = Messages.TaskHelp, HelpName = string.Join('|', SourceTask.Names), CustomParser = Parsers.Task };
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
        command.Options.Add(_source);
        command.Options.Add(_task);
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
        var (source, task) = (parsed.GetValue(_source), parsed.GetValue(_task));
        if (text is not null && (source ?? ids) is not null)
            throw new UsageException(source is null ? Messages.PromptAndIds : Messages.NotWith("PROMPT", _source.Name));
        if (task is not null && source is not null)
            throw new UsageException(Messages.NotWith(_task.Name, _source.Name));
        var point = _chip.Read(parsed);
        var page = parsed.GetValue(_html) is { } file ? WholeFile.At(file, _session.Output) : null;
        if (source is not null || _network.IsEncoderDecoder(_session, parsed))
            return RunPair(parsed, StudySource.Read(text, source, ids, task), point, page);
        if (task is not null)
            throw new UsageException(Messages.OnlyWithPair(_task.Name));
        return RunOne(parsed, text, ids, point, page);
    }

    private int RunPair(ParseResult parsed, StudySource asked, OperatingPoint point, WholeFile? page)
    {
        using var model = _network.LoadEncoderDecoder(_session, parsed, ActivityDetail.Layers);
        var prompt = asked.In(model);
        using var run = new ObservedReading(model, prompt.Source!, new() { Tokens = parsed.GetValue(_tokens), Sampling = SamplingOptions.Greedy }, null, asked.Begin(model));
        while (run.Next(_session.Cancellation))
        {
            // What is written does not matter here, only what happened.
        }

        _session.Cancellation.ThrowIfCancellationRequested();
        return Write(parsed, run.Study(point), prompt with { Ids = run.Text.Prompt.ToArray() }, page);
    }

    private int RunOne(ParseResult parsed, string? text, IdList? ids, OperatingPoint point, WholeFile? page)
    {
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
        return Write(parsed, ChipStudy.Of(model.Name, ChipChoice.Silicon, model.Network.ChipProgram, point, run.Phases), prompt, page);
    }

    private int Write(ParseResult parsed, ChipStudy study, StudyPrompt prompt, WholeFile? page)
    {
        var options = _network.Mode(parsed);
        _session.Cancellation.ThrowIfCancellationRequested();
        page?.Write(ChipPage.Write(study with { Model = $"{study.Model}, {ModeName.Of(options)}" }));
        if (parsed.GetValue(_json)) _session.Output.WriteJson(json => StudyJson.Write(json, study, options, prompt));
        else new StudyText(_session.Output, study, options, prompt).Write();
        return ExitCode.Success;
    }
}
