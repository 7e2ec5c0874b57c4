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
    private readonly ChipChoice _chip;
    private readonly LittleChoice _little;
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
        _chip = new(command);
        _little = new(command);
        command.Options.Add(_lines);
        command.Options.Add(_json);
    }

    /// <summary>Whether the command runs with the model that comes with the tool.</summary>
    public bool IsEmbedded(ParseResult parsed) => ModelLoader.IsPhrases(_network.Folder(parsed));

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
        var point = _chip.Read(parsed);
        var (asJson, isRead) = (parsed.GetValue(_json), _session.Output.IsRead);

        var little = _little.Read(parsed);
        if (little is not null)
        {
            _beams.Refuse(parsed, "--little");
            if (parsed.GetValue(_ngram) > 0) throw new UsageException(Messages.NotWith(_ngram.Name, "--little"));
        }

        // Where a program reads lines, nobody reads figures, and nothing is counted; nor is what two networks do together.
        using var model = _network.LoadEncoderDecoder(_session, parsed, little is null && (asJson || isRead) ? ActivityDetail.Layers : ActivityDetail.Off);
        if (model.Tokenizer is null)
            throw new InputException(Messages.NoTokenizer(model.Name));
        var options = new GenerationOptions { Tokens = parsed.GetValue(_tokens), NoRepeatNgram = parsed.GetValue(_ngram), Sampling = SamplingOptions.Greedy };
        var beams = little is null ? _beams.Read(parsed) : null;
        using var helper = little is null ? null : _session.Models.LoadLittleEncoderDecoder(_little.Folder(parsed)!, _network.Options(parsed, model.Decoder.Isa));
        (EncoderDecoderModel, BigLittleOptions)? helps = helper is null ? null : (helper, little!);
        var written = _session.Output.WithProgress(
            Messages.Writing, documents.Count,
            progress => Write(asJson, model, documents, prefix(model), source => ReadAnswer.Of(model, source, options, beams, helps, point, _session.Cancellation), progress), writes: !asJson);
        if (!asJson)
        {
            if (isRead && little is null) _session.Output.WriteTable([(Messages.ChipName, ReadingCost.Describe([.. written.Select(answer => answer.Cost!)]))]);
            return ExitCode.Success;
        }

        _session.Output.WriteJson(json =>
        {
            json.WriteString("model", model.Name);
            ModeName.Write(json, _network.Mode(parsed));
            json.WriteStartArray("documents");
            foreach (var answer in written)
            {
                json.WriteStartObject();
                json.WriteString("text", answer.Text);
                json.WriteNumber("source_tokens", answer.SourceTokens);
                IdList.Write(json, "ids", answer.Ids);
                json.WriteString("ended", AnswerJson.Ended(answer.Ended));
                if (answer.Score is { } score)
                    json.WriteNumber("score", score);
                answer.Cost?.Write(json);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
        return ExitCode.Success;
    }

    private List<ReadAnswer> Write(
        bool asJson, EncoderDecoderModel model, IReadOnlyList<string> documents, string prefix, Func<string, ReadAnswer> write, Action<long> progress)
    {
        var sources = documents.Select(document => prefix + document).ToList();
        for (var i = 0; i < sources.Count; i++)
            if (model.Encode(sources[i]).Length is var length && length > model.SourceContext)
                throw new InputException(sources.Count == 1
                    ? Messages.PromptTooLong(length, model.SourceContext)
                    : Messages.PromptOfLineTooLong(i + 1, length, model.SourceContext));
        var written = new List<ReadAnswer>();
        foreach (var source in sources)
        {
            // What was interrupted prints nothing; answers before it stand.
            var answer = write(source);
            written.Add(answer);
            if (!asJson) _session.Output.Write(answer.Text.ReplaceLineEndings(" ") + "\n");
            progress(written.Count);
        }

        return written;
    }
}
