using FsCheck;
using FsCheck.Fluent;
using Kernels.Model;
using Kernels.Testing.Drawing;

namespace Kernels.Testing.Tests;

public class DrawingTests
{
    [Fact]
    public void Numbers_are_the_published_ones() =>
        // The first outputs of SplitMix64 for seed 1234567, as in its author's reference code.
        Assert.Equal([6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL], Numbers(new Draw(1234567), 3));

    [Fact]
    public void Weights_come_in_every_storage()
    {
        StorageType[] types = [.. Enumerable.Range(0, 4).Select(set => WeightSampling.Draw(SmallDigits.Model, 1, set).Find("Hidden.weight").Type)];
        Assert.Equal([StorageType.F32, StorageType.F32, StorageType.I8, StorageType.F16], types);
    }

    [Fact]
    public void Weights_of_another_seed_differ()
    {
        Assert.Equal(First(1), First(1));
        Assert.NotEqual(First(1), First(2));

        static float[] First(int seed) => WeightSampling.Draw(SmallDigits.Model, seed).ReadFloats("Hidden.weight", [19, 21]);
    }

    [Fact]
    public void Special_values_reach_weights_and_inputs()
    {
        var values = Enumerable.Range(0, 40).SelectMany(set => WeightSampling.Draw(SmallJoins.Model, 4, set * 4).ReadFloats("Turn.weight", [18, 18])).ToHashSet();
        Assert.Contains(float.Epsilon, values);
        Assert.Contains(1e18f, values);
        var draw = new Draw(9);
        var sampling = new InputSampling(SmallDigits.Model, 0, 9);
        var inputs = Enumerable.Range(0, 400).SelectMany(_ => sampling.Next(draw).Values!).ToList();
        Assert.Contains(inputs, float.IsNaN);
        Assert.Contains(inputs, float.IsSubnormal);
        Assert.Contains(inputs, value => value == 0 && float.IsNegative(value));
    }

    [Fact]
    public void Drawn_weights_and_inputs_make_neurons_fire_and_rest()
    {
        var rates = new Dictionary<string, (double Fired, long Values)>();
        var draw = new Draw(5);
        var sampling = new InputSampling(SmallSpikes.Model, 0, 9);
        for (var set = 0; set < 12; set++)
        {
            using var weights = WeightSampling.Draw(SmallSpikes.Model, 6, set);
            var scope = new Kernels.CompilerServices.DefinitionScope(weights, Mode.Dense, (path, tensor) =>
            {
                if (!path.EndsWith("Fire", StringComparison.Ordinal)) return;
                var (fired, values) = rates.GetValueOrDefault(path);
                rates[path] = (fired + tensor.Values.ToArray().Sum(), values + tensor.Values.Length);
            });
            for (var i = 0; i < 10; i++) SmallSpikes.Define(scope, sampling.Next(draw).ToInput().Tensor!);
        }

        Assert.Equal(["Blocks.0.Fire", "Blocks.1.Fire", "Fire"], rates.Keys.Order(StringComparer.Ordinal));
        Assert.All(rates, rate => Assert.InRange(rate.Value.Fired / rate.Value.Values, 0.05, 0.95));
    }

    [Fact]
    public void Long_sequences_are_drawn_within_the_context()
    {
        var draw = new Draw(3);
        var sampling = new InputSampling(SmallSequence.Model, 70, 9);
        var rows = Enumerable.Range(0, 600).Select(_ => sampling.Next(draw).Rows).ToList();
        Assert.True(rows.Max() is > 64 and <= 70);
        Assert.Equal(1, rows.Min());
    }

    [Fact]
    public void Arbitraries_hold_what_they_promise()
    {
        Prop.ForAll(KernelArbitrary.Width(130), width => width is >= 1 and <= 130).Check(Draws.Config);
        Prop.ForAll(KernelArbitrary.Value(), float.IsFinite).Check(Draws.Config);
        Prop.ForAll(KernelArbitrary.Rows(5, 4), rows => rows.Width == 5 && rows.Rows is >= 1 and <= 4).Check(Draws.Config);
        Prop.ForAll(KernelArbitrary.Tokens(7), tokens => tokens.Length is >= 1 and <= 9 && tokens.All(id => id is >= 0 and < 7)).Check(Draws.Config);
    }

    [Fact]
    public void Arbitraries_shrink_to_smaller_ones()
    {
        foreach (var rows in KernelArbitrary.Rows(2).Shrinker(Tensor.FromRows([1f, float.NaN], [2f, -0f])))
            Assert.True(rows.Rows == 1 || rows.Values.ToArray().Count(value => value is 0f or 1f or -1f) >= 1);
        Assert.Equal([1, 2], KernelArbitrary.Width().Shrinker(3));
        Assert.Contains(KernelArbitrary.Tokens(9).Shrinker([5, 6]), tokens => tokens is [0, 6]);
    }

    [Fact]
    public void Drawn_weights_load_and_agree() =>
        Prop.ForAll(KernelArbitrary.Weights(SmallJoins.Model), KernelArbitrary.Rows(18, 3, finite: true), (weights, rows) =>
        {
            using var network = SmallJoins.Load(weights);
            var result = new float[rows.Rows * 18];
            network.Mix(rows.Values, result);
            var expected = SmallJoins.Define(new Kernels.CompilerServices.DefinitionScope(weights, Mode.Dense), rows);
            return result.Zip(expected.Values.ToArray()).All(pair => Ulp.Same(pair.First, pair.Second));
        }).Check(Draws.Config);

    [Theory]
    [InlineData(1f, 1f, 0)]
    [InlineData(0f, -0f, 1)]
    [InlineData(float.Epsilon, -float.Epsilon, 3)]
    [InlineData(1f, 1.00000012f, 1)]
    public void Distances_count_floats(float a, float b, long expected)
    {
        Assert.Equal(expected, Ulp.Distance(a, b));
        Assert.Equal(expected, Ulp.Distance(b, a));
        Assert.Null(Ulp.Distance(a, float.NaN));
    }

    private static ulong[] Numbers(Draw draw, int count) => [.. Enumerable.Range(0, count).Select(_ => draw.Next())];
}
