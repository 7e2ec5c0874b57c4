using System.Text.Json;
using Kernels.CompilerServices;
using Kernels.Models;

namespace Kernels.Compiler.Tests;

/// <summary>Random T5, FSMT and Marian models of odd sizes, compiled at run time, against states, logits and texts of PyTorch (training/make_t5_fixture.py, make_translator_fixture.py).</summary>
public sealed class TranslatorFixtureTests
{
    private static readonly NetworkCompiler s_compiler = new(new() { UseDisk = false });

    public static TheoryData<string> Names => ["tiny-t5", "tiny-t5-v11", "tiny-fsmt", "tiny-marian"];

    [Theory]
    [MemberData(nameof(Names))]
    public void States_and_logits_are_those_of_PyTorch(string name)
    {
        using var model = EncoderDecoderModel.Load(Repository.Fixture(name), new() { Mode = Mode.Dense }, s_compiler);
        foreach (var one in Cases(name))
        {
            var (source, target) = (Ids(one, "source_ids"), Ids(one, "decoder_ids"));
            var states = new float[source.Length * model.Encoder.StateWidth];
            model.Encoder.Encode(source, states);
            Compare(one, "state_rows", "states", states, model.Encoder.StateWidth);
            model.Read(source);
            var logits = new float[target.Length * model.Decoder.Vocabulary];
            model.Decoder.AppendAll(target, logits);
            Compare(one, "logit_rows", "logits", logits, model.Decoder.Vocabulary);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Greedy_texts_are_those_of_PyTorch(string name)
    {
        using var model = EncoderDecoderModel.Load(Repository.Fixture(name), new() { Mode = Mode.Dense }, s_compiler);
        foreach (var one in Cases(name))
        {
            var text = model.Start(Ids(one, "source_ids"), new() { Tokens = 20, Sampling = SamplingOptions.Greedy });
            while (text.Next()) { }
            Assert.Equal(Ids(one, "greedy"), text.Ids.ToArray());
        }
    }

    /// <summary>Scores of PyTorch's beams within 1e-4: they are sums of logs of logits that agree to about 1e-5.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Texts_of_four_beams_are_those_of_PyTorch(string name)
    {
        using var model = EncoderDecoderModel.Load(Repository.Fixture(name), new() { Mode = Mode.Dense }, s_compiler);
        foreach (var one in Cases(name))
            foreach (var expected in one.GetProperty("beam4").EnumerateArray())
            {
                var how = new BeamOptions
                {
                    Beams = 4, LengthPenalty = expected.GetProperty("length_penalty").GetDouble(),
                    EarlyStopping = expected.GetProperty("early_stopping").GetBoolean() ? BeamStop.AtOnce : BeamStop.WhenNoneIsBetter,
                };
                using var text = model.StartBeams(Ids(one, "source_ids"), how, new() { Tokens = 20 });
                while (text.Next()) { }
                Assert.Equal(Ids(expected, "ids"), text.Ids.ToArray());
                Assert.Equal(expected.GetProperty("score").GetDouble(), text.Found[0].Score, 1e-4);
            }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Integer_modes_agree_to_the_bit_and_stay_near(string name)
    {
        var one = Cases(name)[2];
        var (source, target) = (Ids(one, "source_ids"), Ids(one, "decoder_ids"));
        float[] Run(NetworkOptions options)
        {
            using var model = EncoderDecoderModel.Load(Repository.Fixture(name), options, s_compiler);
            model.Read(source);
            var logits = new float[target.Length * model.Decoder.Vocabulary];
            model.Decoder.AppendAll(target, logits);
            return logits;
        }

        var int8 = Run(new() { Mode = Mode.Int8 });
        Assert.Equal(int8, Run(new() { Mode = Mode.Complementary, Threads = 2 }));
        Assert.Equal(int8, Run(new() { Mode = Mode.Spiking, Code = SpikeCode.Phase }));
        Assert.NotEqual(int8, Run(new() { Mode = Mode.Dense }));
    }

    [Fact]
    public void What_a_class_cannot_be_made_of_is_refused_by_name()
    {
        void Refused(string named, string field, string value, string of = "tiny-t5")
        {
            var json = File.ReadAllText(Path.Combine(Repository.Fixture(of), "config.json"));
            var changed = System.Text.RegularExpressions.Regex.Replace(json, $"\"{field}\": [^,\\n]+", $"\"{field}\": {value}");
            Assert.NotEqual(json, changed);
            var folder = Directory.CreateTempSubdirectory("kernels-config-").FullName;
            try
            {
                File.WriteAllText(Path.Combine(folder, "config.json"), changed);
                Assert.Contains(named, Assert.Throws<ModelFormatException>(() => EncoderDecoderModel.ReadConfig(folder)).Message);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        Refused("bart", "model_type", "\"bart\"");
        Refused("gated-relu", "feed_forward_proj", "\"gated-relu\"");
        Refused("is_encoder_decoder", "is_encoder_decoder", "false");
        Refused("relative_attention_num_buckets", "relative_attention_num_buckets", "7");
        Refused("d_kv", "d_kv", "0");
        Refused("num_heads", "num_heads", "65536");
        Refused("normalize_before", "normalize_before", "true", "tiny-marian");
        Refused("static_position_embeddings", "static_position_embeddings", "false", "tiny-marian");
        Refused("tanh", "activation_function", "\"tanh\"", "tiny-marian");
        Refused("decoder_attention_heads 7", "decoder_attention_heads", "7", "tiny-fsmt");
        Refused("max_position_embeddings", "max_position_embeddings", "1048576000", "tiny-fsmt");
        Refused("max_position_embeddings", "max_position_embeddings", "2300000", "tiny-fsmt");
        Refused("src_vocab_size", "src_vocab_size", "0", "tiny-fsmt");
        Assert.Contains("gpt2", Assert.Throws<ModelFormatException>(() => EncoderDecoderModel.Load(Repository.TinyGpt2, null, s_compiler)).Message);
    }

    /// <summary>A file in which one tensor has another name, another shape, or ends early: one line that names what is wrong, whichever tensor it is.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Every_tensor_is_missed_and_looked_at(string name)
    {
        var folder = Directory.CreateTempSubdirectory("kernels-tensors-").FullName;
        try
        {
            File.Copy(Path.Combine(Repository.Fixture(name), "config.json"), Path.Combine(folder, "config.json"));
            var file = Path.Combine(folder, "model.safetensors");
            var sound = File.ReadAllBytes(Path.Combine(Repository.Fixture(name), "model.safetensors"));
            var header = System.Text.Encoding.ASCII.GetString(sound, 8, (int)BitConverter.ToInt64(sound));
            using var json = JsonDocument.Parse(header);
            void Refused(string changed, string named)
            {
                Assert.Equal(header.Length, changed.Length);
                Assert.NotEqual(header, changed);
                File.WriteAllBytes(file, [.. sound[..8], .. System.Text.Encoding.ASCII.GetBytes(changed), .. sound[(8 + header.Length)..]]);
                var fault = Assert.Throws<ModelFormatException>(() => EncoderDecoderModel.Load(folder, new() { Mode = Mode.Int8 }, s_compiler).Dispose());
                Assert.Contains(named, fault.Message);
                Assert.DoesNotContain('\n', fault.Message);
            }

            foreach (var tensor in json.RootElement.EnumerateObject().Where(tensor => tensor.Name != "__metadata__"))
            {
                Refused(header.Replace($"\"{tensor.Name}\"", $"\"X{tensor.Name[1..]}\"", StringComparison.Ordinal), "");
                var shape = tensor.Value.GetProperty("shape").GetRawText();
                if (tensor.Value.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32()).Distinct().Count() < 2) continue;
                var entry = tensor.Value.GetRawText();
                var turned = "[" + string.Join(shape.Contains(", ", StringComparison.Ordinal) ? ", " : ",", tensor.Value.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32()).Reverse()) + "]";
                Refused(header.Replace($"\"{tensor.Name}\"", "\"?\"", StringComparison.Ordinal).Replace(entry, entry.Replace(shape, turned, StringComparison.Ordinal), StringComparison.Ordinal)
                    .Replace("\"?\"", $"\"{tensor.Name}\"", StringComparison.Ordinal), "");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Sources_that_do_not_fit_are_refused_before_any_work()
    {
        using var model = EncoderDecoderModel.Load(Repository.Fixture("tiny-t5"), new() { Context = 8 }, s_compiler);
        Assert.Contains("9 tokens", Assert.Throws<ArgumentException>(() => model.Read(new int[9])).Message);
        Assert.Throws<ArgumentException>(() => model.Read([]));
        Assert.Throws<ArgumentException>(() => model.Read([96]));
        Assert.Equal(0, model.Decoder.MemorySize);
        using var other = model.Share();
        other.Read([1]);
        Assert.Equal((0, 1), (model.Decoder.MemorySize, other.Decoder.MemorySize));
    }

    private static List<JsonElement> Cases(string name)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Fixture(name), "golden.json")));
        return [.. json.RootElement.GetProperty("cases").EnumerateArray().Select(one => one.Clone())];
    }

    private static int[] Ids(JsonElement one, string name) => [.. one.GetProperty(name).EnumerateArray().Select(id => id.GetInt32())];

    /// <summary>f32 in another order of sums: within 2e-4 of the largest value, some hundred roundings through a few layers.</summary>
    private static void Compare(JsonElement one, string rows, string values, float[] actual, int width)
    {
        var kept = Ids(one, rows);
        var expected = one.GetProperty(values).EnumerateArray().Select(row => row.EnumerateArray().Select(value => value.GetSingle()).ToArray()).ToArray();
        var largest = expected.Max(row => row.Max(MathF.Abs));
        for (var i = 0; i < kept.Length; i++)
            for (var n = 0; n < width; n++)
                Assert.InRange(Math.Abs(expected[i][n] - actual[(kept[i] * width) + n]), 0, 2e-4f * largest);
    }
}
