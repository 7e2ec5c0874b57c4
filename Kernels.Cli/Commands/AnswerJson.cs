using Kernels.Models;

namespace Kernels.Cli;

/// <summary>One answer of a batch as a line of JSON.</summary>
internal static class AnswerJson
{
    public static void Write(StandardOutput output, GeneratedAnswer answer, GenerationOptions options) => output.WriteJson(json =>
    {
        json.WriteString("prompt", answer.Prompt);
        IdList.Write(json, "prompt_ids", [.. answer.PromptIds]);
        IdList.Write(json, "ids", [.. answer.Ids]);
        json.WriteString("text", answer.Text);
        json.WriteString("ended", Ended(answer.StopReason));
        if (answer.Score is { } score)
            json.WriteNumber("score", score);
        else
            json.WriteNumber("seed", options.Sampling.Seed);
    });

    /// <summary>All texts that a beam search found, the best first.</summary>
    public static void WriteFound(System.Text.Json.Utf8JsonWriter json, BeamGeneration beams)
    {
        json.WriteStartArray("found");
        foreach (var text in beams.Found)
        {
            json.WriteStartObject();
            IdList.Write(json, "ids", [.. text.Ids]);
            json.WriteNumber("score", text.Score);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Why a text ended, as JSON has it.</summary>
    public static string Ended(StopReason reason) => reason switch
    {
        StopReason.EndOfText => "end",
        StopReason.StopText => "stop",
        StopReason.ContextLimit => "context",
        StopReason.NothingAllowed => "nothing_allowed",
        _ => "tokens",
    };
}
