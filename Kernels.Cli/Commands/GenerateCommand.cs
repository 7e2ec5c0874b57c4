using System.CommandLine;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary><c>kernels generate</c>: continues a text, or each of a file.</summary>
internal sealed class GenerateCommand
{
    private const int WarmUp = 5;

    private readonly Argument<string?> _prompt = new("PROMPT")
    {
        Description = Messages.PromptHelp, Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<IdList?> _ids = CommonOptions.Ids();
    private readonly Option<IdList?> _source = CommonOptions.SourceIds();
    private readonly Option<string?> _prompts = new("--prompts") { Description = Messages.PromptsHelp, HelpName = "FILE", CustomParser = Parsers.Folder };
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Session _session;
    private readonly NetworkChoice _network;
    private readonly TokenChoice _tokens;
    private readonly BeamChoice _beams;
    private readonly LittleChoice _little;
    private readonly ChipChoice _chip;

    private GenerateCommand(Session session, Command command)
    {
        _session = session;
        command.Arguments.Add(_prompt);
        _network = new(command);
        command.Options.Add(_ids);
        command.Options.Add(_source);
        command.Options.Add(_prompts);
        _tokens = new(command);
        _beams = new(command);
        _little = new(command);
        command.Options.Add(_json);
        _chip = new(command);
        command.SetAction(Run);
    }

    public static Command Build(Session session)
    {
        var command = new Command("generate", Messages.GenerateHelp);
        _ = new GenerateCommand(session, command);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var (text, ids, file) = (parsed.GetValue(_prompt), parsed.GetValue(_ids), parsed.GetValue(_prompts));
        if (text is not null && ids is not null)
            throw new UsageException(Messages.PromptAndIds);
        var (options, how, little) = (_tokens.Read(parsed), _beams.Read(parsed), _little.Read(parsed));
        if (how is not null)
            _tokens.RefuseDrawing(parsed);
        if (little is not null)
            _tokens.RefuseRules(parsed);
        if (how is not null && little is not null)
            throw new UsageException(Messages.NotWith("--little", "--beams"));
        if (parsed.GetValue(_source) is { } source)
            return RunSource(parsed, source, ids, options, how, little);
        if (file is null)
            return RunOne(parsed, text, ids, options, how, little);
        foreach (var (given, name) in ((bool, string)[])[(text is not null, "PROMPT"), (ids is not null, _ids.Name), (little is not null, "--little")])
            if (given)
                throw new UsageException(Messages.NotWith(name, _prompts.Name));
        return RunEach(parsed, TextFile.Lines(file), options, how);
    }

    private int RunSource(ParseResult parsed, IdList source, IdList? start, GenerationOptions options, BeamOptions? how, BigLittleOptions? little)
    {
        foreach (var (given, name) in ((bool, string)[])
            [(parsed.GetValue(_prompt) is not null, "PROMPT"), (parsed.GetValue(_prompts) is not null, _prompts.Name)])
            if (given)
                throw new UsageException(Messages.NotWith(name, _source.Name));
        var point = _chip.Read(parsed);
        using var model = _network.LoadEncoderDecoder(_session, parsed, little is null ? ActivityDetail.Layers : ActivityDetail.Off);
        using var helper = little is null ? null : _session.Models.LoadLittleEncoderDecoder(_little.Folder(parsed)!, _network.Options(parsed, model.Decoder.Isa));
        new SourceRun(_session, model, _network.Mode(parsed), point).Run(source, start, options, how, helper is null ? null : (helper, little!), parsed.GetValue(_json));
        return ExitCode.Success;
    }

    private int RunOne(ParseResult parsed, string? text, IdList? ids, GenerationOptions options, BeamOptions? how, BigLittleOptions? little)
    {
        var point = _chip.Read(parsed);
        using var model = _network.Load(_session, parsed, how is null && little is null ? ActivityDetail.Layers : ActivityDetail.Off);
        using var helper = little is null ? null : _session.Models.LoadLittle(_little.Folder(parsed)!, _network.Options(parsed, model.Network.Isa));
        if ((text is { Length: > 0 } || options.Stop.Count > 0) && model.Tokenizer is null)
            throw new InputException(Messages.TextNeedsTokenizer(model.Name));
        // A new text that ends before it began is none.
        if (ids is null && text is not { Length: > 0 } && little is null && options.MinTokens == 0) options = options with { MinTokens = 1 };
        var prompt = ids?.Within(model.Network) ?? model.Encode(text ?? "", options.AllowSpecial);
        if (prompt.Length > model.Network.Context)
            throw new InputException(Messages.PromptTooLong(prompt.Length, model.Network.Context));

        // The first pass compiles the kernels; a few tokens that are forgotten at once keep that out of the speeds.
        model.Network.Append(prompt.AsSpan(0, Math.Min(WarmUp, prompt.Length)), new float[model.Network.Vocabulary]);
        _ = model.Network.TakeActivity();
        IGeneration generation = how is not null ? model.StartBeams(prompt, how, options)
            : helper is not null ? model.StartWithLittle(prompt, helper, little!, options) : model.Start(prompt, options);
        using var owned = generation as IDisposable;
        var report = new GenerateReport(_session.Output, model, generation, options, _network.Mode(parsed), point);
        if (parsed.GetValue(_json))
            report.RunToJson(_session.Cancellation);
        else
            report.RunToText(text, _session.Models.LossOf(_network.Folder(parsed), _network.Mode(parsed)), _session.Cancellation);
        return ExitCode.Success;
    }

    private int RunEach(ParseResult parsed, string[] prompts, GenerationOptions options, BeamOptions? how)
    {
        if (prompts.Length == 0)
            throw new InputException(Messages.NoPrompts);
        using var model = _network.Load(_session, parsed);
        if (model.Tokenizer is null)
            throw new InputException(Messages.TextNeedsTokenizer(model.Name));
        for (var i = 0; i < prompts.Length; i++)
            if (model.Encode(prompts[i], options.AllowSpecial).Length is var length && length > model.Network.Context)
                throw new InputException(Messages.PromptOfLineTooLong(i + 1, length, model.Network.Context));
        var asJson = parsed.GetValue(_json);
        _session.Output.WithProgress(Messages.Writing, prompts.Length, progress =>
        {
            var done = 0;
            foreach (var answer in model.GenerateEach(prompts, options, how, _session.Cancellation))
            {
                // What was interrupted prints nothing; answers before it stand.
                _session.Cancellation.ThrowIfCancellationRequested();
                if (asJson)
                    AnswerJson.Write(_session.Output, answer, options);
                else
                    _session.Output.Write(answer.Prompt + answer.Text + "\n\n");
                progress(++done);
            }

            return done;
        }, writes: true);
        _session.Cancellation.ThrowIfCancellationRequested();
        return ExitCode.Success;
    }
}
