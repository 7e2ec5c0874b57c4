using System.Linq;
using Kernels.Model;
using Microsoft.CodeAnalysis;

namespace Kernels.Generators.Diagnostics;

/// <summary>A diagnostic as data: comparable, and without anything that keeps a compilation alive.</summary>
internal sealed record DiagnosticInfo(string Id, Place Place, string Message)
{
    public Diagnostic ToDiagnostic() => Diagnostic.Create(KernelDiagnostics.Of(Id), Place.ToLocation(), Message);
}

/// <summary>Collects the diagnostics of one definition.</summary>
internal sealed class DiagnosticList
{
    private readonly System.Collections.Generic.List<DiagnosticInfo> _items = [];

    public bool HasErrors { get; private set; }

    public void Add(DiagnosticDescriptor rule, Place place, string message)
    {
        HasErrors |= rule.DefaultSeverity == DiagnosticSeverity.Error;
        _items.Add(new(rule.Id, place, message));
    }

    public EquatableList<DiagnosticInfo> ToEquatableList() => _items.Distinct().ToEquatableList();
}
