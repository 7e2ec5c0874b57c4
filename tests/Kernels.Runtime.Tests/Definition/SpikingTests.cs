using FsCheck;
using FsCheck.Fluent;
using Kernels.CompilerServices;
using Kernels.Model;

namespace Kernels.Runtime.Tests.Definition;

/// <summary>The meaning of spiking layers, by hand: numbers that any other rule would miss.</summary>
public sealed class SpikingTests
{
    private static readonly DefinitionScope s_scope = new(new MemoryWeights(), Mode.Dense);

    private static string Train(Spikes spikes, int neuron = 0, int row = 0) =>
        string.Concat(Enumerable.Range(0, spikes.Steps).Select(t => spikes[row, t, neuron] ? '|' : '.'));

    private static Current Drive(params float[] steps) => new(1, steps.Length, 1, steps);

    private static string Fire(float decay, float threshold, float start, SpikeReset reset, params float[] drive) =>
        Train(Reference.Neuron(s_scope, "Fire", Drive(drive), decay, threshold, start, reset));

    [Theory]
    [InlineData(0f, "........")]
    [InlineData(0.125f, ".......|")]
    [InlineData(0.25f, "...|...|")]
    [InlineData(0.375f, "..|..|.|")]
    [InlineData(0.5f, ".|.|.|.|")]
    [InlineData(0.625f, ".|.||.||")]
    [InlineData(0.875f, ".|||||||")]
    [InlineData(1f, "||||||||")]
    [InlineData(7f, "||||||||")]
    [InlineData(-3f, "........")]
    [InlineData(0.0625f, "........")] // half a spike rounds to the even count 0,
    [InlineData(0.1875f, "...|...|")] // one and a half to 2,
    [InlineData(0.3125f, "...|...|")] // two and a half to 2
    [InlineData(float.NaN, "........")]
    [InlineData(float.PositiveInfinity, "||||||||")]
    [InlineData(float.NegativeInfinity, "........")]
    public void AValueIsSoManySpikesSpreadEvenly(float value, string train) =>
        Assert.Equal(train, Train(Reference.Encode(s_scope, "See", Tensor.FromRows([value]), 8)));

    [Fact]
    public void AnEncoderIsANeuronDrivenByItsCountAgainstTheStepsAsThreshold()
    {
        for (var steps = 1; steps <= 130; steps++)
        {
            for (var count = 0; count <= steps; count++)
            {
                var train = Train(Reference.Encode(s_scope, "See", Tensor.FromRows([(float)count / steps]), steps));
                Assert.Equal(count, train.Count(c => c == '|'));
                Assert.Equal(train, Fire(1f, steps, 0f, SpikeReset.Subtract, [.. Enumerable.Repeat((float)count, steps)]));
            }
        }
    }

    [Fact]
    public void AnIntegrateAndFireNeuronKeepsWhatLiesAboveTheThreshold()
    {
        // 0.75, 1.5 fires -> 0.5, 1.25 fires -> 0.25, 1 fires -> 0, 0.75
        Assert.Equal(".|||.", Fire(1f, 1f, 0f, SpikeReset.Subtract, 0.75f, 0.75f, 0.75f, 0.75f, 0.75f));
        // 0.75, 1.5 fires -> 0, 0.75, 1.5 fires -> 0, 0.75
        Assert.Equal(".|.|.", Fire(1f, 1f, 0f, SpikeReset.Zero, 0.75f, 0.75f, 0.75f, 0.75f, 0.75f));
    }

    [Fact]
    public void ALeakyNeuronLeaksBeforeItIsDriven()
    {
        // 1, 0.5 + 1 = 1.5 fires -> 0, again. Leaking after the drive would give 0.5, 0.75, 0.875: never.
        Assert.Equal(".|.|", Fire(0.5f, 1.5f, 0f, SpikeReset.Subtract, 1f, 1f, 1f, 1f));
        // 1, 1.375, 1.4375: three times not quite
        Assert.Equal("...", Fire(0.5f, 1.5f, 0f, SpikeReset.Subtract, 1f, 0.875f, 0.75f));
    }

    [Fact]
    public void WhatASpikeLeavesLeaksToo()
    {
        // 2.5 fires -> 1.5; 0.75; 0.375 + 0.625 = 1 fires
        Assert.Equal("|.|", Fire(0.5f, 1f, 0f, SpikeReset.Subtract, 2.5f, 0f, 0.625f));
        Assert.Equal("|..", Fire(0.5f, 1f, 0f, SpikeReset.Zero, 2.5f, 0f, 0.625f));
    }

    [Fact]
    public void TheThresholdItselfFires()
    {
        Assert.Equal("|", Fire(1f, 1f, 0f, SpikeReset.Subtract, 1f));
        Assert.Equal(".", Fire(1f, 1f, 0f, SpikeReset.Subtract, MathF.BitDecrement(1f)));
    }

    [Fact]
    public void AMembraneStartsWhereItIsToldInEveryRow()
    {
        Assert.Equal("|", Fire(1f, 1f, 0.75f, SpikeReset.Subtract, 0.25f));
        Assert.Equal("..|", Fire(1f, 1f, -2f, SpikeReset.Subtract, 1f, 1f, 1f));
        var rows = Reference.Neuron(s_scope, "Fire", new Current(2, 1, 1, [0.75f, 0.75f]), 1f, 1f, 0f, SpikeReset.Subtract);
        Assert.False(rows[0, 0, 0]);
        Assert.False(rows[1, 0, 0]);
    }

    [Fact]
    public void ANaNSilencesANeuronForTheRestOfItsRow() =>
        Assert.Equal("|...", Fire(1f, 1f, 0f, SpikeReset.Zero, 1f, float.NaN, 5f, float.PositiveInfinity));

    [Fact]
    public void ZeroInputAccumulatesNothing()
    {
        var silent = Reference.Encode(s_scope, "See", Tensor.FromRows(new float[5]), 6);
        using var weights = new MemoryWeights().Add("Drive.weight", [3, 5], [.. Enumerable.Repeat(float.NaN, 15)]).Add("Drive.bias", [3], [0.5f, 0f, -1f]);
        var drive = Reference.Dense(new DefinitionScope(weights, Mode.Dense), "Drive", "Drive", silent, WidthRule.Fixed, 3, true, default, default);

        Assert.DoesNotContain(silent.ToTensor().Values.ToArray(), value => value != 0);
        for (var t = 0; t < 6; t++) Assert.Equal([0.5f, 0f, -1f], drive.Step(0, t).ToArray());
        Assert.Equal([3f, 0f, -6f], Reference.Integrate(s_scope, "Vote", drive, 1f).Row(0).ToArray());
    }

    [Fact]
    public void ALinearLayerAddsTheWeightsOfThoseWhoFiredInOrder()
    {
        // 1e9 swallows 1, so the order is seen; who is silent takes no part.
        using var weights = new MemoryWeights().Add("Drive.weight", [1, 4], [1e9f, 1f, -1e9f, 1f]);
        var scope = new DefinitionScope(weights, Mode.Dense);
        float Sum(params bool[] fired) => Reference.Dense(scope, "Drive", "Drive", new Spikes(1, 1, 4, fired), WidthRule.Fixed, 1, false, default, default)[0, 0, 0];

        Assert.Equal(1f, Sum(true, true, true, true));
        Assert.Equal(0f, Sum(true, true, true, false));
        Assert.Equal(2f, Sum(false, true, false, true));
        Assert.Equal(BitConverter.SingleToUInt32Bits(0f), BitConverter.SingleToUInt32Bits(Sum(false, false, false, false)));
    }

    [Fact]
    public void InIntegersASpikeIsOneAndTheScaleIsThatOfTheChannel()
    {
        // Scales 1/127 and 2/127: 127, 64 (0.5 * 127 = 63.5 to even) and so on.
        using var weights = new MemoryWeights().Add("Drive.weight", [2, 3], [1f, 0.5f, -0.25f, 2f, 0.01f, -2f]).Add("Drive.bias", [2], [0f, 1f]);
        var fired = new Spikes(1, 2, 3, [true, true, false, true, false, true]);
        Current Of(Mode mode, Precision precision) =>
            Reference.Dense(new DefinitionScope(weights, mode), "Drive", "Drive", fired, WidthRule.Fixed, 2, true, default, precision);

        var y = Of(Mode.Int8, Precision.OfMode);
        Assert.Equal([191 * (1f / 127), (128 * (2f / 127)) + 1f], y.Step(0, 0).ToArray());
        Assert.Equal([95 * (1f / 127), 1f], y.Step(0, 1).ToArray());
        Assert.Equal(Of(Mode.Dense, default).ToTensor().Values.ToArray(), Of(Mode.Int8, Precision.Float32).ToTensor().Values.ToArray());
    }

    [Fact]
    public void InF32AddingIsAMultiplyAddWithOne() => Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
    {
        var random = new System.Random(seed);
        var (rows, steps, inputs, outputs) = (random.Next(1, 4), random.Next(1, 6), random.Next(1, 40), random.Next(1, 20));
        var fired = new bool[rows * steps * inputs];
        for (var i = 0; i < fired.Length; i++) fired[i] = random.Next(3) == 0;
        var spikes = new Spikes(rows, steps, inputs, fired);
        using var weights = new MemoryWeights().Add("Drive.weight", [outputs, inputs], Samples.Values(seed, outputs * inputs)).Add("Drive.bias", [outputs], Samples.Values(seed ^ 1, outputs));
        var scope = new DefinitionScope(weights, Mode.Dense);
        var currents = Reference.Dense(scope, "Drive", "Drive", spikes, WidthRule.Fixed, outputs, true, default, default).ToTensor();
        var products = Reference.Dense(scope, "Drive", "Drive", spikes.ToTensor(), WidthRule.Fixed, outputs, true, default, default);
        return currents.Values.SequenceEqual(products.Values);
    }).Check(Draws.Config);

    [Fact]
    public void AnIntegratorIsTheMembraneAfterTheLastStep()
    {
        Assert.Equal(6f, Reference.Integrate(s_scope, "Vote", Drive(1, 2, 3), 1f)[0, 0]);
        // ((1 / 2) + 2) / 2 + 3
        Assert.Equal(4.25f, Reference.Integrate(s_scope, "Vote", Drive(1, 2, 3), 0.5f)[0, 0]);
    }

    [Fact]
    public void CurrentsAreAddedValueByValue()
    {
        var sum = new Current(1, 2, 2, [1, 2, 3, 4]) + new Current(1, 2, 2, [10, 20, 30, 40]);

        Assert.Equal((11f, 44f), (sum[0, 0, 0], sum[0, 1, 1]));
        Assert.Equal("'+' joins two currents of one shape, not 1 row of 2 steps of 1 and 1 row of 1 steps of 2.",
            Assert.Throws<ArgumentException>(() => new Current(1, 2, 1, [1, 2]) + new Current(1, 1, 2, [1, 2])).Message);
    }

    [Fact]
    public void WhatDoesNotExistCannotBeAskedFor()
    {
        var spikes = new Spikes(1, 2, 3, new bool[6]);
        Assert.Equal("1 row of 2 steps of 3 neurons", spikes.ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => spikes[1, 0, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => spikes[0, 2, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => spikes[0, 0, 3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Current(1, 2, 3, new float[6])[0, -1, 0]);
    }

    [Fact]
    public void WatchersSeeTrainsAsRows()
    {
        var seen = new List<(string, string)>();
        using var weights = new MemoryWeights().Add("b.Drive.weight", [1, 1], [1f]);
        var scope = new DefinitionScope(weights, Mode.Dense, (path, tensor) => seen.Add((path, string.Join(' ', tensor.Values.ToArray())))).Inner("b.");
        var spikes = Reference.Encode(scope, "See", Tensor.FromRows([0.5f], [1f]), 2);
        Reference.Neuron(scope, "Fire", Reference.Dense(scope, "Drive", "Drive", spikes, WidthRule.Fixed, 1, false, default, default), 1f, 2f, 0f, SpikeReset.Subtract);

        Assert.Equal([("b.See", "0 1 1 1"), ("b.Drive", "0 1 1 1"), ("b.Fire", "0 0 0 1")], seen);
    }
}
