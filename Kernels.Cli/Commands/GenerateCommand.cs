using System.CommandLine;
using System.Security.Cryptography;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary><c>kernels generate</c>: continues a text.</summary>
internal sealed class GenerateCommand
{
    private const int WarmUp = 5;

    private readonly Argument<string?> _prompt = new("PROMPT")
    {
        Description = Messages.PromptHelp, Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<IdList?> _ids = CommonOptions.Ids();
    private readonly Option<int> _tokens = Number("--tokens", Messages.TokensHelp, result => Parsers.Whole(result, 0, int.MaxValue), 128);
    private readonly Option<double> _temperature =
        Number("--temperature", Messages.TemperatureHelp, result => Parsers.Real(result, 0, double.MaxValue), 0.8);

    private readonly Option<int> _topK = Number("--top-k", Messages.TopKHelp, result => Parsers.Whole(result, 0, int.MaxValue), 40);
    private readonly Option<double> _topP = Number("--top-p", Messages.TopPHelp, result => Parsers.Real(result, 0, 1), 0.95);
    private readonly Option<double> _penalty =
        Number("--repetition-penalty", Messages.PenaltyHelp, result => Parsers.Real(result, 0, double.MaxValue, above: true), 1.0);

    private readonly Option<ulong?> _seed = new("--seed") { Description = Messages.SeedHelp, HelpName = "S", CustomParser = Parsers.Seed };
    private readonly Option<bool> _ignoreEnd = new("--ignore-eos") { Description = Messages.IgnoreEndHelp };
    private readonly Option<bool> _special = CommonOptions.Special();
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Session _session;
    private readonly NetworkChoice _network;
    private readonly ChipChoice _chip;

    private GenerateCommand(Session session, Command command)
    {
        _session = session;
        command.Arguments.Add(_prompt);
        _network = new(command);
        foreach (var option in (Option[])[_ids, _tokens, _temperature, _topK, _topP, _penalty, _seed, _ignoreEnd, _special, _json])
            command.Options.Add(option);
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
        var (text, ids) = (parsed.GetValue(_prompt), parsed.GetValue(_ids));
        if (text is not null && ids is not null)
            throw new UsageException(Messages.PromptAndIds);
        var point = _chip.Read(parsed);
        var seed = parsed.GetValue(_seed) ?? (ulong)RandomNumberGenerator.GetInt32(int.MaxValue);
        using var model = _network.Load(_session, parsed, ActivityDetail.Layers);
        var options = new GenerationOptions
        {
            Tokens = parsed.GetValue(_tokens),
            IgnoreEnd = parsed.GetValue(_ignoreEnd),
            AllowSpecial = parsed.GetValue(_special),
            Sampling = new()
            {
                Temperature = parsed.GetValue(_temperature),
                TopK = parsed.GetValue(_topK),
                TopP = parsed.GetValue(_topP),
                RepetitionPenalty = parsed.GetValue(_penalty),
                Seed = seed,
            },
        };
        if (text is { Length: > 0 } && model.Tokenizer is null)
            throw new InputException(Messages.TextNeedsTokenizer(model.Name));
        var prompt = ids?.Within(model.Network) ?? model.Encode(text ?? "", options.AllowSpecial);
        if (prompt.Length > model.Network.Context)
            throw new InputException(Messages.PromptTooLong(prompt.Length, model.Network.Context));

        // The first pass compiles the kernels; a few tokens that are forgotten at once keep that out of the speeds.
        model.Network.Append(prompt.AsSpan(0, Math.Min(WarmUp, prompt.Length)), new float[model.Network.Vocabulary]);
        _ = model.Network.TakeActivity();
        var generation = model.Start(prompt, options);
        var report = new GenerateReport(_session.Output, model, generation, seed, _network.Mode(parsed), point);
        if (parsed.GetValue(_json))
            report.RunToJson(_session.Cancellation);
        else
            report.RunToText(text, _session.Models.LossOf(_network.Folder(parsed), _network.Mode(parsed)), _session.Cancellation);
        return ExitCode.Success;
    }

    private static Option<T> Number<T>(
        string name, string help, Func<System.CommandLine.Parsing.ArgumentResult, T> parser, T usual) => new(name)
        {
            Description = help, HelpName = "N", CustomParser = parser, DefaultValueFactory = _ => usual,
        };
}
