using System.Text.Json;
using Kernels.Chip;

namespace Kernels.Cli;

/// <summary>A run on the chip in a handful of figures: as JSON and as one line.</summary>
internal static class ChipLine
{
    /// <summary>Writes <c>chip</c>: per generated token, decode steps only; <c>seconds</c> and <c>milliwatts</c> of the whole run.</summary>
    public static void Write(Utf8JsonWriter json, ChipSummary chip)
    {
        json.WriteStartObject("chip");
        json.WriteNumber("microjoules_per_token", chip.EnergyPerToken.Microjoules);
        json.WriteNumber("external_memory_microjoules_per_token", chip.ExternalEnergyPerToken.Microjoules);
        json.WriteNumber("seconds", chip.Time.Seconds);
        json.WriteNumber("milliwatts", chip.Power.Milliwatts);
        json.WriteNumber("volts", chip.Point.Supply.Volts);
        json.WriteNumber("megahertz", chip.Point.Clock.Megahertz);
        json.WriteString("profile", chip.Profile);
        json.WriteEndObject();
    }

    public static string Describe(ChipSummary chip) => Messages.OnChip(
        chip.EnergyPerToken.Microjoules, chip.ExternalEnergyPerToken.Microjoules, chip.Time.Seconds, chip.Point.Supply.Volts, chip.Point.Clock.Megahertz, chip.Profile);
}
