using Kernels.CompilerServices;

namespace Kernels.Execution.Tests.Passes;

/// <summary>Weights kept as brain floats: the definition's bits on every ISA, half the bytes, and options that have no meaning.</summary>
public sealed class WeightFormatTests
{
    private static readonly int[] s_tokens = PlainWeights.Tokens(40);

    private static readonly NetworkOptions s_brainFloats = new() { Weights = WeightFormat.BFloat16 };

    [Fact]
    public void Brain_floats_equal_the_definition_and_not_f32()
    {
        using var weights = PlainWeights.Of(Writer.Model);
        var expected = Writer.Define(new DefinitionScope(weights, WeightFormat.BFloat16), new Tokens(s_tokens)).Values.ToArray();
        var floats = Writer.Define(new DefinitionScope(weights, Mode.Dense), new Tokens(s_tokens)).Values.ToArray();
        Assert.NotEqual(floats, expected);
        foreach (var isa in Machine.Isas)
        {
            foreach (var (threads, rows) in new[] { (1, 128), (3, 7), (2, 1) })
            {
                using var network = Writer.Load(weights, s_brainFloats with { Isa = isa, Threads = threads, ChunkRows = rows });
                var actual = new float[expected.Length];
                network.AppendAll(s_tokens, actual);
                Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), actual.Select(BitConverter.SingleToInt32Bits));
            }
        }
    }

    [Fact]
    public void They_take_half_the_bytes_and_are_said()
    {
        using var weights = PlainWeights.Of(Writer.Model);
        using var floats = Writer.Load(weights);
        using var halves = Writer.Load(weights, s_brainFloats);
        Assert.InRange(halves.WeightBytes, floats.WeightBytes / 2, floats.WeightBytes * 7 / 10); // biases, norms and positions stay f32
        Assert.Contains("DenseBFloat16_32x96", halves.Explain(), StringComparison.Ordinal);
        Assert.DoesNotContain("DenseBFloat16", floats.Explain(), StringComparison.Ordinal);
    }

    [Fact]
    public void Recorded_bytes_are_those_of_the_format()
    {
        using var weights = PlainWeights.Of(Writer.Model);
        long Bytes(NetworkOptions options)
        {
            using var network = Writer.Load(weights, options with { Activity = ActivityDetail.Layers });
            network.AppendAll(s_tokens, new float[s_tokens.Length * Writer.Tokens]);
            return network.TakeActivity()!.Layers.Sum(layer => layer.WeightBytes);
        }

        Assert.Equal(Bytes(NetworkOptions.Default), 2 * Bytes(s_brainFloats));
    }

    [Fact]
    public void Options_without_a_meaning_are_refused()
    {
        using var weights = PlainWeights.Of(Writer.Model);
        Assert.Equal(
            "The format BFloat16 belongs to dense mode; integer modes keep 8-bit integers. Leave Weights out, or set Mode = Mode.Dense. (Parameter 'options')",
            Assert.Throws<ArgumentException>(() => Writer.Load(weights, s_brainFloats with { Mode = Mode.Int8 })).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Writer.Load(weights, new NetworkOptions { Weights = (WeightFormat)7 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DefinitionScope(weights, (WeightFormat)7));

        using var digits = PlainWeights.Of(Digits.Model);
        Assert.Equal(
            "The network was generated without kernels for weights in BFloat16; add it to its annotation, as in [Network(Weights = [WeightFormat.BFloat16])]. (Parameter 'options')",
            Assert.Throws<ArgumentException>(() => Digits.Load(digits, s_brainFloats)).Message);
    }

    [Theory]
    [InlineData(0x3F800000, 0x3F80)] // 1
    [InlineData(0x3F808000, 0x3F80)] // half-way, to the even one below
    [InlineData(0x3F818000, 0x3F82)] // half-way, to the even one above
    [InlineData(0x3F808001, 0x3F81)] // just above half-way
    [InlineData(0x00000001, 0x0000)] // the smallest subnormal
    [InlineData(0x7F7FFFFF, 0x7F80)] // the largest float: beyond the largest brain float
    [InlineData(0x7F800000, 0x7F80)] // infinity
    [InlineData(unchecked((int)0xFF800000), 0xFF80)]
    [InlineData(unchecked((int)0x80000000), 0x8000)]
    [InlineData(0x7F800001, 0x7FC0)] // a NaN whose upper half alone would be an infinity
    public void Rounding_is_to_the_nearest_ties_to_even(int bits, int expected) =>
        Assert.Equal(expected, BFloat16.Round(BitConverter.Int32BitsToSingle(bits)));
}
