using System.Globalization;
using Kernels.Model;

namespace Kernels.Testing;

/// <summary>What an oracle compared, and what differed.</summary>
/// <param name="Network">The class that was checked.</param>
/// <param name="Isas">The tiers that ran.</param>
/// <param name="Modes">The modes that ran.</param>
/// <param name="Values">How many values of results were compared.</param>
/// <param name="Refused">
/// How many runs definition and kernels refused alike: inputs that overflow before a layer of integers, which no integer can mean.
/// </param>
/// <param name="Failures">The first difference of each tier and mode, made as small as could be.</param>
public sealed record OracleReport(
    string Network, IReadOnlyList<Isa> Isas, IReadOnlyList<Mode> Modes, long Values, long Refused, IReadOnlyList<OracleFailure> Failures)
{
    /// <summary>Whether values were compared and no bit differed.</summary>
    public bool IsSound => Failures.Count == 0 && Values > 0;

    /// <summary>Throws when a bit differed, or when nothing could be compared.</summary>
    /// <returns>This report.</returns>
    /// <exception cref="OracleException">With the whole report as its message.</exception>
    public OracleReport ThrowIfBroken() => IsSound ? this : throw new OracleException(this);

    /// <summary>The report in words, one block of lines per failure.</summary>
    public override string ToString()
    {
        var head = string.Create(CultureInfo.InvariantCulture,
            $"{Network}: {Values} values on ISA {string.Join(", ", Isas.Select(Machine.Name))} in mode {string.Join(", ", Modes).ToLowerInvariant()} compared with the definition");
        if (Refused > 0) head += string.Create(CultureInfo.InvariantCulture, $" ({Refused} runs refused by both)");
        if (Values == 0) head += ": nothing could be compared; give other weights or more samples";
        else head += Failures.Count == 0 ? ": every bit agrees" : $": {Failures.Count} of {Isas.Count * Modes.Count} pairs of ISA and mode differ";
        return string.Join("\n\n", Failures.Select(failure => failure.ToString()).Prepend(head));
    }
}

/// <summary>Thrown by <see cref="OracleReport.ThrowIfBroken"/>: kernels and definition differ.</summary>
/// <param name="report">What was found.</param>
public sealed class OracleException(OracleReport report) : Exception(report.ToString())
{
    /// <summary>What was found.</summary>
    public OracleReport Report { get; } = report;
}
