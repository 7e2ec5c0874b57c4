using System.Xml.Linq;
using Kernels.Model;

namespace Kernels.Chip.Tests;

/// <summary>An encoder and the decoder after it as one run.</summary>
public sealed class PairTests
{
    private static readonly ActivityDistribution s_distribution = new(3);
    private static readonly ChipProgram s_encoder = WorkTable.Of("reads", "", 2, ("Grow", 64, 96), ("Fold", 96, 64)).WithAttention(1).Program;
    private static readonly ChipProgram s_decoder = WorkTable.Of("writes", "", 1, ("Mix", 64, 64)).WithAttention(1).Program;

    [Fact]
    public void Energy_time_and_bounds_are_those_of_both_and_the_laws_hold()
    {
        var (read, written) = (Read(), Written());
        var pair = written.After(read).ThrowIfBroken();
        Assert.Equal([PhaseKind.Encode, PhaseKind.Prefill, PhaseKind.Decode], pair.Phases.Select(phase => phase.Kind));
        Assert.Equal(7, pair[PhaseKind.Encode]!.Rows);
        Assert.Equal(read.Energy.Total.Joules + written.Energy.Total.Joules, pair.Energy.Total.Joules, 1e-15);
        Assert.Equal(read.Time.Seconds + written.Time.Seconds, pair.Time.Seconds, 1e-12);
        Assert.Equal(read.ComputeBound.Seconds + written.ComputeBound.Seconds, pair.ComputeBound.Seconds, 1e-12);

        // What one token costs is the decoder's.
        Assert.Equal(ChipSummary.Of(written).EnergyPerToken, ChipSummary.Of(pair).EnergyPerToken);
    }

    [Fact]
    public void A_lost_encoder_is_found()
    {
        var pair = Written().After(Read());
        Assert.Contains(EmulatorLaws.Check(pair with { Encoder = null }), line => line.Contains("not those of the program", StringComparison.Ordinal));
        Assert.Contains(EmulatorLaws.Check(pair with { Phases = pair.Phases.Skip(1).ToEquatableList() }), line => line.Contains("phases add up", StringComparison.Ordinal));
    }

    [Fact]
    public void What_does_not_belong_together_is_refused()
    {
        var other = Emulator.Run(CTransformer.Silicon28nm, s_encoder, CTransformer.Silicon28nm.Curve.Points[CTransformer.Silicon28nm.Curve.Points.Count - 1], Phase.Prefill(s_distribution.Of(s_encoder, 7)));
        Assert.Contains("one point", Assert.Throws<ArgumentException>(() => Written().After(other)).Message);
        Assert.Contains("2 phases", Assert.Throws<ArgumentException>(() => Written().After(Written())).Message);
        Assert.Contains("once", Assert.Throws<ArgumentException>(() => Written().After(Read()).After(Read())).Message);
    }

    [Fact]
    public void A_study_shows_the_layers_of_both()
    {
        var study = ChipStudy.Of("a pair", CTransformer.Silicon28nm, s_encoder, Phase.Prefill(s_distribution.Of(s_encoder, 7)), s_decoder, Published.Thriftiest, Phases());
        Assert.All(study.Sweep, report => Assert.Equal(7, report[PhaseKind.Encode]!.Rows));
        var page = ChipPage.Write(study);
        Assert.Contains("A source of 7 tokens, then a prompt of 1 tokens, then 3 steps.", page);
        foreach (var layer in study.Report.Phases.SelectMany(phase => phase.Layers)) Assert.Contains($"<td>{layer.Layer}</td>", page);
        foreach (var part in (string[])["Compute energy of a token of the source", "Compute energy of a generated token", "total of the whole run", "Every layer, source"]) Assert.Contains(part, page);
        XElement.Parse(page[page.IndexOf("<main>", StringComparison.Ordinal)..(page.IndexOf("</main>", StringComparison.Ordinal) + "</main>".Length)]);
    }

    private static Phase[] Phases() => [Phase.Prefill(s_distribution.Of(s_decoder, 1)), Phase.Decode(s_distribution.Of(s_decoder, 3))];

    private static ChipReport Read() => Emulator.Run(CTransformer.Silicon28nm, s_encoder, Published.Thriftiest, Phase.Prefill(s_distribution.Of(s_encoder, 7)));

    private static ChipReport Written() => Emulator.Run(CTransformer.Silicon28nm, s_decoder, Published.Thriftiest, Phases());
}
