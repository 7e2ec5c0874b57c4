using System.Collections.Generic;
using System.Linq;
using Kernels.Generators.Diagnostics;
using Kernels.Model;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Kernels.Generators;

/// <summary>The settings of the build.</summary>
/// <param name="Isas">The register widths to write kernels for, ascending; MSBuild property <c>KernelsIsa</c>.</param>
/// <param name="Diagnostics">What is wrong with the settings.</param>
internal sealed record GeneratorOptions(EquatableList<Isa> Isas, EquatableList<DiagnosticInfo> Diagnostics)
{
    private static readonly Dictionary<string, Isa> s_names = new()
    {
        ["scalar"] = Isa.Scalar,
        ["128"] = Isa.Vector128,
        ["256"] = Isa.Vector256,
        ["512"] = Isa.Vector512,
    };

    /// <summary>All widths.</summary>
    public static GeneratorOptions Default { get; } =
        new(s_names.Values.OrderBy(isa => isa).ToEquatableList(), EquatableList<DiagnosticInfo>.Empty);

    public static GeneratorOptions Read(AnalyzerConfigOptionsProvider provider)
    {
        // The compiler's file of settings takes ';' for the start of a comment, so other separators work too.
        if (!provider.GlobalOptions.TryGetValue("build_property.KernelsIsa", out var text)) return Default;
        var words = text.Split([';', ',', ' ', '+'], System.StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) return Default;
        var unknown = words.Where(word => !s_names.ContainsKey(word)).Select(word => new DiagnosticInfo(KernelDiagnostics.UnknownIsa.Id, default,
            $"KernelsIsa has no width \"{word}\". Give one or more of scalar, 128, 256, 512, separated by commas.")).ToEquatableList();
        return unknown.Count > 0
            ? Default with { Diagnostics = unknown }
            : new(words.Select(word => s_names[word]).Distinct().OrderBy(isa => isa).ToEquatableList(), unknown);
    }
}
