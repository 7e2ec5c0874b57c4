using System.Globalization;
using System.Text.Json;

namespace Kernels.Models.Tests.Networks;

/// <summary>Trax's trained encoder-decoder, which copies its source: the text that Trax's own test expects, in every mode.</summary>
public sealed class CopierTests
{
    private const int Width = 64;

    public static TheoryData<Mode> Modes => [.. Enum.GetValues<Mode>()];

    [Theory]
    [MemberData(nameof(Modes))]
    public void The_source_comes_out_to_its_end(Mode mode)
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(Fixture.Shared("trax-copy", "golden.json")));
        var pair = golden.RootElement.GetProperty("seq2seq");
        int[] Ids(string name) => [.. pair.GetProperty(name).EnumerateArray().Select(id => id.GetInt32())];
        using var weights = Weights();
        var options = new NetworkOptions { Mode = mode, Code = SpikeCode.Phase };
        using var encoder = CopierEncoder.Load(weights, options);
        using var decoder = CopierDecoder.Load(weights, options);
        var source = Ids("src");
        var states = new float[source.Length * Width];
        encoder.Read(source, states);
        decoder.SetMemory(states);
        var text = new Generation(decoder, [0], new() { Tokens = 20, Sampling = SamplingOptions.Greedy }, [1]);
        while (text.Next()) { }
        Assert.Equal(Ids("out"), text.Ids.ToArray());
    }

    // The weights are numbered in the order of Trax's layers; matrices have a row per input.
    private static MemoryWeights Weights()
    {
        using var file = WeightSource.Open(Fixture.Shared("trax-copy", "transformer_copy.safetensors"));
        var (weights, next) = (new MemoryWeights(), 0);
        (TensorInfo Info, float[] Values) Next()
        {
            var info = file.Find("flat_weights." + next++.ToString("D3", CultureInfo.InvariantCulture));
            return (info, file.ReadFloats(info.Name, info.Dims.AsSpan()));
        }

        void Norm(string name)
        {
            weights.Add(name + ".weight", [Width], Next().Values);
            weights.Add(name + ".bias", [Width], Next().Values);
        }

        void Dense(string name, int parts = 1)
        {
            var (matrix, bias, inputs) = (new List<float>(), new List<float>(), 0);
            for (var part = 0; part < parts; part++)
            {
                var (info, values) = Next();
                inputs = (int)info.Dims[0];
                var outputs = (int)info.Dims[1];
                for (var n = 0; n < outputs; n++)
                    for (var k = 0; k < inputs; k++) matrix.Add(values[(k * outputs) + n]);
                bias.AddRange(Next().Values);
            }

            weights.Add(name + ".weight", [bias.Count, inputs], [.. matrix]);
            weights.Add(name + ".bias", [bias.Count], [.. bias]);
        }

        void Feed(string block)
        {
            Norm(block + "calm");
            Dense(block + "grow");
            Dense(block + "fold");
        }

        weights.Add("embed.weight", [13, Width], Next().Values);
        weights.Add("encoder.positions.weight", [256, Width], Next().Values);
        for (var block = 0; block < 2; block++)
        {
            var prefix = $"encoder.{block}.";
            Norm(prefix + "norm");
            Dense(prefix + "qkv", 3);
            Dense(prefix + "gather");
            Feed(prefix);
        }

        Norm("encoder.norm");
        weights.Add("decoder.positions.weight", [256, Width], Next().Values);
        for (var block = 0; block < 2; block++)
        {
            var prefix = $"decoder.{block}.";
            Norm(prefix + "norm");
            Dense(prefix + "qkv", 3);
            Dense(prefix + "gather");
            Norm(prefix + "turn");
            Dense(prefix + "wonder");
            Dense(prefix + "kv", 2);
            Dense(prefix + "take");
            Feed(prefix);
        }

        Norm("decoder.norm");
        Dense("head");
        Assert.Equal(93, next);
        return weights;
    }
}
