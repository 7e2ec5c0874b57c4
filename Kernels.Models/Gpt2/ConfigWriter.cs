using System.Text.Json;
using Kernels.Model;

namespace Kernels.Models;

/// <summary>Writes what <see cref="ConfigReader"/> reads, with the fields and the spelling of published GPT-2 checkpoints.</summary>
internal static class ConfigWriter
{
    /// <summary>A <c>config.json</c>; the last id of the vocabulary begins and ends texts, as in GPT-2.</summary>
    public static byte[] Write(Gpt2Config config)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("activation_function", NameOf(config.Activation));
            json.WriteStartArray("architectures");
            json.WriteStringValue("GPT2LMHeadModel");
            json.WriteEndArray();
            json.WriteNumber("bos_token_id", config.Vocabulary - 1);
            json.WriteNumber("eos_token_id", config.Vocabulary - 1);
            json.WriteNumber("initializer_range", 0.02);
            json.WriteNumber("layer_norm_epsilon", config.Epsilon);
            json.WriteString("model_type", "gpt2");
            json.WriteNumber("n_ctx", config.Positions);
            json.WriteNumber("n_embd", config.Width);
            json.WriteNumber("n_head", config.Heads);
            json.WriteNumber("n_inner", config.Inner);
            json.WriteNumber("n_layer", config.Layers);
            json.WriteNumber("n_positions", config.Positions);
            json.WriteBoolean("tie_word_embeddings", config.Tied);
            json.WriteString("torch_dtype", "float32");
            json.WriteNumber("vocab_size", config.Vocabulary);
            json.WriteEndObject();
        }

        text.WriteByte((byte)'\n');
        return text.ToArray();
    }

    private static string NameOf(Function function) => function switch
    {
        Function.GeluTanh => "gelu_new",
        Function.Gelu => "gelu",
        Function.Relu => "relu",
        Function.Silu => "silu",
        Function.Tanh => "tanh",
        Function.Sigmoid => "sigmoid",
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, null),
    };
}
