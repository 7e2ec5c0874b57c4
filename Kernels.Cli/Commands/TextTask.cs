using System.CommandLine;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary>What <c>translate</c> and <c>summarize</c> share: documents in, one line for each out.</summary>
internal sealed class TextTask
{
    /// <summary>As many as T5's authors translate and summarise with (Raffel et al. 2020, section 3.1.2).</summary>
    private const int UsualBeams = 4;

    private readonly Option<bool> _lines = new("--lines") { Description = Messages.LinesHelp };
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Option<int> _tokens;
    private readonly Option<int> _ngram = new("--no-repeat-ngram")
    {
        Description = Messages.NoRepeatNgramHelp, HelpName = "N", CustomParser = result => Parsers.Whole(result, 0, int.MaxValue), DefaultValueFactory = _ => 0,
    };

    private readonly BeamChoice _beams;
    private readonly NetworkChoice _network;
    private readonly Session _session;

    /// <summary>Adds the options to a command.</summary>
    public TextTask(Session session, Command command, int tokens)
    {
        _session = session;
        _network = new(command);
        _tokens = new("--tokens") { Description = Messages.TokensHelp, HelpName = "N", CustomParser = result => Parsers.Whole(result, 1, int.MaxValue), DefaultValueFactory = _ => tokens };
        command.Options.Add(_tokens);
        command.Options.Add(_ngram);
        _beams = new(command, UsualBeams);
        command.Options.Add(_lines);
        command.Options.Add(_json);
    }

    /// <summary>Whether the command runs with the model that comes with the tool.</summary>
    public bool IsEmbedded(ParseResult parsed) => _network.Folder(parsed) is null;

    /// <summary>The documents of a file or of standard input: the whole of it, or each of its lines.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="file">A file; <c>-</c>: standard input.</param>
    /// <exception cref="InputException">It cannot be read.</exception>
    public IReadOnlyList<string> Documents(ParseResult parsed, string file)
    {
        var text = file == "-" ? Console.In.ReadToEnd() : TextFile.Read(file);
        text = text.ReplaceLineEndings("\n");
        if (text.EndsWith('\n')) text = text[..^1];
        return parsed.GetValue(_lines) ? text.Split('\n') : [text];
    }

    /// <summary>Writes a line for each document.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="documents">The documents.</param>
    /// <param name="prefix">What a model is told to do, before each document.</param>
    public int Run(ParseResult parsed, IReadOnlyList<string> documents, Func<EncoderDecoderModel, string> prefix)
    {
        using var model = _network.LoadEncoderDecoder(_session, parsed);
        if (model.Tokenizer is null)
            throw new InputException(Messages.NoTokenizer(model.Name));
        var options = new GenerationOptions { Tokens = parsed.GetValue(_tokens), NoRepeatNgram = parsed.GetValue(_ngram), Sampling = SamplingOptions.Greedy };
        var beams = _beams.Read(parsed);
        var written = _session.Output.WithProgress(Messages.Writing, documents.Count, progress => Write(parsed, model, documents, prefix(model), options, beams, progress), writes: !parsed.GetValue(_json));
        if (!parsed.GetValue(_json)) return ExitCode.Success;
        _session.Output.WriteJson(json =>
        {
            json.WriteString("model", model.Name);
            ModeName.Write(json, _network.Mode(parsed));
            json.WriteStartArray("documents");
            foreach (var answer in written)
            {
                json.WriteStartObject();
                json.WriteString("text", answer.Text);
                json.WriteNumber("source_tokens", answer.PromptIds.Count);
                IdList.Write(json, "ids", [.. answer.Ids]);
                json.WriteString("ended", AnswerJson.Ended(answer.StopReason));
                if (answer.Score is { } score)
                    json.WriteNumber("score", score);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
        return ExitCode.Success;
    }

    private List<GeneratedAnswer> Write(
        ParseResult parsed, EncoderDecoderModel model, IReadOnlyList<string> documents, string prefix, GenerationOptions options, BeamOptions? beams, Action<long> progress)
    {
        var sources = documents.Select(document => prefix + document).ToList();
        for (var i = 0; i < sources.Count; i++)
            if (model.Encode(sources[i]).Length is var length && length > model.SourceContext)
                throw new InputException(sources.Count == 1
                    ? Messages.PromptTooLong(length, model.SourceContext)
                    : Messages.PromptOfLineTooLong(i + 1, length, model.SourceContext));
        var written = new List<GeneratedAnswer>();
        foreach (var answer in model.GenerateEach(sources, options, beams, _session.Cancellation))
        {
            // What was interrupted prints nothing; answers before it stand.
            _session.Cancellation.ThrowIfCancellationRequested();
            written.Add(answer);
            if (!parsed.GetValue(_json)) _session.Output.Write(answer.Text.ReplaceLineEndings(" ") + "\n");
            progress(written.Count);
        }

        _session.Cancellation.ThrowIfCancellationRequested();
        return written;
    }
}
