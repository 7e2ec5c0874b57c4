using System.Text.Json;
using Kernels.Chip;

namespace Kernels.Cli;

/// <summary>A study as JSON. Names say the units; every figure stands beside its operating point.</summary>
internal static class StudyJson
{
    public static void Write(Utf8JsonWriter json, ChipStudy study, NetworkOptions options, StudyPrompt prompt)
    {
        var report = study.Report;
        json.WriteString("model", study.Model);
        ModeName.Write(json, options);
        if (prompt.Source is { } source) IdList.Write(json, "source_ids", source);
        IdList.Write(json, "prompt_ids", prompt.Ids);
        if (study.SourcePhase is { } read) json.WriteNumber("source_tokens", read.Rows);
        json.WriteNumber("prompt_tokens", report[PhaseKind.Prefill]?.Rows ?? 0);
        json.WriteNumber("decode_steps", report[PhaseKind.Decode]?.Rows ?? 0);
        ChipLine.Write(json, ChipSummary.Of(report), study.SourcePhase is null ? null : report.Energy.Total);
        json.WriteNumber("square_millimetres", report.Chip.SquareMillimetres);
        json.WriteNumber("compute_bound_seconds", report.ComputeBound.Seconds);
        json.WriteNumber("memory_bound_seconds", report.MemoryBound.Seconds);
        List("phases", report.Phases, Phase);
        List("operating_points", study.Sweep, point => Fields(ChipSummary.Of(point)));
        List("figures", study.Figures, Figure);
        json.WriteStartObject("a100");
        Point(study.A100.Point);
        json.WriteNumber("power_ratio", study.A100.PowerRatio);
        json.WriteNumber("area_ratio", study.A100.AreaRatio);
        json.WriteNumber("throughput_ratio", study.A100.ThroughputRatio);
        json.WriteNumber("efficiency_ratio", study.A100.EfficiencyRatio);
        json.WriteNumber("density_ratio", study.A100.DensityRatio);
        json.WriteEndObject();
        List("closure", study.Closure, Closure);
        List("prices", report.Chip.Prices.Prices, Price);

        void List<T>(string name, IEnumerable<T> items, Action<T> write)
        {
            json.WriteStartArray(name);
            foreach (var item in items)
            {
                json.WriteStartObject();
                write(item);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        void Fields(ChipSummary chip)
        {
            Point(chip.Point);
            ChipLine.WriteEnergies(json, chip);
            json.WriteNumber("seconds", chip.Time.Seconds);
            json.WriteNumber("milliwatts", chip.Power.Milliwatts);
        }

        void Phase(PhaseReport phase)
        {
            json.WriteString("phase", phase.Kind switch { PhaseKind.Encode => "encode", PhaseKind.Prefill => "prefill", _ => "decode" });
            json.WriteNumber("tokens", phase.Rows);
            json.WriteNumber("seconds", phase.Cycles.At(report.Point.Clock).Seconds);
            Energy(phase.Energy);
            List("layers", phase.Layers, Layer);
        }

        void Layer(LayerReport layer)
        {
            json.WriteString("layer", layer.Layer);
            json.WriteNumber("tile_visits", layer.TileVisits);
            json.WriteNumber("external_bytes", layer.External.Count);
            json.WriteNumber("compute_cycles", layer.ComputeCycles.Count);
            json.WriteNumber("port_cycles", layer.PortCycles.Count);
            json.WriteNumber("cycles", layer.Cycles.Count);
            Energy(layer.Energy);
        }

        void Energy(EnergySplit energy)
        {
            json.WriteStartObject("microjoules");
            json.WriteNumber("dense", energy.Dense.Microjoules);
            json.WriteNumber("spiking", energy.Spiking.Microjoules);
            json.WriteNumber("on_chip_memory", energy.OnChipMemory.Microjoules);
            json.WriteNumber("static", energy.Static.Microjoules);
            json.WriteNumber("external_memory", energy.ExternalMemory.Microjoules);
            json.WriteNumber("waiting", energy.Waiting.Microjoules);
            json.WriteEndObject();
        }

        void Figure(PublishedFigure figure)
        {
            json.WriteString("id", figure.Id);
            json.WriteString("what", figure.What);
            json.WriteString("unit", figure.Unit);
            json.WriteString("published", figure.Published);
            json.WriteNumber("model", figure.Model);
            if (figure.Point is { } point) Point(point);
            json.WriteString("use", figure.Use.ToString().ToLowerInvariant());
            json.WriteBoolean("met", figure.IsMet);
        }

        void Closure(ClosureRow row)
        {
            json.WriteString("assumptions", row.Assumptions);
            Point(row.Point);
            json.WriteNumber("spikes_per_input", row.SpikesPerInput);
            json.WriteNumber("milliseconds", row.Time.Milliseconds);
            json.WriteStartObject("microjoules");
            json.WriteNumber("static", row.Static.Microjoules);
            json.WriteNumber("products", row.Products.Microjoules);
            json.WriteNumber("additions", row.Additions.Microjoules);
            json.WriteNumber("encoders", row.Encoders.Microjoules);
            json.WriteNumber("on_chip_memory", row.Memory.Microjoules);
            json.WriteNumber("total", row.Total.Microjoules);
            json.WriteEndObject();
        }

        void Price(Price price)
        {
            json.WriteString("event", price.Event.ToString());
            json.WriteNumber("femtojoules", price.At(report.Point).Femtojoules);
            Point(report.Point);
            json.WriteNumber("reference_femtojoules", price.Value.Femtojoules);
            json.WriteNumber("reference_volts", price.Reference.Supply.Volts);
            json.WriteNumber("reference_megahertz", price.Reference.Clock.Megahertz);
            json.WriteString("status", price.Status.ToString().ToLowerInvariant());
            json.WriteString("node", price.Node);
            json.WriteString("source", price.Source);
        }

        void Point(OperatingPoint point)
        {
            json.WriteNumber("volts", point.Supply.Volts);
            json.WriteNumber("megahertz", point.Clock.Megahertz);
        }
    }
}
