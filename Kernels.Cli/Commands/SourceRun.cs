using System.Globalization;
using System.Text;
using Kernels.Chip;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary>One text of an encoder-decoder for a source of ids, as text or as one JSON object.</summary>
internal sealed class SourceRun(Session session, EncoderDecoderModel model, NetworkOptions options, OperatingPoint point)
{
    /// <summary>Reads a source; what does not fit is refused before any work.</summary>
    /// <returns>The ids of the source.</returns>
    public static int[] Read(EncoderDecoderModel model, IdList source)
    {
        var ids = source.Within(model.Encoder.Vocabulary);
        if (ids.Length > model.SourceContext)
            throw new InputException(Messages.PromptTooLong(ids.Length, model.SourceContext));
        model.Read(ids);
        return ids;
    }

    /// <summary>Writes the text.</summary>
    /// <param name="source">Ids of the source.</param>
    /// <param name="start">Ids that the decoder begins with; null: the start token.</param>
    /// <param name="how">Which tokens may follow, and how one is chosen.</param>
    /// <param name="beams">How the text is found, for a beam search.</param>
    /// <param name="little">A model that helps, and how.</param>
    /// <param name="asJson">Whether one JSON object is wanted.</param>
    public void Run(IdList source, IdList? start, GenerationOptions how, BeamOptions? beams, (EncoderDecoderModel Model, BigLittleOptions How)? little, bool asJson)
    {
        var ids = source.Within(model.Encoder.Vocabulary);
        var begin = start?.Within(model.Decoder) ?? [];
        if (ids.Length > model.SourceContext)
            throw new InputException(Messages.PromptTooLong(ids.Length, model.SourceContext));
        if (begin.Length > model.Decoder.Context)
            throw new InputException(Messages.PromptTooLong(begin.Length, model.Decoder.Context));
        if (how.Stop.Count > 0 && model.Tokenizer is null)
            throw new InputException(Messages.TextNeedsTokenizer(model.Name));
        using var run = new ObservedReading(model, ids, how, beams, begin, little);
        var generation = run.Text;
        var (text, stream) = (new StringBuilder(), model.Tokenizer is { } tokenizer ? new GeneratedText(tokenizer, how.Stop) : null);
        while (run.Next(session.Cancellation))
        {
            var piece = stream?.Add(generation) ?? generation.Last.ToString(CultureInfo.InvariantCulture) + " ";
            if (asJson) text.Append(stream is null ? "" : piece);
            else session.Output.Write(piece);
        }

        session.Cancellation.ThrowIfCancellationRequested();
        if (!asJson)
        {
            session.Output.Write((stream?.Finish() ?? "") + "\n");
            session.Output.Writer.WriteLine();
            session.Output.WriteTable(Rows(run));
            return;
        }

        text.Append(stream?.Finish());
        session.Output.WriteJson(json =>
        {
            json.WriteString("model", model.Name);
            ModeName.Write(json, options);
            json.WriteString("isa", Machine.Name(model.Decoder.Isa));
            if (beams is null) json.WriteNumber("seed", how.Sampling.Seed);
            IdList.Write(json, "source_ids", ids);
            IdList.Write(json, "prompt_ids", generation.Prompt);
            IdList.Write(json, "ids", generation.Ids);
            if (stream is null) json.WriteNull("text");
            else json.WriteString("text", text.ToString());
            json.WriteString("ended", AnswerJson.Ended(generation.StopReason));
            if (generation is BeamGeneration found) AnswerJson.WriteFound(json, found);
            else WeightReport.Write(json, generation);
            if (generation is BigLittleGeneration { Counts: var counts }) LittleReport.Write(json, counts);
            if (generation.TokensPerSecond > 0) json.WriteNumber("tokens_per_second", generation.TokensPerSecond);
            else json.WriteNull("tokens_per_second");
            if (run.Activity is { } activity) WorkReport.Write(json, activity);
            run.Cost(point)?.Write(json);
        });
    }

    private IEnumerable<(string, string)> Rows(ObservedReading run)
    {
        if (run.Activity is { } activity) yield return (Messages.WorkName, WorkReport.Describe(activity));
        if (run.Cost(point) is { } cost) yield return (Messages.ChipName, ReadingCost.Describe([cost]));
        if (WeightReport.Describe(run.Text) is { } read) yield return (Messages.WeightsReadName, read);
        if (run.Text is BigLittleGeneration { Counts: var counts }) yield return (Messages.LittleName, LittleReport.Describe(counts));
    }
}
