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

    public static TheoryData<string, Func<ChipModel, ChipModel>> WrongChips => new()
    {
        { "Cores is 0. Give a chip 1 to 65,536.", chip => chip with { Cores = 0 } },
        { "Cores is 2147483647. Give a chip 1 to 65,536.", chip => chip with { Cores = int.MaxValue } },
        { "RowLanes is 0.", chip => chip with { RowLanes = 0 } },
        { "OutputLanes is -1.", chip => chip with { OutputLanes = -1 } },
        { "AuxiliaryMultipliers is -1. Give a chip 0 to", chip => chip with { AuxiliaryMultipliers = -1 } },
        { "Multipliers, of all cores and beside them, is 4294967629. Give a chip 1 to 2,147,483,647.", chip => chip with { Cores = 1 << 16, RowLanes = 1 << 8, OutputLanes = 1 << 8 } },
        { "SpikeLanes is 0.", chip => chip with { SpikeLanes = 0 } },
        { "PortBytesPerCycle is 0.", chip => chip with { PortBytesPerCycle = 0 } },
        { "SwitchCycles is -1.", chip => chip with { SwitchCycles = -1 } },
        { "9 is no policy of spikes. Use Skip or DenseGated.", chip => chip with { Policy = (SpikePolicy)9 } },
        { "9 clocks no port. Use Core or Own.", chip => chip with { Port = (PortClock)9 } },
        { "A die of 0 mm² cannot be.", chip => chip with { SquareMillimetres = 0 } },
        { "Value cannot be null. (Parameter 'Curve')", chip => chip with { Curve = null! } },
        { "Value cannot be null. (Parameter 'Prices')", chip => chip with { Prices = null! } },
    };

    [Theory]
    [MemberData(nameof(WrongChips))]
    public void Chips_that_cannot_be(string message, Func<ChipModel, ChipModel> alter)
    {
        var (chip, program) = (alter(CTransformer.Silicon28nm), WorkTables.FsmtDecoder.Program);
        Action[] uses =
        [
            () => chip.Check(), () => chip.FullPower(Published.Fastest), () => chip.PortCycles(new(1), Published.Fastest.Clock), () => A100Comparison.Of(chip, Published.Fastest),
            () => chip.PeakTeraOperations(Published.Fastest.Clock), () => CTransformerPrices.Calibrated(chip),
            () => Emulator.Run(chip, program, Published.Thriftiest, Phase.Prefill(new ActivityDistribution(1).Of(program, 1))), () => PublishedFigures.Of(chip),
        ];
        Assert.All(uses, use => Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(use).Message));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    public void Row_lanes_need_be_no_power_of_two(int lanes)
    {
        var program = WorkTables.FsmtDecoder.Program;
        foreach (var rows in new[] { 1, 5, 6, 7, 9 })
            Emulator.Run(CTransformer.Silicon28nm with { RowLanes = lanes }, program, Published.Thriftiest, Phase.Prefill(new ActivityDistribution(1).Of(program, rows))).ThrowIfBroken();
    }

    [Fact]
    public void Curves_that_are_none()
    {
        var (low, high) = (OperatingPoint.Of(0.7, 50), OperatingPoint.Of(1.1, 200));
        Refused("The curve has 0 points. Give two or more.");
        Refused("The curve has 1 points. Give two or more.", low);
        Refused("The curve has 1 points. Give two or more.", low, null!);
        Refused("0.7 V / 50 MHz follows 0.7 V / 50 MHz on the curve. Give points of rising voltage", low, low);
        Refused("0.7 V / 50 MHz follows 1.1 V / 200 MHz on the curve.", high, low);
        Refused("1.1 V / 40 MHz follows 0.7 V / 50 MHz on the curve.", low, OperatingPoint.Of(1.1, 40));
        Assert.Throws<ArgumentNullException>(() => new VoltageCurve(null!, low.Clock));
        Assert.Throws<ArgumentException>(() => new VoltageCurve(new EquatableList<OperatingPoint>([low, high]), default));
        Assert.Throws<ArgumentException>(() => CTransformer.Silicon28nm.Curve with { Points = EquatableList<OperatingPoint>.Empty });
        Assert.Throws<ArgumentNullException>(() => CTransformer.Silicon28nm.Curve.Check(null!));
        Assert.Equal(50, new VoltageCurve(new EquatableList<OperatingPoint>([low, OperatingPoint.Of(1.1, 50)]), low.Clock).HighestAt(Voltage.FromVolts(0.9)).Megahertz);

        static void Refused(string message, params OperatingPoint[] points) => Assert.StartsWith(
            message, Assert.Throws<ArgumentException>(() => new VoltageCurve(points.ToEquatableList(), Frequency.FromMegahertz(50))).Message);
    }

    [Fact]
    public void No_clock_no_voltage_and_nothing_to_divide_by()
    {
        Frequency clock = default;
        Voltage supply = default;
        Action[] uses =
        [
            () => OperatingPoint.Of(0, 50), () => OperatingPoint.Of(1, 0), () => _ = new OperatingPoint(Voltage.FromVolts(1), clock), () => _ = new OperatingPoint(supply, Published.Fastest.Clock),
            () => _ = Published.Fastest with { Clock = default }, () => new Cycles(1).At(clock), () => new Cycles(0).At(clock), () => _ = Published.Power / clock,
            () => CTransformer.Silicon28nm.PeakTeraOperations(clock), () => CTransformer.Silicon28nm.PortCycles(new(8), clock).At(clock), () => Published.Fastest.Supply.SquaredAgainst(supply),
            () => _ = Energy.Zero / Energy.Zero, () => _ = Published.SmallestEnergyPerToken / Energy.Zero, () => _ = default(Power) / default(Power), () => _ = Energy.Zero / 0,
            () => _ = Published.SmallestEnergyPerToken / default(Duration), () => _ = Duration.FromSeconds(1) / 0,
        ];
        Assert.All(uses, use => Assert.ThrowsAny<ArgumentException>(use));
    }

    [Fact]
    public void Programs_that_cannot_be()
    {
        var operation = new ChipOperation("Mix", ChipKind.Linear, 0, 8, 8, 0, 0, 64, 0, Placement.OfMode);
        Refused("The weight tile is 0 x 32. Both sides must be 1 or more", Of(operation) with { Tile = new(0, 32) });
        Refused("A section has 0 blocks", Of(operation) with { Sections = new EquatableList<ChipSection>([Of(operation).Sections[0] with { Count = 0 }]) });
        Refused("Mix has 0 inputs. Give it 1 or more.", Of(operation with { Inputs = 0 }));
        Refused("Mix has -1 outputs. Give it 1 or more.", Of(operation with { Outputs = -1 }));
        Refused("Mix has -1 time steps. Give it 0 or more.", Of(operation with { Steps = -1 }));
        Refused("Mix has 0 time steps. Give it 1 or more.", Of(operation with { Kind = ChipKind.Encoder }));
        Refused("Mix has 0 heads. Give it 1 or more.", Of(operation with { Kind = ChipKind.Attention }));
        Refused("Mix has -1 bytes of weights. Give it 0 or more.", Of(operation with { WeightBytes = -1 }));
        Refused("Mix is of the kind 99, which does not exist.", Of(operation with { Kind = (ChipKind)99 }));
        Refused("An operation has no name.", Of(operation with { Layer = null! }));

        static ChipProgram Of(ChipOperation operation) =>
            new(ChipTile.Usual, new EquatableList<ChipSection>([new("", 1, 0, 1, false, new EquatableList<ChipOperation>([operation]))]));

        static void Refused(string message, ChipProgram program)
        {
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => new ActivityDistribution(1).Of(program, 1)).Message);
            var activity = new ActivityDistribution(1).Of(WorkTables.FsmtDecoder.Program, 1);
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => Emulator.Run(CTransformer.Silicon28nm, program, Published.Fastest, Phase.Prefill(activity))).Message);
        }
    }

    [Fact]
    public void Arguments_that_are_missing()
    {
        var (chip, table, point) = (CTransformer.Silicon28nm, WorkTables.FsmtDecoder, Published.Fastest);
        var phase = Phase.Prefill(new ActivityDistribution(1).Of(table.Program, 1));
        Action[] uses =
        [
            () => Emulator.Run(null!, table.Program, point, phase), () => Emulator.Run(chip, null!, point, phase), () => Emulator.Run(chip, table.Program, null!, phase),
            () => Emulator.Run(chip, table.Program, point, null!), () => ChipStudy.Of(null!, chip, table.Program, point, phase), () => ChipStudy.Of("a", null!, table.Program, point, phase),
            () => ChipPage.Write(null!), () => ChipSummary.Of(null!), () => EmulatorLaws.Check(null!), () => LayerGroup.Of(null!), () => PublishedFigures.Of(null!),
            () => A100Comparison.Of(null!, point), () => A100Comparison.Of(chip, null!), () => chip.FullPower(null!), () => new PriceTable(null!), () => CTransformerPrices.Calibrated(null!),
            () => chip.Prices[0].At(null!), () => TokenCalibration.Run(chip, null!, new ActivityDistribution(1), point), () => TokenCalibration.Run(chip, table, null!, point),
            () => new ActivityDistribution(1).Of(null!, 1), () => EnergySplit.Of(null!),
        ];
        Assert.All(uses, use => Assert.Throws<ArgumentNullException>(use));
        Assert.Throws<ArgumentException>(() => new PriceTable([null!]));
        Assert.Throws<ArgumentOutOfRangeException>(() => chip.Prices[(ChipEvent)99]);
        Assert.Throws<ArgumentException>(() => EnergySplit.Of([new(ChipEvent.Product, (EnergyPart)99, 1, Energy.Zero)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => default(EnergySplit)[(EnergyPart)99]);
        Assert.Throws<ArgumentOutOfRangeException>(() => table.WithAttention(0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Distributions_that_are_none(double scale)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ActivityDistribution(scale));
        var program = WorkTables.FsmtDecoder.Program;
        Assert.Throws<ArgumentOutOfRangeException>(() => new ActivityDistribution(1).Of(program, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ActivityDistribution(1).Of(program, 1, Placement.OfMode));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ActivityDistribution(1).Of(program, 1, Placement.Dense, (SpikeCode)9));
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
