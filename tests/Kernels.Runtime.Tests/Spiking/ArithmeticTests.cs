using Kernels.Model;

namespace Kernels.Runtime.Tests.Spiking;

/// <summary>What a layer does in a mode, and what its trains carry.</summary>
public sealed class ArithmeticTests
{
    [Fact]
    public void A_layer_follows_the_mode_unless_it_is_placed()
    {
        Assert.False(new Arithmetic(Mode.Dense).Of(Precision.OfMode, Placement.Spiking).IsInteger);
        Assert.False(new Arithmetic(Mode.Complementary).Of(Precision.Float32, Placement.OfMode).IsInteger);
        Assert.Equal(new(true, Placement.Dense, SpikeCode.Rate, 127, 0, WeightFormat.Int8), new Arithmetic(Mode.Int8).Of(default, default));
        Assert.Equal(new(true, Placement.Spiking, SpikeCode.Rate, 9, 9, WeightFormat.Int8), new Arithmetic(Mode.Spiking, SpikeCode.Rate, 9).Of(default, default));
        Assert.Equal(new(true, Placement.Spiking, SpikeCode.Phase, 127, 7, WeightFormat.Int8), new Arithmetic(Mode.Spiking, SpikeCode.Phase).Of(default, default));
        Assert.Equal(new(true, Placement.Complementary, SpikeCode.Rate, 127, 32, WeightFormat.Int8), new Arithmetic(Mode.Complementary).Of(default, default));
        Assert.Equal(new(true, Placement.Complementary, SpikeCode.Phase, 127, 7, WeightFormat.Int8), new Arithmetic(Mode.Complementary, SpikeCode.Phase).Of(default, default));

        // A placed layer keeps the integers of int8, so that no result changes but in spiking mode.
        Assert.Equal(new(true, Placement.Spiking, SpikeCode.Rate, 127, 127, WeightFormat.Int8), new Arithmetic(Mode.Int8).Of(default, Placement.Spiking));
        Assert.Equal(new(true, Placement.Dense, SpikeCode.Rate, 127, 0, WeightFormat.Int8), new Arithmetic(Mode.Spiking, SpikeCode.Rate, 9).Of(default, Placement.Dense));
        Assert.Equal(new(true, Placement.Complementary, SpikeCode.Rate, 127, 32, WeightFormat.Int8), new Arithmetic(Mode.Spiking, SpikeCode.Rate, 9).Of(default, Placement.Complementary));
    }

    [Fact]
    public void A_train_carries_its_magnitude_whatever_the_steps()
    {
        for (var steps = 1; steps <= 127; steps++)
        {
            var rate = new LayerArithmetic(true, Placement.Spiking, SpikeCode.Rate, steps, steps);
            for (var magnitude = 0; magnitude <= steps; magnitude++)
            {
                var train = Enumerable.Range(0, steps).Select(step => rate.Carried(magnitude, step)).ToArray();
                Assert.All(train, carried => Assert.InRange(carried, 0, 1));
                Assert.Equal(magnitude, train.Sum());
            }
        }

        var phase = new LayerArithmetic(true, Placement.Spiking, SpikeCode.Phase, 127, 7);
        for (var magnitude = 0; magnitude <= 127; magnitude++)
            Assert.Equal(magnitude, Enumerable.Range(0, 7).Sum(step => phase.Carried(magnitude, step)));
    }

    [Fact]
    public void Spikes_of_a_rate_code_lie_evenly()
    {
        var rate = new LayerArithmetic(true, Placement.Spiking, SpikeCode.Rate, 8, 8);
        Assert.Equal([0, 0, 1, 0, 0, 1, 0, 1], Enumerable.Range(0, 8).Select(step => rate.Carried(3, step)));
    }
}
