using System.CommandLine;
using System.Security.Cryptography;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary>The options that say which tokens may follow and how one is drawn.</summary>
internal sealed class TokenChoice
{
    private readonly Option<int> _tokens = Number("--tokens", Messages.TokensHelp, result => Parsers.Whole(result, 0, int.MaxValue), 128);
    private readonly Option<double> _temperature =
        Number("--temperature", Messages.TemperatureHelp, result => Parsers.Real(result, 0, double.MaxValue), 0.8);

    private readonly Option<int> _topK = Number("--top-k", Messages.TopKHelp, result => Parsers.Whole(result, 0, int.MaxValue), 40);
    private readonly Option<double> _topP = Number("--top-p", Messages.TopPHelp, result => Parsers.Real(result, 0, 1), 0.95);
    private readonly Option<double> _penalty =
        Number("--repetition-penalty", Messages.PenaltyHelp, result => Parsers.Real(result, 0, double.MaxValue, above: true), 1.0);

    private readonly Option<ulong?> _seed = new("--seed") { Description = Messages.SeedHelp, HelpName = "S", CustomParser = Parsers.Seed };
    private readonly Option<int> _ngram = Number("--no-repeat-ngram", Messages.NoRepeatNgramHelp, result => Parsers.Whole(result, 0, int.MaxValue), 0);
    private readonly Option<int> _least = Number("--min-tokens", Messages.MinTokensHelp, result => Parsers.Whole(result, 0, int.MaxValue), 0);
    private readonly Option<string[]> _stop = new("--stop") { Description = Messages.StopHelp, HelpName = "TEXT", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };
    private readonly Option<bool> _ignoreEnd = new("--ignore-eos") { Description = Messages.IgnoreEndHelp };
    private readonly Option<bool> _special = CommonOptions.Special();

    /// <summary>Adds the options to a command.</summary>
    public TokenChoice(Command command)
    {
        foreach (var option in (Option[])[_tokens, _temperature, _topK, _topP, _penalty, _seed, _ngram, _least, _stop, _ignoreEnd, _special])
            command.Options.Add(option);
    }

    /// <summary>What was asked for, with a seed of chance where none was.</summary>
    /// <exception cref="UsageException">An empty text to stop at.</exception>
    public GenerationOptions Read(ParseResult parsed)
    {
        var stop = parsed.GetValue(_stop) ?? [];
        if (stop.Contains(""))
            throw new UsageException(Messages.Empty(_stop.Name));
        return new()
        {
            Tokens = parsed.GetValue(_tokens),
            MinTokens = parsed.GetValue(_least),
            NoRepeatNgram = parsed.GetValue(_ngram),
            Stop = stop,
            IgnoreEnd = parsed.GetValue(_ignoreEnd),
            AllowSpecial = parsed.GetValue(_special),
            Sampling = new()
            {
                Temperature = parsed.GetValue(_temperature),
                TopK = parsed.GetValue(_topK),
                TopP = parsed.GetValue(_topP),
                RepetitionPenalty = parsed.GetValue(_penalty),
                Seed = parsed.GetValue(_seed) ?? (ulong)RandomNumberGenerator.GetInt32(int.MaxValue),
            },
        };
    }

    /// <summary>Refuses what only drawing has a use for.</summary>
    /// <exception cref="UsageException">Such an option was given.</exception>
    public void RefuseDrawing(ParseResult parsed)
    {
        foreach (var option in (Option[])[_temperature, _topK, _topP, _seed])
            if (parsed.GetResult(option) is { Implicit: false })
                throw new UsageException(Messages.NotWith(option.Name, "--beams"));
    }

    /// <summary>Refuses rules that a little model cannot keep.</summary>
    /// <exception cref="UsageException">Such an option was given.</exception>
    public void RefuseRules(ParseResult parsed)
    {
        foreach (var option in (Option[])[_ngram, _least])
            if (parsed.GetResult(option) is { Implicit: false })
                throw new UsageException(Messages.NotWith(option.Name, "--little"));
    }

    private static Option<T> Number<T>(
        string name, string help, Func<System.CommandLine.Parsing.ArgumentResult, T> parser, T usual) => new(name)
        {
            Description = help, HelpName = "N", CustomParser = parser, DefaultValueFactory = _ => usual,
        };
}
