using FsCheck;
using FsCheck.Fluent;

namespace Kernels.Chip.Tests;

/// <summary>Over random chips, programs and activities: nothing is lost, nothing appears.</summary>
public sealed class ConservationTests
{
    [Fact]
    public void Every_report_keeps_the_laws() => ForAll(run => EmulatorLaws.Check(run.Run()).Count == 0);

    [Fact]
    public void Every_input_and_every_accumulation_is_priced_once() => ForAll(run =>
    {
        var report = run.Run();
        return ((PhaseKind[])[PhaseKind.Prefill, PhaseKind.Decode]).All(kind =>
        {
            var activity = kind == PhaseKind.Prefill ? run.Prompt : run.Steps;
            if (report[kind] is not { } phase) return activity.Rows == 0;
            var layers = phase.Layers.Where(layer => layer.Kind == Kernels.Model.ChipKind.Linear).ToArray();
            return layers.Sum(layer => layer.Count(ChipEvent.Product)) == activity.Work.Macs
                && layers.Sum(layer => layer.Count(ChipEvent.Addition) + layer.Count(ChipEvent.ShiftedAddition)) == activity.Work.Accumulates
                && layers.Sum(layer => layer.Inputs.Values) == activity.Layers.Sum(layer => layer.Values);
        });
    });

    [Fact]
    public void Time_is_the_greater_bound_of_each_layer() => ForAll(run =>
    {
        var report = run.Run();
        return report.Time.CompareTo(report.ComputeBound) >= 0 && report.Time.CompareTo(report.MemoryBound) >= 0
            && report.Time.Seconds <= (report.ComputeBound + report.MemoryBound).Seconds * (1 + 1e-12);
    });

    [Fact]
    public void The_same_run_gives_the_same_report() => ForAll(run => run.Run() == run.Run());

    internal static void ForAll(Func<DrawnRun, bool> holds, int cases = 150) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => holds(DrawnRun.Of(seed))).Check(Draws.Config.WithMaxTest(cases));
}
