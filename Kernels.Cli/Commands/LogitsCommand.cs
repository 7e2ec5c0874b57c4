using System.CommandLine;
using System.Globalization;

namespace Kernels.Cli;

/// <summary><c>kernels logits</c>: the scores after the last of some tokens, each printed so that it reads back to the same bits.</summary>
internal static class LogitsCommand
{
    public static Command Build(Session session)
    {
        var command = new Command("logits", Messages.LogitsHelp);
        var network = new NetworkChoice(command, modelRequired: true);
        var ids = CommonOptions.Ids(required: true);
        var source = CommonOptions.SourceIds();
        var json = CommonOptions.Json();
        command.Options.Add(ids);
        command.Options.Add(source);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            var (scores, name) = parsed.GetValue(source) is { } given
                ? OfDecoder(session, parsed, network, given, parsed.GetRequiredValue(ids)!)
                : OfModel(session, parsed, network, parsed.GetRequiredValue(ids)!);
            session.Cancellation.ThrowIfCancellationRequested();
            if (Array.FindIndex(scores, score => !float.IsFinite(score)) is >= 0 and var id)
                throw new InputException(Messages.NotFinite(name, id));
            if (parsed.GetValue(json)) WriteJson(session.Output, scores, network.Mode(parsed));
            else WriteLines(session.Output, scores);
            return ExitCode.Success;
        });
        return command;
    }

    private static (float[] Scores, string Name) OfModel(Session session, ParseResult parsed, NetworkChoice network, IdList ids)
    {
        using var model = network.Load(session, parsed);
        return (Last(model.Network, ids.Within(model.Network)), model.Name);
    }

    /// <summary>For an encoder-decoder the ids are the decoder's, the start token among them.</summary>
    private static (float[] Scores, string Name) OfDecoder(Session session, ParseResult parsed, NetworkChoice network, IdList source, IdList ids)
    {
        using var model = network.LoadEncoderDecoder(session, parsed);
        var tokens = ids.Within(model.Decoder);
        SourceRun.Read(model, source);
        return (Last(model.Decoder, tokens), model.Name);
    }

    private static float[] Last(ISequenceNetwork network, int[] tokens)
    {
        if (tokens.Length > network.Context)
            throw new InputException(Messages.PromptTooLong(tokens.Length, network.Context));
        var scores = new float[network.Vocabulary];
        network.Append(tokens, scores);
        return scores;
    }

    private static void WriteJson(StandardOutput output, float[] scores, NetworkOptions options) => output.WriteJson(json =>
    {
        json.WriteStartArray("logits");
        foreach (var score in scores) json.WriteNumberValue(score);
        json.WriteEndArray();
        ModeName.Write(json, options);
    });

    private static void WriteLines(StandardOutput output, float[] scores)
    {
        for (var id = 0; id < scores.Length; id++)
            output.Writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{id}\t{scores[id]:R}"));
    }
}
