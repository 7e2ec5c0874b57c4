using System.Text.Json;
using Kernels.Chip;

namespace Kernels.Cli;

/// <summary>A run on the chip in a handful of figures: as JSON and as one line.</summary>
internal static class ChipLine
{
    /// <summary>Writes <c>chip</c>: per generated token, decode steps only; <c>seconds</c> and <c>milliwatts</c> of the whole run; <c>microjoules</c> of the whole run where <paramref name="all"/> is given.</summary>
    public static void Write(Utf8JsonWriter json, ChipSummary chip, Energy? all = null)
    {
        json.WriteStartObject("chip");
        if (all is { } energy) json.WriteNumber("microjoules", energy.Microjoules);
        WriteEnergies(json, chip);
        json.WriteNumber("seconds", chip.Time.Seconds);
        json.WriteNumber("milliwatts", chip.Power.Milliwatts);
        json.WriteNumber("volts", chip.Point.Supply.Volts);
        json.WriteNumber("megahertz", chip.Point.Clock.Megahertz);
        json.WriteString("profile", chip.Profile);
        json.WriteEndObject();
    }

    /// <summary>Writes the energies per generated token; null where no step generated one.</summary>
    public static void WriteEnergies(Utf8JsonWriter json, ChipSummary chip)
    {
        Energy("microjoules_per_token", chip.EnergyPerToken);
        Energy("external_memory_microjoules_per_token", chip.ExternalEnergyPerToken);
        Energy("waiting_microjoules_per_token", chip.WaitingEnergyPerToken);

        void Energy(string name, Energy energy)
        {
            if (chip.Steps > 0) json.WriteNumber(name, energy.Microjoules);
            else json.WriteNull(name);
        }
    }

    /// <summary>Energy per generated token, time and operating point.</summary>
    public static string Describe(ChipSummary chip) => Messages.OnChip(
        chip.Steps == 0 ? PerToken(chip) : Messages.EachToken(PerToken(chip)), chip.Time.Seconds, chip.Point.Supply.Volts, chip.Point.Clock.Megahertz, chip.Profile);

    /// <summary>Energy per generated token, or that there was none.</summary>
    public static string PerToken(ChipSummary chip) => chip.Steps == 0 ? Messages.NoStep
        : Messages.EnergyOf(chip.EnergyPerToken.Microjoules, chip.ExternalEnergyPerToken.Microjoules, chip.WaitingEnergyPerToken.Microjoules);
}
