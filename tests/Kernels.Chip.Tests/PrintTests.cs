namespace Kernels.Chip.Tests;
public sealed class PrintTests(ITestOutputHelper output)
{
    [Fact]
    public void Print()
    {
        var chip = CTransformer.Silicon28nm;
        output.WriteLine($"{chip.PeakTeraOperations(Published.Fastest.Clock)} {chip.FullPower(Published.Fastest)} {chip.AuxiliaryMultipliers}");
        foreach (var p in chip.Prices.Prices) output.WriteLine($"{p.Event} {p.Value.Femtojoules} {p.Status} {p.Source}");
        foreach (var r in Closure.Table()) output.WriteLine($"{r.Assumptions} {r.Point} spikes {r.SpikesPerInput:F3} t {r.Time.Milliseconds:F3} ms static {r.Static.Microjoules:F2} mac {r.Products.Microjoules:F2} ac {r.Additions.Microjoules:F2} enc {r.Encoders.Microjoules:F2} mem {r.Memory.Microjoules:F2} total {r.Total.Microjoules:F2}");
        var d = TokenCalibration.OnLargestToken(chip);
        output.WriteLine($"{d} {d.SpikesPerInput} p0 {d.Probability(0)}");
        foreach (var point in new[] { Published.Thriftiest, Published.Fastest })
        foreach (var t in WorkTables.All.Concat([WorkTables.Gpt2Large.WithAttention(20), WorkTables.FsmtDecoder.WithAttention(16)]))
        {
            var r = TokenCalibration.Run(chip, t, d, point).ThrowIfBroken();
            var b = TokenCalibration.Run(chip, t, d, point, Placement.Dense);
            output.WriteLine($"{t.Name} {point} {t.Program.Products/1e6} {r.Phases[0].EnergyPerRow.Compute} ratio {r.Phases[0].EnergyPerRow.Compute/b.Phases[0].EnergyPerRow.Compute} time {r.Time} compute {r.ComputeBound} mem {r.MemoryBound}; dense {b.Phases[0].EnergyPerRow.Compute} {b.Time} compute {b.ComputeBound} {b.Power} {r.Profile} / {b.Profile}");
        }
        var a = A100Comparison.Of(chip, Published.Fastest);
        output.WriteLine($"{a.PowerRatio} {a.AreaRatio} {a.ThroughputRatio} {a.EfficiencyRatio} {a.DensityRatio}");
    }
}
