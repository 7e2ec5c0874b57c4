using System.Text.Json;

namespace Kernels.Cli;

/// <summary>How fast a part of a job went.</summary>
/// <param name="Tokens">Tokens of it.</param>
/// <param name="Seconds">The medians of its passes, added up.</param>
/// <param name="Cost">What it takes.</param>
internal sealed record SpeedFigures(int Tokens, double Seconds, JobCost Cost)
{
    public double TokensPerSecond => Tokens / Seconds;

    /// <summary>10^9 operations per second.</summary>
    public double Gigaflops => Cost.Operations / Seconds / 1e9;

    /// <summary>10^9 bytes of weights per second.</summary>
    public double Gigabytes => Cost.Bytes / Seconds / 1e9;

    /// <summary>Writes an object.</summary>
    public void Write(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(name);
        json.WriteNumber("tokens", Tokens);
        json.WriteNumber("seconds", Seconds);
        json.WriteNumber("tokens_per_second", TokensPerSecond);
        json.WriteNumber("gigaflops", Gigaflops);
        json.WriteNumber("gigabytes_per_second", Gigabytes);
        json.WriteEndObject();
    }

    public string Describe() => Messages.SpeedFigures(Tokens, TokensPerSecond, Gigaflops, Gigabytes);
}
