using System.Text.Json;
using Kernels.Models;
using Kernels.Models.Data;

namespace Kernels.Cli;

/// <summary>The examples of the evaluation that comes with the encoder-decoder of the tool: held-back sources with the prefixes of their tasks.</summary>
internal static class PhraseExamples
{
    /// <summary>The sources.</summary>
    public static IEnumerable<string> Sources(EncoderDecoderModel model)
    {
        using var stream = typeof(Phrases).Assembly.GetManifestResourceStream(Phrases.Name + "/evaluation.json");
        if (stream is null) yield break;
        using var json = JsonDocument.Parse(stream);
        foreach (var set in json.RootElement.GetProperty("sets").EnumerateObject())
        {
            var prefix = set.Name == "synopses" ? T5Tasks.Summarize : model.TranslationPrefix("fr");
            foreach (var example in set.Value.GetProperty("examples").EnumerateArray()) yield return prefix + example.GetProperty("source").GetString();
        }
    }
}
