using Kernels.Model;

namespace Kernels.Chip.Tests;

/// <summary>What cannot be is refused, with a reason.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData(0.69, 50)]
    [InlineData(1.11, 50)]
    [InlineData(0.7, 49)]
    [InlineData(0.7, 51)]
    [InlineData(0.9, 131)]
    [InlineData(1.1, 201)]
    public void Operating_points_outside_the_curve(double volts, double megahertz) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CTransformer.Silicon28nm.Curve.Check(OperatingPoint.Of(volts, megahertz)));

    [Theory]
    [InlineData(0.7, 50)]
    [InlineData(0.85, 110)]
    [InlineData(1.1, 200)]
    [InlineData(1.1, 50)]
    public void Operating_points_on_and_below_the_curve(double volts, double megahertz)
    {
        var (curve, point) = (CTransformer.Silicon28nm.Curve, OperatingPoint.Of(volts, megahertz));
        Assert.Same(point, curve.Check(point));
        Assert.True(curve.LowestFor(point.Clock).Volts <= volts + 1e-12);
        Assert.Equal(Math.Max(50, megahertz), curve.HighestAt(curve.LowestFor(point.Clock)).Megahertz, 1e-9);
    }

    [Fact]
    public void No_voltage_carries_any_clock() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CTransformer.Silicon28nm.Curve.LowestFor(Frequency.FromMegahertz(201)));

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Absurd_quantities(double value)
    {
        Assert.Throws<OverflowException>(() => Energy.FromPicojoules(value));
        Assert.Throws<OverflowException>(() => Power.FromWatts(value));
        Assert.Throws<OverflowException>(() => Duration.FromSeconds(value));
        Assert.Throws<OverflowException>(() => Cycles.Up(value));
    }

    [Fact]
    public void Less_than_nothing()
    {
        Assert.Throws<OverflowException>(() => Energy.FromPicojoules(1) - Energy.FromPicojoules(2));
        Assert.ThrowsAny<Exception>(() => new Bytes(1) - new Bytes(2));
        Assert.ThrowsAny<Exception>(() => new Cycles(1) - new Cycles(2));
    }

    [Fact]
    public void Tables_with_a_price_too_few_or_too_many()
    {
        var prices = CTransformerPrices.Listed.Prices;
        Assert.Throws<ArgumentException>(() => new PriceTable(prices.Skip(1)));
        Assert.Throws<ArgumentException>(() => new PriceTable(prices.Append(prices[0])));
    }

    [Fact]
    public void Activity_of_another_network()
    {
        var (small, other) = (WorkTable.Of("a", "", 1, ("Grow", 8, 16)), WorkTable.Of("b", "", 1, ("Grow", 8, 17)));
        var activity = new ActivityDistribution(1).Of(small.Program, 3);
        Assert.Throws<ArgumentException>(() => Run(other.Program));
        Assert.Throws<ArgumentException>(() => Run(WorkTable.Of("c", "", 2, ("Grow", 8, 16)).Program));

        void Run(ChipProgram program) => Emulator.Run(CTransformer.Silicon28nm, program, Published.Thriftiest, Phase.Prefill(activity));
    }
}
