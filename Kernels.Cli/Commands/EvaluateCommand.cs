using System.CommandLine;
using System.Globalization;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary><c>kernels evaluate</c>: how near texts come to references, and how well a model foretells these.</summary>
internal sealed class EvaluateCommand
{
    private const int MostDraws = 1_000_000;

    private readonly Argument<string> _file = new("FILE") { Description = Messages.EvaluateFileHelp };
    private readonly Option<bool> _perplexity = new("--perplexity") { Description = Messages.EvaluatePerplexityHelp };
    private readonly Option<int> _draws = new("--draws")
    {
        Description = Messages.DrawsHelp, HelpName = "N", CustomParser = result => Parsers.Whole(result, 0, MostDraws), DefaultValueFactory = _ => 1000,
    };

    private readonly Option<ulong?> _seed = new("--seed") { Description = Messages.DrawsSeedHelp, HelpName = "S", CustomParser = Parsers.Seed };
    private readonly Option<BleuTokenizer?> _cut = new("--bleu-tokens")
    {
        Description = Messages.BleuTokensHelp, HelpName = "13a|char|none", CustomParser = Parsers.BleuTokens,
    };

    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Session _session;
    private readonly NetworkChoice _network;

    private EvaluateCommand(Session session, Command command)
    {
        _session = session;
        command.Arguments.Add(_file);
        command.Options.Add(_perplexity);
        _network = new(command);
        foreach (var option in (Option[])[_draws, _seed, _cut, _json])
            command.Options.Add(option);
        command.SetAction(Run);
    }

    public static Command Build(Session session)
    {
        var command = new Command("evaluate", Messages.EvaluateHelp);
        _ = new EvaluateCommand(session, command);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var mode = _network.Mode(parsed); // wrong usage is said before any file is looked at
        var pairs = PairFile.Read(parsed.GetRequiredValue(_file));
        var options = new TextScoringOptions
        {
            Draws = parsed.GetValue(_draws), Seed = parsed.GetValue(_seed) ?? new TextScoringOptions().Seed, Tokenizer = parsed.GetValue(_cut) ?? BleuTokenizer.V13a,
        };
        PerplexityResult? foretold = null;
        if (parsed.GetValue(_perplexity) || _network.Folder(parsed) is not null)
        {
            using var model = _network.Load(_session, parsed);
            foretold = Foretell(model, pairs);
        }

        var scores = _session.Output.WithProgress(
            Messages.Scoring, pairs.Texts.Count, progress => TextScoring.Measure(pairs.Texts, pairs.References, options, progress, _session.Cancellation));
        if (parsed.GetValue(_json))
            WriteJson(pairs, scores, options, foretold, mode);
        else
            WriteTable(pairs, scores, foretold);
        return ExitCode.Success;
    }

    // Each reference by itself, after the token that starts a text.
    private PerplexityResult Foretell(LanguageModel model, PairFile pairs)
    {
        if (model.Tokenizer is null)
            throw new InputException(Messages.NoTokenizer(model.Name));
        var texts = pairs.References.SelectMany(list => list).ToList();
        return _session.Output.WithProgress(Messages.Foretelling, texts.Count, progress =>
        {
            var (tokens, nats) = (0L, 0.0);
            for (var i = 0; i < texts.Count; i++)
            {
                _session.Cancellation.ThrowIfCancellationRequested();
                var ids = new List<int>();
                if (model.StartToken is { } start)
                    ids.Add(start);
                if (texts[i].Length > 0)
                    ids.AddRange(model.Encode(texts[i]));
                if (ids.Count > 1)
                {
                    var result = Perplexity.Measure(model.Network, ids.ToArray(), null, null, _session.Cancellation);
                    (tokens, nats) = (tokens + result.Tokens, nats + result.Nats);
                }

                progress(i + 1);
            }

            return tokens > 0 ? new PerplexityResult(tokens, nats) : throw new InputException(Messages.NothingToForetell);
        });
    }

    private void WriteTable(PairFile pairs, IReadOnlyList<TextScore> scores, PerplexityResult? foretold)
    {
        static string Figure(double value) => value.ToString("F2", CultureInfo.InvariantCulture);
        _session.Output.WriteTable(
            [Messages.Measure, Messages.Score, Messages.Interval],
            scores.Select(score => (IReadOnlyList<string>)[score.Name, Figure(score.Value), $"{Figure(score.Low)} - {Figure(score.High)}"]));
        _session.Output.Writer.WriteLine();
        var rows = new List<(string, string)> { (Messages.TextCount, pairs.Texts.Count.ToString(CultureInfo.InvariantCulture)) };
        if (foretold is { } result)
        {
            rows.Add((Messages.PerplexityName, result.Perplexity.ToString("F3", CultureInfo.InvariantCulture)));
            rows.Add((Messages.NatsPerToken, result.NatsPerToken.ToString("F4", CultureInfo.InvariantCulture)));
        }

        rows.AddRange(scores.Where(score => score.Name is "BLEU" or "chrF2").Select(score => (score.Name, score.Signature)));
        _session.Output.WriteTable(rows);
    }

    private void WriteJson(PairFile pairs, IReadOnlyList<TextScore> scores, TextScoringOptions options, PerplexityResult? foretold, NetworkOptions mode)
        => _session.Output.WriteJson(json =>
        {
            json.WriteNumber("texts", pairs.Texts.Count);
            json.WriteNumber("draws", options.Draws);
            json.WriteNumber("seed", options.Seed);
            json.WriteStartObject("scores");
            foreach (var score in scores)
            {
                json.WriteStartObject(score.Name);
                json.WriteNumber("score", score.Value);
                json.WriteNumber("low", score.Low);
                json.WriteNumber("high", score.High);
                json.WriteString("signature", score.Signature);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            if (foretold is not { } result)
            {
                json.WriteNull("perplexity");
                return;
            }

            json.WriteStartObject("perplexity");
            json.WriteNumber("tokens", result.Tokens);
            json.WriteNumber("nats_per_token", result.NatsPerToken);
            json.WriteNumber("perplexity", result.Perplexity);
            ModeName.Write(json, mode);
            json.WriteEndObject();
        });
}
