using System.Text;
using System.Text.RegularExpressions;
using Kernels.Model;

namespace Kernels.Models.Tests;

public sealed class ConfigTests
{
    // As the published 124 M checkpoint has it, with the fields that say nothing about the network.
    private const string Published = """
        {
          "activation_function": "gelu_new", "architectures": ["GPT2LMHeadModel"], "attn_pdrop": 0.1, "bos_token_id": 50256,
          "embd_pdrop": 0.1, "eos_token_id": 50256, "initializer_range": 0.02, "layer_norm_epsilon": 1e-05, "model_type": "gpt2",
          "n_ctx": 1024, "n_embd": 768, "n_head": 12, "n_layer": 12, "n_positions": 1024, "resid_pdrop": 0.1,
          "summary_type": "cls_index", "task_specific_params": {"text-generation": {"do_sample": true, "max_length": 50}},
          "auto_map": {"AutoModel": "../../evil.py"}, "vocab_size": 50257
        }
        """;

    [Fact]
    public void ThePublishedFileIsTheSmallNetwork()
    {
        var config = Read(Published);
        Assert.Equal(new Gpt2Config(50257, 768, 12, 12, 1024), config.Network);
        Assert.Equal([50256], config.EndTokens);
        Assert.Equal(50256, config.StartToken);
        Assert.Equal(124_439_808, config.Network.Parameters);
        Assert.Equal(3072, config.Network.Inner);
        Assert.Equal(64, config.Network.HeadSize);
    }

    [Theory]
    [InlineData("\"n_inner\": null", 3072)]
    [InlineData("\"n_inner\": 100", 100)]
    public void TheInnerWidthIsFourfoldUnlessSaid(string field, int inner) => Assert.Equal(inner, Read(With(field)).Network.Inner);

    [Theory]
    [InlineData("gelu_new", Function.GeluTanh)]
    [InlineData("gelu_pytorch_tanh", Function.GeluTanh)]
    [InlineData("gelu", Function.Gelu)]
    [InlineData("relu", Function.Relu)]
    [InlineData("silu", Function.Silu)]
    [InlineData("swish", Function.Silu)]
    public void ActivationsAreThoseOfTheirNames(string name, Function function)
        => Assert.Equal(function, Read(With($"\"activation_function\": \"{name}\"")).Network.Activation);

    [Fact]
    public void EndTokensMayBeOneSeveralOrNone()
    {
        Assert.Equal([5, 7], Read(With("\"eos_token_id\": [5, 7, 5]")).EndTokens);
        Assert.Empty(Read(With("\"eos_token_id\": null")).EndTokens);
        Assert.Empty(Read(With("\"eos_token_id\": 50257")).EndTokens); // a default that this vocabulary does not have
        Assert.Empty(Read(With("\"eos_token_id\": -1")).EndTokens);
        Assert.Null(Read(With("\"bos_token_id\": 99999")).StartToken);
    }

    [Fact]
    public void ContextHasTwoNames() => Assert.Equal(1024, Read(Without("n_positions")).Network.Positions);

    [Fact]
    public void UntiedAndEpsilonAreTaken()
    {
        var network = Read(With("\"tie_word_embeddings\": false", "\"layer_norm_epsilon\": 1e-6")).Network;
        Assert.False(network.Tied);
        Assert.Equal(1e-6f, network.Epsilon);
    }

    [Theory]
    [InlineData("\"n_layer\": 0", "n_layer 0")]
    [InlineData("\"n_layer\": -1", "n_layer -1")]
    [InlineData("\"n_layer\": 513", "n_layer 513")]
    [InlineData("\"n_layer\": 1000000000", "n_layer 1000000000")]
    [InlineData("\"n_layer\": 99999999999999999999", "n_layer 9999")]
    [InlineData("\"n_layer\": 12.0", "n_layer 12.0")]
    [InlineData("\"n_layer\": 1e1", "n_layer 1e1")]
    [InlineData("\"n_layer\": \"12\"", "n_layer '12'")]
    [InlineData("\"n_layer\": [12]", "n_layer a list")]
    [InlineData("\"n_head\": 5", "does not divide")]
    [InlineData("\"n_head\": 769", "n_head 769")]
    [InlineData("\"n_embd\": 1000000000", "n_embd")]
    [InlineData("\"vocab_size\": 16777216", "matrix")]
    [InlineData("\"n_positions\": 16777216", "matrix")]
    [InlineData("\"n_inner\": 0", "n_inner 0")]
    [InlineData("\"layer_norm_epsilon\": 0", "layer_norm_epsilon 0")]
    [InlineData("\"layer_norm_epsilon\": 1e999", "layer_norm_epsilon")]
    [InlineData("\"layer_norm_epsilon\": -1e-5", "layer_norm_epsilon")]
    [InlineData("\"activation_function\": \"quick_gelu\"", "quick_gelu")]
    [InlineData("\"activation_function\": \"\\u001b[31m\"", "\\u001B[31m")]
    [InlineData("\"model_type\": \"llama\"", "'llama'")]
    [InlineData("\"model_type\": 3", "model_type 3")]
    [InlineData("\"scale_attn_weights\": false", "scale_attn_weights")]
    [InlineData("\"scale_attn_by_inverse_layer_idx\": true", "scale_attn_by_inverse_layer_idx")]
    [InlineData("\"add_cross_attention\": true", "add_cross_attention")]
    [InlineData("\"quantization_config\": {\"bits\": 4}", "quantization_config")]
    [InlineData("\"pruned_heads\": {\"1\": [2]}", "pruned_heads")]
    [InlineData("\"tie_word_embeddings\": \"yes\"", "tie_word_embeddings")]
    [InlineData("\"eos_token_id\": \"x\"", "eos_token_id")]
    [InlineData("\"eos_token_id\": []", "eos_token_id")]
    [InlineData("\"eos_token_id\": [1, \"x\"]", "eos_token_id")]
    [InlineData("\"eos_token_id\": 1.5", "eos_token_id")]
    [InlineData("\"bos_token_id\": [1]", "bos_token_id")]
    public void WhatCannotBeMeantIsRefusedByName(string field, string named) => Refuses(With(field), named);

    [Theory]
    [InlineData("vocab_size")]
    [InlineData("n_embd")]
    [InlineData("n_layer")]
    [InlineData("n_head")]
    [InlineData("model_type")]
    public void MissingSizesAreNamed(string name) => Refuses(Without(name), name);

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("[]", "object")]
    [InlineData("{", "JSON")]
    [InlineData("{} x", "JSON")]
    [InlineData("null", "object")]
    [InlineData("{\"model_type\": \"gpt2\", \"model_type\": \"gpt2\"}", "twice")]
    [InlineData("{\"model_type\": \"gpt2\", \"model\\u005ftype\": \"gpt2\"}", "twice")]
    [InlineData("{\"\\ud800\": 1}", "Unicode")]
    [InlineData("{\"model_type\": \"\\udc00\"}", "Unicode")]
    public void DamagedTextIsRefused(string json, string named) => Refuses(json, named);

    [Fact]
    public void DepthAndSizeAreLimited()
    {
        Refuses($"{{\"a\": {new string('[', 100)}{new string(']', 100)}}}", "nested");
        Refuses(new string(' ', 2_000_000), "bytes");
    }

    [Fact]
    public void EveryCutOfAFileIsRefused()
    {
        for (var length = 0; length < Published.Length - 1; length++)
            Refuses(Published[..length], "");
    }

    [Fact]
    public void AnyChangedBytesGiveAConfigurationOrOneLine()
    {
        var random = new Random(4);
        var original = Encoding.UTF8.GetBytes(Published);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = original.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
                bytes[random.Next(bytes.Length)] = random.Next(3) switch { 0 => (byte)random.Next(256), 1 => (byte)'"', _ => (byte)random.Next('0', '9' + 1) };
            try
            {
                Assert.InRange(CheckpointConfig.Read(bytes, "config.json").Network.Layers, 1, 512);
            }
            catch (ModelFormatException error)
            {
                Assert.StartsWith("config.json: ", error.Message);
                Assert.DoesNotContain(error.Message, char.IsControl);
            }
        }
    }

    private static CheckpointConfig Read(string json) => CheckpointConfig.Read(Encoding.UTF8.GetBytes(json), "config.json");

    private static string Without(string name) => Published.Replace($"\"{name}\"", $"\"no_{name}\"");

    private static string With(params string[] fields)
    {
        var json = Published;
        foreach (var field in fields)
        {
            var name = field[1..field.IndexOf('"', 1)];
            json = Regex.Replace(json, $"\"{name}\": (\"[^\"]*\"|[^,\"]+?)(?=,|\\s*}})", field.Replace("$", "$$"));
            if (!json.Contains(field)) json = "{ " + field + ", " + json.TrimStart()[1..];
        }

        return json;
    }

    private static void Refuses(string json, string named)
    {
        var error = Assert.Throws<ModelFormatException>(() => Read(json));
        Assert.Contains(named, error.Message);
        Assert.StartsWith("config.json: ", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }
}
