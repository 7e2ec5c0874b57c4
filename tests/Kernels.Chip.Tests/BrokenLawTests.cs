using Kernels.Model;

namespace Kernels.Chip.Tests;

/// <summary>Laws that nothing can break prove nothing: every kind of loss is planted once and found.</summary>
public sealed class BrokenLawTests
{
    private static readonly ChipReport s_sound = Sound();

    [Fact]
    public void The_report_is_sound_before() => s_sound.ThrowIfBroken();

    [Fact]
    public void A_lost_microjoule_is_found() => Broken(s_sound with { Energy = default }, "phases add up");

    [Fact]
    public void Lost_time_is_found() => Broken(s_sound with { Time = s_sound.Time / 2 }, "time is not cycles over clock");

    [Fact]
    public void A_wrong_price_is_found() => Broken(Altered(layer => layer with
    {
        Events = layer.Events.Select(line => line with { Energy = line.Energy * 1.001 }).ToEquatableList(),
    }), "x price");

    [Fact]
    public void A_lost_tile_is_found() => Broken(Altered(layer => layer with { TilesOfCore = layer.TilesOfCore.Skip(1).ToEquatableList() }), "tiles in and out");

    [Fact]
    public void A_tile_too_much_is_found() => Broken(Altered(layer => layer with { TileVisits = layer.TileVisits + 1 }), "visits of");

    [Fact]
    public void A_lost_input_is_found() => Broken(Altered(layer => layer with { Inputs = layer.Inputs with { Skipped = layer.Inputs.Skipped + 1 } }), "inputs in and out");

    [Fact]
    public void A_lost_byte_is_found() => Broken(Altered(layer => layer with { External = layer.External + new Bytes(1) }), "bits across the port");

    [Fact]
    public void A_lost_cycle_is_found() => Broken(Altered(layer => layer with { Cycles = layer.Cycles + new Cycles(1) }), "greater bound");

    [Fact]
    public void A_lost_layer_is_found()
    {
        var phase = s_sound.Phases[0];
        Broken(s_sound with { Phases = new EquatableList<PhaseReport>([phase with { Layers = phase.Layers.Skip(1).ToEquatableList() }]) }, "not those of the program");
    }

    private static void Broken(ChipReport report, string law)
    {
        Assert.Contains(EmulatorLaws.Check(report), line => line.Contains(law, StringComparison.Ordinal));
        Assert.Throws<InvalidOperationException>(() => report.ThrowIfBroken());
    }

    private static ChipReport Altered(Func<LayerReport, LayerReport> alter)
    {
        var phase = s_sound.Phases[0];
        return s_sound with { Phases = new EquatableList<PhaseReport>([phase with { Layers = phase.Layers.Select(alter).ToEquatableList() }]) };
    }

    private static ChipReport Sound()
    {
        var table = WorkTable.Of("small", "", 2, ("Grow", 64, 96), ("Fold", 96, 64));
        return Emulator.Run(CTransformer.Silicon28nm, table.Program, Published.Thriftiest, Phase.Prefill(new ActivityDistribution(3).Of(table.Program, 5)));
    }
}
