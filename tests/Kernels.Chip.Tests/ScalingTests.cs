namespace Kernels.Chip.Tests;

/// <summary>Energy and time change with voltage, clock and work as the formulae say.</summary>
public sealed class ScalingTests
{
    private static readonly OperatingPoint s_low = OperatingPoint.Of(0.7, 50);
    private static readonly OperatingPoint s_high = OperatingPoint.Of(1.1, 50);

    [Fact]
    public void What_switches_costs_the_square_of_the_voltage() => ConservationTests.ForAll(run =>
    {
        var (low, high) = (run.Run(s_low).Energy, run.Run(s_high).Energy);
        var square = 1.1 * 1.1 / (0.7 * 0.7);
        return Is(high.Dense, low.Dense * square) && Is(high.Spiking, low.Spiking * square) && Is(high.OnChipMemory, low.OnChipMemory * square)
            && Is(high.Static, low.Static * square) && Is(high.ExternalMemory, low.ExternalMemory);
    });

    [Fact]
    public void A_faster_clock_never_takes_longer_and_leaks_less() => ConservationTests.ForAll(run =>
    {
        var (slow, fast) = (run.Run(OperatingPoint.Of(1.1, 80)), run.Run(OperatingPoint.Of(1.1, 160)));
        // A port with a clock of its own takes more cycles of a faster core, rounded up layer by layer.
        return fast.ComputeBound.Seconds <= slow.ComputeBound.Seconds && fast.Time.Seconds <= slow.Time.Seconds + (1e-6 * fast.Phases.Sum(phase => phase.Layers.Count))
            && fast.Energy.Static.CompareTo(slow.Energy.Static) <= 0 && Is(fast.Energy.Dense, slow.Energy.Dense);
    });

    [Fact]
    public void Twice_the_steps_cost_twice_as_much_once_the_weights_are_there() => ConservationTests.ForAll(run =>
    {
        if (run.Steps.Rows == 0) return true;
        var (once, twice) = (run.Run()[PhaseKind.Decode]!, (run with { Steps = run.Steps + run.Steps }).Run()[PhaseKind.Decode]!);
        return twice.Passes == 2 * once.Passes && Is(twice.Energy.Dense, once.Energy.Dense * 2) && Is(twice.Energy.Spiking, once.Energy.Spiking * 2);
    });

    [Theory]
    [InlineData(0.5, 1.0)]
    [InlineData(1.0, 2.0)]
    [InlineData(2.0, 8.0)]
    [InlineData(8.0, 40.0)]
    public void Larger_values_cost_more(double less, double more)
    {
        var (small, large) = (Token(less), Token(more));
        Assert.True(small.Compute.CompareTo(large.Compute) < 0);

        static EnergySplit Token(double scale) =>
            TokenCalibration.PerToken(CTransformer.Silicon28nm, WorkTables.FsmtDecoder, new ActivityDistribution(scale), Published.Thriftiest);
    }

    [Fact]
    public void Rows_that_share_a_pass_share_its_weights()
    {
        var program = WorkTables.FsmtDecoder.Program;
        var activity = new ActivityDistribution(2).Of(program, 32);
        var (together, alone) = (Run(Phase.Prefill(activity)), Run(Phase.Decode(activity)));
        Assert.True(alone.ExternalMemory / together.ExternalMemory > 31);
        Assert.True(together.Compute.CompareTo(alone.Compute) < 0);
        Assert.Equal(alone.Spiking.Microjoules, together.Spiking.Microjoules, 1e-9);

        EnergySplit Run(Phase phase) => Emulator.Run(CTransformer.Silicon28nm, program, Published.Thriftiest, phase).Energy;
    }

    private static bool Is(Energy left, Energy right) => Math.Abs(left.Femtojoules - right.Femtojoules) <= 1e-9 * Math.Max(left.Femtojoules, right.Femtojoules);
}
