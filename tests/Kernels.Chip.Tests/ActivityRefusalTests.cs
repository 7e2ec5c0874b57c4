using Kernels.Model;

namespace Kernels.Chip.Tests;

/// <summary>Activity that cannot have happened in the program is refused, and the message says what is wrong and what to do.</summary>
public sealed class ActivityRefusalTests
{
    private static readonly ChipProgram s_program = WorkTable.Of("small", "", 2, ("Grow", 8, 16), ("Fold", 16, 8)).WithAttention(1).Program;
    private static readonly Activity s_sound = new ActivityDistribution(2).Of(s_program, 3);

    public static TheoryData<string, Activity> Wrong => new()
    {
        { "The activity has -1 rows that saw 6 keys. Record the run again", s_sound with { Rows = -1 } },
        { "The activity has 3 rows that saw -6 keys. Record the run again", s_sound with { KeysSeen = -6 } },
        { "3 rows saw 2 keys, but each sees itself at least. Record the run again", s_sound with { KeysSeen = 2 } },
        { "Blocks[0].Grow took 3 of the 9 rows that entered. A pass that failed cannot be emulated. Record the run again", s_sound with { Rows = 9, KeysSeen = 45 } },
        { "The activity is of mode 99 and code Rate, which do not both exist.", s_sound with { Mode = (Mode)99 } },
        { "The activity is of mode Int8 and code 99, which do not both exist.", s_sound with { Code = (SpikeCode)99 } },
        { "The activity has no list of layers or neurons.", s_sound with { Layers = null! } },
        { "A layer of the activity has no name.", s_sound with { Layers = new EquatableList<LayerActivity>([null!]) } },
        { "Blocks[0].Grow was recorded twice.", s_sound with { Layers = s_sound.Layers.Append(s_sound.Layers[0]).ToEquatableList() } },
        { "Nothing was recorded for Blocks[0].Grow. The activity is of another network.", s_sound with { Layers = EquatableList<LayerActivity>.Empty } },
        { "Extra was recorded, but the program has no such layer. The activity is of another network.", Layers(s_sound.Layers.Append(s_sound.Layers[0] with { Layer = "Extra" })) },
        { "Blocks[0].Grow is 8 to 16, what was recorded 8 to 17. The activity is of another network.", First(layer => layer with { Outputs = 17 }) },
        { "9 rows of 8 inputs entered Blocks[0].Grow, but 24 magnitudes were counted.", First(layer => layer with { Rows = 9 }) },
        { "Blocks[0].Grow was recorded with -3 rows and 32 steps.", First(layer => layer with { Rows = -3 }) },
        { "The magnitudes of Blocks[0].Grow are no counts of 0 to 127.", First(layer => layer with { Magnitudes = new EquatableList<long>([24]) }) },
        { "The magnitudes of Blocks[0].Grow are no counts of 0 to 127.", First(layer => layer with { Magnitudes = Counts(-1, 25) }) },
        { "3 rows of 8 inputs entered Blocks[0].Grow, but 0 magnitudes were counted.", First(layer => layer with { Magnitudes = EquatableList<long>.Empty }) },
        { "3 rows of 8 inputs entered Blocks[0].Grow, but 9223372036854775831 magnitudes were counted.", First(layer => layer with { Magnitudes = Counts(24, long.MaxValue) }) },
        { "Blocks[0].Grow has spikes in no time step.", First(layer => layer with { Steps = 0 }) },
        { "Blocks[0].Grow was recorded with placement OfMode and code Rate, which no layer computes with.", First(layer => layer with { Placement = Placement.OfMode }) },
        { "Blocks[0].Grow was recorded with placement 99 and code Rate, which no layer computes with.", First(layer => layer with { Placement = (Placement)99 }) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void It_is_said(string message, Activity activity)
    {
        var refused = Assert.ThrowsAny<ArgumentException>(() => Run(s_program, Phase.Prefill(activity)));
        Assert.StartsWith(message, refused.Message);
        Assert.Equal("phases", refused.ParamName);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Fact]
    public void Activity_of_another_network_is_seen_before_any_row_ran()
    {
        var nothing = new ActivityDistribution(2).Of(WorkTable.Of("other", "", 1, ("Mix", 8, 8)).Program, 0);
        Assert.Throws<ArgumentException>(() => Run(s_program, Phase.Decode(nothing)));
        Assert.Throws<ArgumentException>(() => Run(s_program, Phase.Decode(s_sound with { Rows = 0, KeysSeen = 0 })));
    }

    [Fact]
    public void A_tail_may_see_fewer_rows_but_all_of_it_the_same()
    {
        var program = s_program with
        {
            Sections = s_program.Sections.Append(new ChipSection("", 1, 4, 2, IsTail: true, new EquatableList<ChipOperation>(
                [new("Calm", ChipKind.Linear, 0, 8, 8, 0, 0, 64, 0, Placement.OfMode), new("Head", ChipKind.Linear, 1, 8, 8, 0, 0, 64, 0, Placement.OfMode)]))).ToEquatableList(),
        };
        var (three, one) = (new ActivityDistribution(2).Of(program, 3), new ActivityDistribution(2).Of(program, 1));
        Run(program, Phase.Prefill(Layers(three.Layers.SkipLast(2).Concat(one.Layers.TakeLast(2)))));
        Assert.Throws<ArgumentException>(() => Run(program, Phase.Prefill(Layers(three.Layers.SkipLast(1).Concat(one.Layers.TakeLast(1))))));
    }

    [Fact]
    public void Phases_that_are_none()
    {
        Assert.StartsWith("No phase was given.", Assert.Throws<ArgumentException>(() => Run(s_program)).Message);
        Assert.StartsWith("A phase is null.", Assert.Throws<ArgumentException>(() => Run(s_program, [null!])).Message);
        Assert.StartsWith("A phase has no activity. Load the network with NetworkOptions.Activity", Assert.Throws<ArgumentException>(() => Run(s_program, new Phase(PhaseKind.Decode, null!, 1))).Message);
        Assert.StartsWith("The phase is of the kind 7, which does not exist. Use Prefill, Decode or Encode.", Assert.Throws<ArgumentException>(() => Run(s_program, new Phase((PhaseKind)7, s_sound, 1))).Message);
        foreach (var passes in new[] { 0, -1 })
            Assert.StartsWith($"The phase has 3 rows in {passes} passes. Give it 1 pass or more.", Assert.Throws<ArgumentException>(() => Run(s_program, new Phase(PhaseKind.Decode, s_sound, passes))).Message);
        Assert.StartsWith("No activity was recorded. Load the network with", Assert.Throws<ArgumentNullException>(() => Phase.Prefill(null!)).Message);
        Assert.Throws<ArgumentNullException>(() => Phase.Decode(null!));
    }

    [Fact]
    public void Sums_with_nothing()
    {
        Assert.Throws<ArgumentNullException>(() => s_sound + null!);
        Assert.Throws<ArgumentNullException>(() => null! + s_sound);
        Assert.Throws<ArgumentNullException>(() => s_sound.Layers[0] + null!);
        Assert.Throws<ArgumentNullException>(() => new NeuronActivity("a", 1, 1, 1, 1) + null!);
    }

    [Fact]
    public void Neurons_that_were_not_there()
    {
        var program = new ChipProgram(ChipTile.Usual, new EquatableList<ChipSection>(
            [new("", 1, 0, 0, false, new EquatableList<ChipOperation>([new("Fire", ChipKind.Neuron, -1, 4, 4, 8, 0, 0, 0, Placement.Spiking)]))]));
        Run(program, Phase.Prefill(Neurons(new("Fire", 4, 8, 2, 64))));
        foreach (var wrong in new NeuronActivity[] { new("Fire", 4, 8, 2, 65), new("Fire", 4, 8, 2, -1), new("Fire", 4, 7, 2, 0), new("Other", 4, 8, 2, 0), new("Fire", 4, 8, 1, 0) })
            Assert.Throws<ArgumentException>(() => Run(program, Phase.Prefill(Neurons(wrong))));

        static Activity Neurons(NeuronActivity neurons) =>
            new(Mode.Dense, SpikeCode.Rate, 2, 3, EquatableList<LayerActivity>.Empty, new EquatableList<NeuronActivity>([neurons]));
    }

    private static ChipReport Run(ChipProgram program, params Phase[] phases) => Emulator.Run(CTransformer.Silicon28nm, program, Published.Thriftiest, phases);

    private static Activity Layers(IEnumerable<LayerActivity> layers) => s_sound with { Layers = layers.ToEquatableList() };

    private static Activity First(Func<LayerActivity, LayerActivity> alter) => Layers(s_sound.Layers.Skip(1).Prepend(alter(s_sound.Layers[0])));

    private static EquatableList<long> Counts(long zeros, long ones) => new long[] { zeros, ones }.Concat(new long[126]).ToEquatableList();
}
