using Kernels.Model;

namespace Kernels.Chip;

/// <summary>
/// What must hold in every report, whatever the chip, the program and the activity: nothing is lost and nothing appears. Recounted from
/// the events and from the program, not from the sums that the emulator kept.
/// </summary>
public static class EmulatorLaws
{
    // Sums of doubles in another order.
    private const double Tolerance = 1e-9;

    /// <summary>The laws that a report breaks, one line each; empty when it is sound.</summary>
    public static EquatableList<string> Check(ChipReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var broken = new List<string>();
        foreach (var phase in report.Phases)
        {
            foreach (var layer in phase.Layers) Layer(layer);
            Equal($"{phase.Kind}: layers add up to the phase", Sum(phase.Layers.Select(layer => layer.Energy)), phase.Energy, broken);
            Same($"{phase.Kind}: cycles of layers and phase", phase.Layers.Sum(layer => layer.Cycles.Count), phase.Cycles.Count);
            Tiles(phase);
        }

        Equal("phases add up to the run", Sum(report.Phases.Select(phase => phase.Energy)), report.Energy, broken);
        Close("parts add up to the run", Total(report.Phases.SelectMany(phase => phase.Layers).SelectMany(layer => layer.Events)), report.Energy.Total);
        var cycles = new Cycles(report.Phases.Sum(phase => phase.Cycles.Count));
        if (Math.Abs(cycles.At(report.Point.Clock).Seconds - report.Time.Seconds) > Tolerance * report.Time.Seconds) broken.Add("time is not cycles over clock");
        return broken.ToEquatableList();

        void Layer(LayerReport layer)
        {
            foreach (var line in layer.Events)
                Close($"{layer.Layer}: {line.Event} x price", report.Chip.Prices.At(line.Event, report.Point) * line.Count, line.Energy);
            Equal($"{layer.Layer}: events by part", EnergySplit.Of(layer.Events), layer.Energy, broken);
            Same($"{layer.Layer}: inputs in and out", layer.Inputs.Values, layer.Inputs.Dense + layer.Inputs.Spiking + layer.Inputs.Skipped);
            Same($"{layer.Layer}: tiles in and out", layer.TileVisits, layer.TilesOfCore.Sum());
            Same($"{layer.Layer}: cycles are the greater bound", layer.Cycles.Count, Math.Max(layer.ComputeCycles.Count, layer.PortCycles.Count));
            Same($"{layer.Layer}: a clock cycle per cycle", layer.Count(ChipEvent.ClockCycle), layer.Cycles.Count);
            Same($"{layer.Layer}: leakage in every cycle", layer.Count(ChipEvent.LeakageCycle), layer.Cycles.Count);
            Same($"{layer.Layer}: bits across the port", layer.Count(ChipEvent.ExternalMemoryBit), layer.External.Bits);
        }

        // Every operation of the program is there once, and its tiles were visited a whole number of times.
        void Tiles(PhaseReport phase)
        {
            var program = phase.Kind == PhaseKind.Encode ? report.Encoder ?? report.Program : report.Program;
            var placed = program.Expand().ToArray();
            if (!placed.Select(item => item.Name).SequenceEqual(phase.Layers.Select(layer => layer.Layer)))
            {
                broken.Add($"{phase.Kind}: the layers are not those of the program");
                return;
            }

            for (var i = 0; i < placed.Length; i++)
            {
                var tiles = placed[i].Operation.Tiles(program.Tile);
                var whole = tiles == 0 ? phase.Layers[i].TileVisits == 0 : phase.Layers[i].TileVisits % tiles == 0 && (phase.Layers[i].TileVisits > 0 || phase.Layers[i].Rows == 0);
                if (!whole) broken.Add($"{placed[i].Name}: {phase.Layers[i].TileVisits} visits of {tiles} tiles");
            }
        }

        void Same(string law, long left, long right)
        {
            if (left != right) broken.Add($"{law}: {left} and {right}");
        }

        void Close(string law, Energy left, Energy right)
        {
            if (!IsClose(left, right)) broken.Add($"{law}: {left} and {right}");
        }
    }

    /// <summary>Fails with every broken law.</summary>
    /// <exception cref="InvalidOperationException">The report breaks a law.</exception>
    public static ChipReport ThrowIfBroken(this ChipReport report)
    {
        var broken = Check(report);
        return broken.Count == 0 ? report : throw new InvalidOperationException("The report breaks its laws: " + string.Join("; ", broken));
    }

    private static void Equal(string law, EnergySplit left, EnergySplit right, List<string> broken)
    {
        foreach (var part in Enum.GetValues<EnergyPart>())
            if (!IsClose(left[part], right[part])) broken.Add($"{law}, {part}: {left[part]} and {right[part]}");
    }

    private static bool IsClose(Energy left, Energy right) =>
        Math.Abs(left.Femtojoules - right.Femtojoules) <= Tolerance * Math.Max(left.Femtojoules, right.Femtojoules);

    private static EnergySplit Sum(IEnumerable<EnergySplit> parts) => parts.Aggregate(default(EnergySplit), (sum, part) => sum + part);

    private static Energy Total(IEnumerable<EventLine> lines) => lines.Aggregate(Energy.Zero, (sum, line) => sum + line.Energy);
}
