using Kernels.CompilerServices;
using Kernels.Model;

namespace Kernels.Execution.Tests.Passes;

/// <summary>Weights in other formats than f32: the definition's bits on every ISA, fewer bytes, and options that have no meaning.</summary>
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

    public static TheoryData<Mode, WeightFormat, SpikeStrategy?> Integers => new()
    {
        { Mode.Dense, WeightFormat.Int8, null },
        { Mode.Dense, WeightFormat.Int8Block32, null },
        { Mode.Dense, WeightFormat.Int4Block32, null },
        { Mode.Int8, WeightFormat.Int8, null },
        { Mode.Int8, WeightFormat.Int8Block32, null },
        { Mode.Int8, WeightFormat.Int4Block32, null },
        { Mode.Complementary, WeightFormat.Int8Block32, SpikeStrategy.Events },
        { Mode.Complementary, WeightFormat.Int4Block32, null },
        { Mode.Spiking, WeightFormat.Int8Block32, null },
        { Mode.Spiking, WeightFormat.Int4Block32, SpikeStrategy.Events },
    };

    [Theory]
    [MemberData(nameof(Integers))]
    public void Stored_integers_equal_the_definition_and_no_other_format(Mode mode, WeightFormat format, SpikeStrategy? spikes)
    {
        using var weights = PlainWeights.Of(Writer.Model);
        var expected = Writer.Define(new DefinitionScope(weights, mode, format), new Tokens(s_tokens)).Values.ToArray();
        var other = Writer.Define(new DefinitionScope(weights, mode), new Tokens(s_tokens)).Values.ToArray();
        if (mode == Mode.Dense || format != WeightFormat.Int8) Assert.NotEqual(other, expected);
        else Assert.Equal(other, expected);
        foreach (var isa in Machine.Isas)
        {
            foreach (var (threads, rows) in new[] { (1, 128), (3, 7), (2, 1) })
            {
                using var network = Writer.Load(weights, new() { Mode = mode, Weights = format, Spikes = spikes, Isa = isa, Threads = threads, ChunkRows = rows });
                var actual = new float[expected.Length];
                network.AppendAll(s_tokens, actual);
                Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), actual.Select(BitConverter.SingleToInt32Bits));
            }
        }
    }

    [Theory]
    [InlineData(Mode.Dense, WeightFormat.Int8, 4, "DenseOnInt8_32x96")]
    [InlineData(Mode.Dense, WeightFormat.Int4Block32, 8, "DenseOnInt4Block32_32x96")]
    [InlineData(Mode.Int8, WeightFormat.Int8Block32, 4, "DenseInt8Block32_32x96")]
    [InlineData(Mode.Int8, WeightFormat.Int4Block32, 8, "DenseInt4Block32_32x96")]
    public void Integers_are_said_and_their_bytes_recorded(Mode mode, WeightFormat format, int fewer, string kernel)
    {
        using var weights = PlainWeights.Of(Writer.Model);
        Assert.Equal(Bytes(weights, NetworkOptions.Default), fewer * Bytes(weights, new() { Mode = mode, Weights = format }));
        using var network = Writer.Load(weights, new() { Mode = mode, Weights = format });
        Assert.Contains(kernel, network.Explain(), StringComparison.Ordinal);
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
        Assert.Equal(Bytes(weights, NetworkOptions.Default), 2 * Bytes(weights, s_brainFloats));
    }

    private static long Bytes(WeightSource weights, NetworkOptions options)
    {
        using var network = Writer.Load(weights, options with { Activity = ActivityDetail.Layers });
        network.AppendAll(s_tokens, new float[s_tokens.Length * Writer.Tokens]);
        return network.TakeActivity()!.Layers.Sum(layer => layer.WeightBytes);
    }

    [Fact]
    public void Options_without_a_meaning_are_refused()
    {
        using var weights = PlainWeights.Of(Writer.Model);
        Assert.Equal(
            "The format BFloat16 belongs to dense mode; integer modes keep integers: Int8, Int8Block32 or Int4Block32. Leave Weights out, or set Mode = Mode.Dense. (Parameter 'options')",
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
