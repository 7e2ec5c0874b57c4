using System.Globalization;
using Kernels.Chip;

namespace Kernels.Cli;

/// <summary>A study as tables.</summary>
internal sealed class StudyText(StandardOutput output, ChipStudy study, NetworkOptions options, StudyPrompt prompt)
{
    public void Write()
    {
        output.WriteTable(Totals());
        var point = Point(study.Report.Point);
        if (study.SourcePhase is { } source) Layers(Messages.PerSourceToken(point), source);
        if (study.TokenPhase is { } phase) Layers(phase.Kind == PhaseKind.Decode ? Messages.PerDecodedToken(point) : Messages.PerPromptToken(point), phase);

        Title(Messages.SweepTitle);
        output.WriteTable(
            [Messages.PointName, Messages.ComputeName, Messages.ExternalPart, Messages.WaitingPart, Messages.SecondsName, Messages.MilliwattsName], study.Sweep.Select(Sweep));
        Title(Messages.FiguresTitle);
        output.WriteTable(
            ["", Messages.FigureName, Messages.PublishedName, Messages.ModelSays, Messages.PointName, Messages.UseName], study.Figures.Select(Figure), words: 2);
        Title(Messages.A100Title(Point(study.A100.Point)));
        output.WriteTable(A100());
        Title(Messages.ClosureTitle);
        output.WriteTable(
            [Messages.AssumptionsName, Messages.PointName, Messages.MillisecondsName, Messages.StaticPart, Messages.ProductsName, Messages.AdditionsName, Messages.EncodersName, Messages.OnChipPart, Messages.TotalName],
            study.Closure.Select(Closure));
        Title(Messages.PricesTitle(Point(study.Report.Point)));
        output.WriteTable([Messages.EventName, Messages.StatusName, Messages.SourceName, Messages.FemtojoulesName], study.Report.Chip.Prices.Prices.Select(Price), words: 3);
    }

    private void Layers(string title, PhaseReport phase)
    {
        Title(title);
        output.WriteTable(
            [Messages.LayerName, Messages.DensePart, Messages.SpikingPart, Messages.OnChipPart, Messages.StaticPart, Messages.ExternalPart, Messages.WaitingPart, Messages.MicrosecondsName],
            LayerGroup.Of(phase).Select(group => Layer(group, phase)).Append(Sum(phase)));
    }

    private IEnumerable<(string, string)> Totals()
    {
        var report = study.Report;
        yield return (Messages.ModelName, study.Model);
        yield return (Messages.ModeName, ModeName.Of(options));
        if (prompt.Chosen is { } chosen) yield return (Messages.PromptName, chosen);
        yield return (Messages.ChipName, $"{report.Chip.Name}, {Text(report.Chip.SquareMillimetres)} mm², {Point(report.Point)}");
        yield return (Messages.ProfileName, report.Profile);
        yield return (Messages.EnergyName, ChipLine.PerToken(ChipSummary.Of(report)));
        if (study.SourcePhase is { } source)
        {
            yield return (Messages.SourceEnergyName, Of(source.EnergyPerRow));
            if (report[PhaseKind.Prefill] is { Energy: var start }) yield return (Messages.StartEnergyName, Of(start));
            yield return (Messages.AllEnergyName, Of(report.Energy));
            yield return (Messages.EncodeName, Messages.SourceOf(source.Rows, source.Cycles.At(report.Point.Clock).Seconds));
        }
        else if (report[PhaseKind.Prefill] is { EnergyPerRow: var row })
        {
            yield return (Messages.PromptEnergyName, Of(row));
        }

        yield return (Messages.TimeName, Messages.TimeOf(
            report[PhaseKind.Prefill]?.Rows ?? 0, report[PhaseKind.Decode]?.Rows ?? 0, report.Time.Seconds, report.ComputeBound.Seconds, report.MemoryBound.Seconds));
        yield return (Messages.PowerName, Messages.PowerOf(report.Power.Milliwatts));

        static string Of(EnergySplit energy) => Messages.EnergyOf(energy.Compute.Microjoules, energy.ExternalMemory.Microjoules, energy.Waiting.Microjoules);
    }

    private string[] Layer(LayerGroup group, PhaseReport phase) =>
        Row(group.Layer, group.Energy / phase.Rows, group.Cycles.At(study.Report.Point.Clock).Seconds / phase.Rows);

    private string[] Sum(PhaseReport phase) =>
        Row(Messages.TotalName, phase.EnergyPerRow, phase.Cycles.At(study.Report.Point.Clock).Seconds / phase.Rows);

    private static string[] Row(string name, EnergySplit energy, double seconds) =>
    [
        name, Text(energy.Dense.Microjoules), Text(energy.Spiking.Microjoules), Text(energy.OnChipMemory.Microjoules), Text(energy.Static.Microjoules),
        Text(energy.ExternalMemory.Microjoules), Text(energy.Waiting.Microjoules), Text(seconds * 1e6),
    ];

    private static string[] Sweep(ChipReport report)
    {
        var chip = ChipSummary.Of(report);
        return
        [
            Point(report.Point), PerToken(chip.EnergyPerToken), PerToken(chip.ExternalEnergyPerToken), PerToken(chip.WaitingEnergyPerToken),
            Text(chip.Time.Seconds), Text(chip.Power.Milliwatts),
        ];

        string PerToken(Energy energy) => chip.Steps > 0 ? Text(energy.Microjoules) : "-";
    }

    private static string[] Figure(PublishedFigure figure) =>
    [
        figure.Id, figure.What, $"{figure.Published} {figure.Unit}".TrimEnd(), $"{Text(figure.Model)} {figure.Unit}".TrimEnd(), figure.Point is { } point ? Point(point) : "-",
        Use(figure),
    ];

    private static string Use(PublishedFigure figure) => figure.Use switch
    {
        FigureUse.Calibrated => Messages.Calibrated,
        FigureUse.Follows => Messages.Follows(figure.From),
        _ => figure.IsMet ? Messages.PredictedMet : Messages.PredictedMissed,
    };

    private IEnumerable<(string, string)> A100()
    {
        var a100 = study.A100;
        yield return (Messages.PowerName, Messages.A100Takes(a100.PowerRatio));
        yield return (Messages.AreaName, Messages.A100Takes(a100.AreaRatio));
        yield return (Messages.ThroughputName, Messages.A100Gives(a100.ThroughputRatio, a100.TeraOperations));
        yield return (Messages.PerJouleName, Messages.ChipGives(a100.EfficiencyRatio));
        yield return (Messages.PerAreaName, Messages.ChipGives(a100.DensityRatio));
    }

    private static string[] Closure(ClosureRow row) =>
    [
        row.Assumptions, Point(row.Point), Text(row.Time.Milliseconds), Text(row.Static.Microjoules), Text(row.Products.Microjoules), Text(row.Additions.Microjoules),
        Text(row.Encoders.Microjoules), Text(row.Memory.Microjoules), Text(row.Total.Microjoules),
    ];

    private string[] Price(Price price) =>
        [price.Event.ToString(), Status(price.Status), price.Source, Text(price.At(study.Report.Point).Femtojoules)];

    private static string Status(PriceStatus status) => status switch
    {
        PriceStatus.Published => Messages.StatusPublished,
        PriceStatus.Derived => Messages.StatusDerived,
        PriceStatus.Calibrated => Messages.StatusCalibrated,
        _ => Messages.StatusAssumed,
    };

    private void Title(string title)
    {
        output.Writer.WriteLine();
        output.Writer.WriteLine(title);
    }

    private static string Text(double value) => value.ToString(value is > 0 and < 0.001 ? "0.0E-0" : value >= 1000 ? "F0" : "G4", CultureInfo.InvariantCulture);

    private static string Point(OperatingPoint point) => point.ToString();
}
