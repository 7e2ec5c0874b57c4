using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Kernels.Chip;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary>Runs a generation and shows it: as text that grows, with a table after it, or as one JSON object at the end.</summary>
/// <remarks>Work and energy are counted where tokens are drawn one by one by one network; beams and a little model are told by their own figures.</remarks>
internal sealed partial class GenerateReport(
    StandardOutput output, LanguageModel model, IGeneration generation, GenerationOptions how, NetworkOptions options, OperatingPoint point)
{
    private readonly ObservedGeneration? _observed = generation is Generation ? new(model, generation) : null;
    private readonly GeneratedText? _text = model.Tokenizer is { } tokenizer ? new(tokenizer, how.Stop) : null;

    private ulong Seed => how.Sampling.Seed;

    private BeamText? Best => generation is BeamGeneration { Found: [var best, ..] } ? best : null;

    public void RunToText(string? prompt, double? loss, CancellationToken cancellation)
    {
        output.Write(prompt ?? "");
        while (Next(cancellation))
            output.Write(_text?.Add(generation) ?? generation.Last.ToString(CultureInfo.InvariantCulture) + " ");
        output.Write((_text?.Finish() ?? "") + "\n");
        cancellation.ThrowIfCancellationRequested();
        output.Writer.WriteLine();
        output.WriteTable(Rows(loss));
    }

    public void RunToJson(CancellationToken cancellation)
    {
        var text = new StringBuilder();
        while (Next(cancellation))
            text.Append(_text?.Add(generation));
        text.Append(_text?.Finish());

        // Half an object would be none: what was interrupted prints nothing.
        cancellation.ThrowIfCancellationRequested();
        output.WriteJson(json =>
        {
            json.WriteString("model", model.Name);
            ModeName.Write(json, options);
            json.WriteString("isa", Machine.Name(model.Network.Isa));
            json.WriteNumber("seed", Seed);
            IdList.Write(json, "prompt_ids", generation.Prompt);
            IdList.Write(json, "ids", generation.Ids);
            if (_text is null) json.WriteNull("text");
            else json.WriteString("text", text.ToString());
            WriteSpeed("tokens_per_second", generation.TokensPerSecond);
            WriteSpeed("prefill_tokens_per_second", generation.PrefillTokensPerSecond);
            if (_observed is { } run)
            {
                WorkReport.Write(json, run.Activity);
                ChipLine.Write(json, Chip(run));
            }

            else
            {
                json.WriteString("ended", AnswerJson.Ended(generation.StopReason));
            }

            if (generation is not BeamGeneration) WeightReport.Write(json, generation);
            if (generation is BeamGeneration beams) AnswerJson.WriteFound(json, beams);
            if (generation is BigLittleGeneration little) LittleReport.Write(json, little.Counts);

            // Nothing was timed where there was nothing to do.
            void WriteSpeed(string name, double perSecond)
            {
                if (perSecond > 0) json.WriteNumber(name, perSecond);
                else json.WriteNull(name);
            }
        });
    }

    private bool Next(CancellationToken cancellation) => _observed?.Next(cancellation) ?? generation.Next(cancellation);

    private IEnumerable<(string, string)> Rows(double? loss)
    {
        yield return (Messages.ModelName, model.Name);
        yield return (Messages.ModeName, Loss(loss));
        yield return (Messages.IsaName, Machine.Name(model.Network.Isa));
        yield return (Messages.KernelsName, string.Join(", ", Kernels().Matches(model.Network.Explain()).Select(match => match.Value).Distinct()));
        yield return (Messages.Speed, Speed());
        if (_observed is { } run)
        {
            yield return (Messages.WorkName, WorkReport.Describe(run.Activity));
            yield return (Messages.ChipName, ChipLine.Describe(Chip(run)));
        }

        if (WeightReport.Describe(generation) is { } read)
            yield return (Messages.WeightsReadName, read);
        if (generation is BigLittleGeneration little)
            yield return (Messages.LittleName, LittleReport.Describe(little.Counts));
        if (Best is { } best)
            yield return (Messages.Score, best.Score.ToString("F4", CultureInfo.InvariantCulture));
        else
            yield return (Messages.Seed, Seed.ToString(CultureInfo.InvariantCulture));
        yield return (Messages.Ended, generation.StopReason switch
        {
            StopReason.EndOfText => Messages.EndOfText,
            StopReason.ContextLimit => Messages.ContextFull(model.Network.Context),
            StopReason.StopText => Messages.StopText,
            StopReason.NothingAllowed => Messages.NothingAllowed,
            _ => Messages.TokenLimit(generation.Count),
        });
    }

    private string Speed() => generation.Count switch
    {
        0 => Messages.SpeedOfNothing,
        1 => Messages.SpeedOfPrompt(generation.Prompt.Length, generation.PrefillTokensPerSecond),
        _ => Messages.SpeedOf(generation.Count, generation.TokensPerSecond, generation.Prompt.Length, generation.PrefillTokensPerSecond),
    };

    private ChipSummary Chip(ObservedGeneration run)
    {
        var report = Emulator.Run(ChipChoice.Silicon, model.Network.ChipProgram, point, run.Phases);
        var chip = ChipSummary.Of(report);
        return report.Phases.Count > 0 ? chip : chip with { Profile = ModeName.Of(options) }; // nothing ran that could tell
    }

    private string Loss(double? loss)
    {
        var mode = ModeName.Of(options);
        return options is { Mode: Mode.Dense, Weights: WeightFormat.Float32, Cache: CacheFormat.Float32 } ? mode
            : loss is { } measured ? Messages.LossMeasured(mode, measured) : Messages.LossUnknown(mode);
    }

    [GeneratedRegex(@"\b(Dense[A-Za-z0-9]*|Events[A-Za-z0-9]+|LayerNorm|RmsNorm|CausalAttention|Attention|CrossAttention)_[0-9x]+")]
    private static partial Regex Kernels();
}
