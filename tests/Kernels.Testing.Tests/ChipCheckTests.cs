using Kernels.Chip;
using Kernels.Model;
using Kernels.Testing.Checking;
using Kernels.Testing.Drawing;

namespace Kernels.Testing.Tests;

/// <summary>The oracle runs what it recorded on the emulated chip: faults that are planted there are found.</summary>
public sealed class ChipCheckTests
{
    [Theory]
    [InlineData(Mode.Dense)]
    [InlineData(Mode.Int8)]
    [InlineData(Mode.Spiking)]
    [InlineData(Mode.Complementary)]
    public void A_sound_network_keeps_the_laws(Mode mode) => Assert.Null(ChipCheck.Find(SmallPlaced.Program, Recorded(mode)));

    [Fact]
    public void A_program_of_another_network_is_found()
    {
        var found = ChipCheck.Find(SmallDigits.Program, Recorded(Mode.Complementary));
        Assert.Contains("does not fit", found!.Value.Problem);
    }

    [Fact]
    public void A_program_with_another_width_is_found()
    {
        var sections = SmallPlaced.Program.Sections.Select(section => section with
        {
            Operations = section.Operations.Select(operation => operation with { Outputs = operation.Outputs + 1 }).ToEquatableList(),
        }).ToEquatableList();
        Assert.NotNull(ChipCheck.Find(SmallPlaced.Program with { Sections = sections }, Recorded(Mode.Int8)));
    }

    [Fact]
    public void A_broken_law_is_found_and_named()
    {
        var chip = CTransformer.Silicon28nm;
        var report = Emulator.Run(chip, SmallPlaced.Program, Published.Thriftiest, Phase.Prefill(Recorded(Mode.Complementary)));
        Assert.Null(ChipCheck.Find(report));
        var more = report with { Energy = report.Energy with { Spiking = report.Energy.Spiking + Energy.FromPicojoules(1) } };
        Assert.Contains("phases add up to the run", ChipCheck.Find(more)!.Value.Problem);
    }

    private static Activity Recorded(Mode mode)
    {
        using var weights = WeightSampling.Draw(SmallPlaced.Model, 8);
        using var network = SmallPlaced.Load(weights, new NetworkOptions { Mode = mode, Activity = ActivityDetail.Layers });
        float[] input = [.. Enumerable.Range(0, 3 * 37).Select(i => (i % 7) - 2.5f)];
        network.Evaluate(Tensor.FromRows(input, 37), new float[3 * 5]);
        return network.TakeActivity()!;
    }
}
