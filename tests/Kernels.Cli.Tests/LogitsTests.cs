using System.Globalization;
using System.Text.Json;

namespace Kernels.Cli.Tests;

public sealed class LogitsTests
{
    private static readonly float[] Awkward =
        [0f, -0f, 0.1f, float.MaxValue, -float.MaxValue, float.Epsilon, 1.17549421e-38f, 16777217f, 3.1415927f, -1e-7f, .. FakeNetwork.Hash([5], 300)];

    [Fact]
    public void EveryFloatReadsBackToTheSameBits()
    {
        var run = new InProcess { Network = () => new FakeNetwork(Awkward.Length, 9, _ => Awkward) };
        Assert.Equal(0, run.Run("logits", "--model", "m", "--ids", "1,2", "--json"));
        using var json = JsonDocument.Parse(run.Out);
        var read = json.RootElement.GetProperty("logits").EnumerateArray().ToList();
        Assert.Equal(Bits(Awkward), Bits(read.Select(item => item.GetSingle())));
        Assert.Equal(Bits(Awkward), Bits(read.Select(item => (float)item.GetDouble()))); // as a reader with doubles alone does it
        Assert.Equal(0, run.Run("logits", "--model", "m", "--ids", "1,2"));
        var lines = run.Out.TrimEnd('\n').Split('\n').Select(line => line.Split('\t')).ToList();
        Assert.Equal(Enumerable.Range(0, Awkward.Length), lines.Select(line => int.Parse(line[0], CultureInfo.InvariantCulture)));
        Assert.Equal(Bits(Awkward), Bits(lines.Select(line => float.Parse(line[1], CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void WhatIsNoNumberIsOneLineAndNoOutput()
    {
        var run = new InProcess { Network = () => new FakeNetwork(3, 9, _ => [0, 1, float.PositiveInfinity]) };
        foreach (var line in (string[][])[[], ["--json"]])
        {
            Assert.Equal(1, run.Run(["logits", "--model", "m", "--ids", "1", .. line]));
            Assert.Equal("", run.Out);
            Assert.Contains("token 2", run.Error);
            Assert.Contains("model.safetensors", run.Error);
            Assert.Equal(1, run.Error.Count(character => character == '\n'));
        }
    }

    [Fact]
    public void MoreIdsThanTheContextAreBadInput()
    {
        var run = new InProcess { Network = () => FakeNetwork.Hashed(9, 2) };
        Assert.Equal(1, run.Run("logits", "--model", "m", "--ids", "1,2,3"));
        Assert.Contains("3 tokens", run.Error);
    }

    private static IEnumerable<int> Bits(IEnumerable<float> values) => values.Select(BitConverter.SingleToInt32Bits);
}
