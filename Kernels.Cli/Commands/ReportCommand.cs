using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Kernels.Chip;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary><c>kernels report compression</c>: bytes of weights that a token costs, stage by stage, and what the chip would pay for them.</summary>
internal sealed class ReportCommand
{
    private const int Drawn = 8, DrawnTokens = 8;

    private readonly Option<string?> _model = CommonOptions.Model();
    private readonly Option<string?> _prompts = new("--prompts") { Description = Messages.ReportPromptsHelp, HelpName = "FILE", CustomParser = Parsers.Folder };
    private readonly Option<string?> _text = new("--text") { Description = Messages.ReportTextHelp, HelpName = "FILE", CustomParser = Parsers.Folder };
    private readonly Option<int> _tokens = new("--tokens") { Description = Messages.TokensHelp, HelpName = "N", CustomParser = result => Parsers.Whole(result, 2, int.MaxValue), DefaultValueFactory = _ => 64 };
    private readonly Option<double?> _callRate = new("--call-rate") { Description = Messages.CallRateHelp, HelpName = "P", CustomParser = result => Parsers.Real(result, 0, 1) };
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Option<int> _threads = CommonOptions.Threads();
    private readonly LittleChoice _little;
    private readonly ChipChoice _chip;
    private readonly Session _session;

    private ReportCommand(Session session, Command command)
    {
        _session = session;
        foreach (var option in (Option[])[_model, _prompts, _text, _tokens, _callRate]) command.Options.Add(option);
        _little = new(command);
        command.Options.Add(_threads);
        command.Options.Add(_json);
        _chip = new(command);
        command.SetAction(Run);
    }

    public static Command Build(Session session)
    {
        var compression = new Command("compression", Messages.ReportCompressionHelp);
        _ = new ReportCommand(session, compression);
        return new Command("report", Messages.ReportHelp) { compression };
    }

    private int Run(ParseResult parsed)
    {
        var folder = parsed.GetValue(_model);
        var own = folder is null or "phrases";
        var how = _little.Read(parsed, isUsual: own);
        var translates = folder is "phrases" || (folder is not null && _session.Models.IsEncoderDecoder(folder));
        var little = _little.Folder(parsed) ?? (own ? translates ? "phrases" : "novels" : null);
        if (parsed.GetValue(_callRate) is not null && little is null) throw new UsageException(Messages.OnlyWith(_callRate.Name, "--little"));
        var point = _chip.Read(parsed);
        var options = new GenerationOptions { Tokens = parsed.GetValue(_tokens), IgnoreEnd = !translates, Sampling = SamplingOptions.Greedy };
        var place = new Place(_session.Models, folder is "phrases" ? null : folder, little, parsed.GetValue(_threads));
        var prompts = translates ? place.Sources(parsed.GetValue(_prompts), own) : place.Prompts(parsed.GetValue(_prompts), Drawn, DrawnTokens);
        var study = new CompressionStudy(
            format => translates ? place.Translator(format, options) : place.Writer(format, options), Losses(parsed, place, translates, own),
            () => Codes(folder, translates));
        var stages = _session.Output.WithProgress(
            Messages.Measuring, CompressionStudy.Count, progress => study.Run(prompts, how, parsed.GetValue(_callRate), progress, _session.Cancellation));
        Energy Price(CompressionStage stage) => ChipChoice.Silicon.Prices.At(ChipEvent.ExternalMemoryBit, point) * (8 * (stage.LayerBytes + stage.HeadBytes));
        if (parsed.GetValue(_json)) WriteJson(folder, prompts.Count, stages, Price);
        else WriteTable(stages, Price);
        return ExitCode.Success;
    }

    /// <summary>What codes make of the checkpoint; null for an encoder-decoder that is no T5, since no file is made of those.</summary>
    private CodedSizes? Codes(string? folder, bool translates)
    {
        try
        {
            using var checkpoint = _session.Models.Compress(folder);
            return checkpoint.MeasureCodes(null, _session.Cancellation);
        }
        catch (ModelFormatException) when (translates)
        {
            return null;
        }
    }

    private Func<WeightFormat, double?> Losses(ParseResult parsed, Place place, bool translates, bool own)
    {
        if (parsed.GetValue(_text) is not { } file)
            return format => own && !translates ? MeasuredLoss.OfNovels(new() { Mode = Mode.Int8, Weights = format }) : null;
        if (translates) throw new UsageException(Messages.NotWith(_text.Name, _model.Name));
        var text = TextFile.Read(file);
        double Nats(NetworkOptions options)
        {
            using var model = place.Load(options);
            return Perplexity.Measure(model.Network, model.Encode(text), null, null, _session.Cancellation).NatsPerToken;
        }

        var dense = Nats(new());
        return format => Nats(new() { Mode = Mode.Int8, Weights = format }) - dense;
    }

    private void WriteTable(IReadOnlyList<CompressionStage> stages, Func<CompressionStage, Energy> price)
    {
        static string Figure(double value, string form) => value.ToString(form, CultureInfo.InvariantCulture);
        _session.Output.WriteTable(
            [Messages.StageName, Messages.StageBytes, Messages.StageShare, Messages.StageCalls, Messages.StageLoss, Messages.StageEnergy],
            stages.Select(stage => (IReadOnlyList<string>)
            [
                stage.Name, Figure(stage.LayerBytes, "N0"), Figure(100 * stage.LayerBytes / stages[0].LayerBytes, "F1") + " %", Figure(stage.CallRate, "F3"),
                stage.Loss is { } loss ? Figure(loss, "+0.0000;-0.0000") : "-", Figure(price(stage).Microjoules, "F1"),
            ]));
        _session.Output.Writer.WriteLine();
        _session.Output.Writer.WriteLine(Messages.ReportNote(stages[0].HeadBytes));
        foreach (var source in stages.Select(stage => stage.Source).Distinct())
        {
            var names = string.Join(", ", stages.Where(stage => stage.Source == source).Select(stage => stage.Name));
            _session.Output.Writer.WriteLine(source switch
            {
                StageSource.Counted => Messages.SourceCounted(names), StageSource.Imposed => Messages.SourceImposed(names), _ => Messages.SourceCoded(names),
            });
        }
    }

    private void WriteJson(string? folder, int texts, IReadOnlyList<CompressionStage> stages, Func<CompressionStage, Energy> price) => _session.Output.WriteJson(json =>
    {
        json.WriteString("model", folder ?? "novels");
        json.WriteNumber("texts", texts);
        json.WriteStartArray("stages");
        foreach (var stage in stages)
        {
            json.WriteStartObject();
            json.WriteString("name", stage.Name);
            json.WriteNumber("layer_bytes_per_token", Math.Round(stage.LayerBytes, 1));
            json.WriteNumber("of_int8", Math.Round(stage.LayerBytes / stages[0].LayerBytes, 4));
            json.WriteNumber("head_bytes_per_token", Math.Round(stage.HeadBytes, 1));
            json.WriteNumber("call_rate", Math.Round(stage.CallRate, 4));
            if (stage.Loss is { } loss) json.WriteNumber("loss", Math.Round(loss, 6));
            else json.WriteNull("loss");
            json.WriteNumber("external_memory_uj", Math.Round(price(stage).Microjoules, 3));
            json.WriteString("source", stage.Source switch { StageSource.Counted => "counted", StageSource.Imposed => "imposed", _ => "coded" });
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>Where the report's models and prompts come from.</summary>
    private sealed class Place(IModelLoader models, string? folder, string? little, int threads)
    {
        public LanguageModel Load(NetworkOptions options) => models.Load(folder, options with { Threads = threads });

        public CompressionSubject Writer(WeightFormat format, GenerationOptions how)
        {
            var options = new NetworkOptions { Mode = Mode.Int8, Weights = format, Threads = threads };
            var big = models.Load(folder, options);
            var helper = little is null ? null : models.LoadLittle(little, options);
            return new((prompt, sharing) => sharing is null ? big.Start(prompt, how) : big.StartWithLittle(prompt, helper!, sharing, how), big, helper);
        }

        public CompressionSubject Translator(WeightFormat format, GenerationOptions how)
        {
            var options = new NetworkOptions { Mode = Mode.Int8, Weights = format, Threads = threads };
            var big = models.LoadEncoderDecoder(folder, options);
            var helper = little is null ? null : models.LoadLittleEncoderDecoder(little, options);
            return new((source, sharing) => sharing is null ? big.Start(source, how) : big.StartWithLittle(source, helper!, sharing, how), big, helper);
        }

        /// <summary>The lines of a file or, without one, beginnings that the model itself draws.</summary>
        public List<int[]> Prompts(string? file, int texts, int length)
        {
            using var model = Load(new() { Mode = Mode.Int8 });
            if (file is not null) return Lines(file, model.Tokenizer is null ? null : line => model.Encode(line), model.Network.Context);
            int[] start = [model.StartToken ?? 0];
            var prompts = new List<int[]>();
            for (var seed = 1; seed <= texts; seed++)
            {
                var text = model.Start(start, new() { Tokens = length, IgnoreEnd = true, Sampling = new() { Seed = (ulong)seed } });
                while (text.Next()) { }
                prompts.Add([.. start, .. text.Ids]);
            }

            return prompts;
        }

        /// <summary>The lines of a file or, of the model that comes with the tool, the examples beside it.</summary>
        /// <exception cref="UsageException">Neither is there.</exception>
        public List<int[]> Sources(string? file, bool own)
        {
            using var model = models.LoadEncoderDecoder(folder, new() { Mode = Mode.Int8, Threads = threads });
            if (file is not null) return Lines(file, model.Tokenizer is null ? null : model.Encode, model.SourceContext);
            return own ? [.. PhraseExamples.Sources(model).Select(model.Encode)] : throw new UsageException(Messages.OnlyWith("--model", "--prompts"));
        }

        private static List<int[]> Lines(string file, Func<string, int[]>? encode, int context)
        {
            if (encode is null) throw new InputException(Messages.TextNeedsTokenizer(file));
            var lines = TextFile.Lines(file);
            if (lines.Length == 0) throw new InputException(Messages.NoPrompts);
            List<int[]> prompts = [.. lines.Select(encode)];
            for (var i = 0; i < prompts.Count; i++)
                if (prompts[i].Length > context) throw new InputException(Messages.PromptOfLineTooLong(i + 1, prompts[i].Length, context));
            return prompts;
        }
    }
}
