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
        var json = CommonOptions.Json();
        command.Options.Add(ids);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            using var model = network.Load(session, parsed);
            var tokens = parsed.GetRequiredValue(ids)!.Within(model.Network);
            if (tokens.Length > model.Network.Context)
                throw new InputException(Messages.PromptTooLong(tokens.Length, model.Network.Context));
            var scores = new float[model.Network.Vocabulary];
            model.Network.Append(tokens, scores);
            session.Cancellation.ThrowIfCancellationRequested();
            if (Array.FindIndex(scores, score => !float.IsFinite(score)) is >= 0 and var id)
                throw new InputException(Messages.NotFinite(model.Name, id));
            if (parsed.GetValue(json)) WriteJson(session.Output, scores, network.Mode(parsed));
            else WriteLines(session.Output, scores);
            return ExitCode.Success;
        });
        return command;
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
