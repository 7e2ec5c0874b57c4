namespace Kernels.Chip;

/// <summary>Stage 4, price: counts times prices at the operating point. Clock and leakage run in every cycle, also in those that only wait.</summary>
internal static class Pricing
{
    public static void Price(LayerRun layer, EmulationRun run)
    {
        var waiting = layer.Total - layer.Compute;
        foreach (var cycle in (ChipEvent[])[ChipEvent.ClockCycle, ChipEvent.LeakageCycle])
        {
            layer.Add(cycle, EnergyPart.Static, layer.Compute.Count);
            layer.Add(cycle, EnergyPart.Waiting, waiting.Count);
        }

        foreach (var ((what, part), count) in layer.Counts.OrderBy(entry => entry.Key.Event).ThenBy(entry => entry.Key.Part))
            layer.Lines.Add(new EventLine(what, part, count, run.Chip.Prices.At(what, run.Point) * count));
    }
}
