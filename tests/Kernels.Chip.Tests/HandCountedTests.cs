using Kernels.Model;

namespace Kernels.Chip.Tests;

/// <summary>A layer that is small enough to count by hand.</summary>
public sealed class HandCountedTests
{
    private static readonly ChipProgram s_program = WorkTable.Of("hand", "", 1, ("Grow", 4, 8)).Program;

    [Fact]
    public void Products_additions_encoders_and_bytes()
    {
        // Three rows of four inputs: two zeros, five ones, two twos, three of 100. Ones and twos are spikes for 8 outputs:
        // 8 x 17 x 2 + 320 = 592 fJ, less than 8 x 120 = 960.
        var layer = Run(Placement.Complementary, (0, 2), (1, 5), (2, 2), (100, 3)).Phases[0].Layers[0];
        Assert.Equal(new InputCount(12, 3, 7, 2), layer.Inputs);
        Assert.Equal(3 * 8, layer.Count(ChipEvent.Product));
        Assert.Equal(9 * 8, layer.Count(ChipEvent.Addition));
        Assert.Equal(7 * 32, layer.Count(ChipEvent.EncoderStep));
        Assert.Equal(32 * 8, layer.Count(ChipEvent.ExternalMemoryBit)); // 32 weights of 8 bits, once for the pass
        Assert.Equal(1, layer.TileVisits);
        Assert.Equal([1, 0, 0, 0, 0, 0, 0, 0], layer.TilesOfCore);
        Assert.Equal(4, layer.PortCycles.Count); // 32 bytes by 8
        Assert.Equal(3 * (4 + 8) * 8, layer.Count(ChipEvent.SharedMemoryBit));
    }

    [Fact]
    public void All_dense()
    {
        var report = Run(Placement.Dense, (0, 2), (1, 5), (2, 2), (100, 3));
        var layer = report.Phases[0].Layers[0];
        Assert.Equal(12 * 8, layer.Count(ChipEvent.Product));
        Assert.Equal(0, layer.Count(ChipEvent.Addition));
        // 96 products of 168.9 fJ at 1.1 V, times (0.7 / 1.1) squared.
        Assert.Equal(96 * 0.16885630 * 0.49 / 1.21, layer.Energy.Dense.Picojoules, 1e-5);
        Assert.Equal("int8, all on the dense side", report.Profile);
    }

    [Fact]
    public void A_network_without_rows_costs_nothing()
    {
        var report = Emulator.Run(CTransformer.Silicon28nm, s_program, Published.Thriftiest, Phase.Decode(new ActivityDistribution(1).Of(s_program, 0)));
        Assert.Empty(report.Phases);
        Assert.Equal("nothing ran", report.Profile);
        Assert.Equal(default, ChipSummary.Of(report).EnergyPerToken);
        Assert.Equal(0, report.Time.Seconds);
        report.ThrowIfBroken();
    }

    private static ChipReport Run(Placement placement, params (int Magnitude, int Count)[] values)
    {
        var magnitudes = new long[128];
        foreach (var (magnitude, count) in values) magnitudes[magnitude] = count;
        var layer = new LayerActivity(
            "Blocks[0].Grow", 4, 8, true, placement, SpikeCode.Rate, placement == Placement.Dense ? 0 : 32, 3, magnitudes.ToEquatableList(), EquatableList<ChannelActivity>.Empty);
        var mode = placement == Placement.Dense ? Mode.Int8 : Mode.Complementary;
        var activity = new Activity(mode, SpikeCode.Rate, 3, 6, new EquatableList<LayerActivity>([layer]), EquatableList<NeuronActivity>.Empty);
        return Emulator.Run(CTransformer.Silicon28nm, s_program, Published.Thriftiest, Phase.Prefill(activity)).ThrowIfBroken();
    }
}
