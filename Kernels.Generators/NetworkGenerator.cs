using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kernels.Generators.Diagnostics;
using Kernels.Generators.Emitting;
using Kernels.Generators.Reading;
using Kernels.Model;
using Microsoft.CodeAnalysis;

namespace Kernels.Generators;

/// <summary>From annotated classes to their generated parts and kernels. Nothing of Roslyn lives on after <see cref="StepNames.Read"/>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class NetworkGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Functions are called by their bare names in every wiring of the project; and the kernels' namespace exists even without kernels.
        context.RegisterPostInitializationOutput(static output => output.AddSource("Kernels.Functions.g.cs",
            CodeWriter.Header + "\nglobal using static global::Kernels.Functions;\n\nnamespace Kernels.Generated\n{\n}\n"));

        // Read: every annotated class as data.
        var networks = context.SyntaxProvider.ForAttributeWithMetadataName(Vocabulary.NetworkAttribute, static (_, _) => true, DefinitionReader.Network);
        var blocks = context.SyntaxProvider.ForAttributeWithMetadataName(Vocabulary.BlockAttribute, static (_, _) => true, DefinitionReader.Block);
        var read = networks.Collect().Combine(blocks.Collect()).SelectMany(static (all, _) => Distinct(all.Left, all.Right)).WithTrackingName(StepNames.Read);

        // Words beside layers that stand where no layer is.
        var placements = context.SyntaxProvider.ForAttributeWithMetadataName(StrayWords.PlacementAttribute, static (_, _) => true, StrayWords.Placement);
        var precisions = context.SyntaxProvider.ForAttributeWithMetadataName(StrayWords.PrecisionAttribute, static (_, _) => true, StrayWords.Precision);

        // Declared: the bodies of the layer methods, whether or not the wiring is sound.
        var declared = read.Select(static (item, _) => item.Declared).Where(static item => item.CanExtend).WithTrackingName(StepNames.Declared);
        context.RegisterSourceOutput(declared, static (output, item) =>
            output.AddSource(item.Header.HintName + ".Definition.g.cs", DefinitionEmitter.Emit(item)));

        // Library: blocks of this project and of referenced assemblies.
        var own = read.Where(static item => item.Declared.Kind == GraphKind.Block).Select(static (item, _) => (item.Declared.Header, Entry: BlockEntry.OfProject(item)));
        context.RegisterSourceOutput(own.Where(static item => item.Entry.Graph is not null), static (output, item) =>
            output.AddSource(item.Header.HintName + ".BlockModel.g.cs", DefinitionEmitter.EmitBlockModel(item.Entry.Graph!)));
        var foreign = context.MetadataReferencesProvider.Select(ForeignBlocks.Read).WithTrackingName(StepNames.ForeignBlocks)
            .Where(static entries => entries.Count > 0).Collect();
        var library = own.Select(static (item, _) => item.Entry).Collect().Combine(foreign)
            .Select(static (pair, _) => new BlockLibrary(pair.Left.ToEquatableList(), pair.Right.SelectMany(static entries => entries).ToEquatableList()))
            .WithTrackingName(StepNames.Library);

        // Infer: networks with their blocks; then the model and the diagnostics go separate ways.
        var inferred = read.Where(static item => item.Declared.Kind == GraphKind.Network).Combine(library)
            .Select(static (pair, _) => Linker.Link(pair.Left, pair.Right)).WithTrackingName(StepNames.Infer);
        var linked = inferred.Select(static (item, _) => item.Network).Where(static item => item is not null)
            .Select(static (item, _) => item!).WithTrackingName(StepNames.Linked);

        // Plan, and emit the public face of each network.
        var options = context.AnalyzerConfigOptionsProvider.Select(static (provider, _) => GeneratorOptions.Read(provider));
        var planned = linked.Select(static (item, _) => (item.Header, item.Model, Plan: Planning.Planner.Plan(item.Model))).WithTrackingName(StepNames.Plan);
        context.RegisterSourceOutput(planned, static (output, item) =>
            output.AddSource(item.Header.HintName + ".g.cs", NetworkEmitter.Emit(item.Header, item.Model, item.Plan)));

        // Kernels: equal ones of all networks once, each in files of its own.
        var kernels = planned.Select(static (item, _) => KernelSet.Of(item.Plan, item.Model.Graph.Formats)).Collect()
            .SelectMany(static (sets, _) => sets.SelectMany(static set => set).Distinct()).WithTrackingName(StepNames.Kernels);
        context.RegisterSourceOutput(kernels.Combine(options), static (output, item) =>
        {
            foreach (var file in KernelEmitter.Emit(item.Left, item.Right.Isas)) output.AddSource(file.HintName, file.Text);
        });

        // Diagnostics, last: a moved error touches nothing else.
        context.RegisterSourceOutput(read.Select(static (item, _) => item.Diagnostics), Report);
        context.RegisterSourceOutput(read.Where(static item => item.Declared.Kind == GraphKind.Block).Select(static (item, _) => Linker.Check(item)), Report);
        context.RegisterSourceOutput(inferred.Select(static (item, _) => item.Diagnostics), Report);
        context.RegisterSourceOutput(options.Select(static (item, _) => item.Diagnostics), Report);
        context.RegisterSourceOutput(placements, Report);
        context.RegisterSourceOutput(precisions, Report);
    }

    private static void Report(SourceProductionContext output, DiagnosticInfo? diagnostic)
    {
        if (diagnostic is not null) output.ReportDiagnostic(diagnostic.ToDiagnostic());
    }

    private static void Report(SourceProductionContext output, EquatableList<DiagnosticInfo> diagnostics)
    {
        foreach (var diagnostic in diagnostics) output.ReportDiagnostic(diagnostic.ToDiagnostic());
    }

    /// <summary>Every class once, under a file name of its own: an annotation typed twice, or names that differ in case only, must not stop the rest.</summary>
    private static IEnumerable<ReadDefinition> Distinct(ImmutableArray<ReadDefinition?> networks, ImmutableArray<ReadDefinition?> blocks)
    {
        var classes = new HashSet<string>(System.StringComparer.Ordinal);
        var files = new HashSet<string>(System.StringComparer.OrdinalIgnoreCase);
        foreach (var item in networks.Concat(blocks).OfType<ReadDefinition>())
        {
            var header = item.Declared.Header;
            if (!classes.Add(header.HintName)) continue;
            var name = header.HintName;
            for (var number = 2; !files.Add(name); number++) name = header.HintName + "-" + Literal.Of(number);
            yield return name == header.HintName ? item : item with { Declared = item.Declared with { Header = header with { HintName = name } } };
        }
    }
}
