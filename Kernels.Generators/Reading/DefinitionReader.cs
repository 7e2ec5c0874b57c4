using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Kernels.Generators.Diagnostics;
using Kernels.Model;
using Microsoft.CodeAnalysis;

namespace Kernels.Generators.Reading;

/// <summary>Annotated class to <see cref="ReadDefinition"/>: the one place where Roslyn objects are seen.</summary>
internal static class DefinitionReader
{
    public static ReadDefinition? Network(GeneratorAttributeSyntaxContext target, CancellationToken token) => Read(target, GraphKind.Network, token);

    public static ReadDefinition? Block(GeneratorAttributeSyntaxContext target, CancellationToken token) => Read(target, GraphKind.Block, token);

    private static ReadDefinition? Read(GeneratorAttributeSyntaxContext target, GraphKind kind, CancellationToken token)
    {
        if (target.TargetSymbol is not INamedTypeSymbol { TypeKind: TypeKind.Class } type) return null;

        // A class that is both is reported once, as a network.
        var isBoth = type.GetAttributes().Any(data => Vocabulary.Is(data.AttributeClass, kind == GraphKind.Network ? "BlockAttribute" : "NetworkAttribute"));
        if (isBoth && kind == GraphKind.Block) return null;

        var methods = type.GetMembers().OfType<IMethodSymbol>()
            .Where(method => method.GetAttributes().Any(data => Vocabulary.IsLayerAttribute(data.AttributeClass))).ToList();
        var context = new DefinitionContext(type, kind, target.SemanticModel.Compilation, methods, new DiagnosticList(), token);
        if (isBoth)
            context.Diagnostics.Add(KernelDiagnostics.NetworkAndBlock, Place.Of(type), $"{type.Name} is marked as a network and as a block. Keep one of the two.");

        var (canExtend, canConstruct) = HeaderReader.Check(context);
        var layers = methods.Select(method => SignatureReader.Read(method, context)).ToList();
        var annotation = new AnnotationReader(target.Attributes[0], token);
        if (annotation.Has(nameof(NetworkAttribute.Context)) && annotation.Number(nameof(NetworkAttribute.Context)) == 0)
            context.Diagnostics.Add(KernelDiagnostics.ContextOutOfRange, annotation.PlaceOf(nameof(NetworkAttribute.Context)),
                $"Context of {type.Name} is 0. Give a number from 1 to {Limits.Text(Limits.Width)}, or leave it out.");
        var forward = ForwardReader.Find(context);
        var wiring = forward is null ? null : ForwardReader.Read(forward, context);

        var declared = new DeclaredDefinition(
            HeaderReader.Read(type), HeaderReader.FullName(type), kind, canExtend, canConstruct,
            forward is null ? null : new ForwardSignature(HeaderReader.Escape(forward.Name), Vocabulary.Edge(forward.Parameters[0].Type)!.Value),
            layers.Select(layer => layer.Declared).ToEquatableList())
        {
            Image = annotation.Numbers(nameof(NetworkAttribute.Input)) is { } shape ? new Shape(shape).Image : null,
        };
        var places = new DefinitionPlaces(
            Place.Of(type), forward is null ? Place.Of(type) : Place.Of(forward), layers.Select(layer => layer.Places).ToEquatableList(),
            wiring?.Places.ToEquatableList() ?? EquatableList<Place>.Empty, annotation.Places().ToEquatableList());

        var graph = wiring is null || annotation.IsBroken || context.Diagnostics.HasErrors || declared.Layers.Any(layer => layer.Model is null)
            ? null
            : Graph(declared, forward!, annotation, wiring);
        if (graph is not null && GraphRules.Check(graph).Count == 0) WarnOfUnused(graph, places, context.Diagnostics);
        return new(declared, graph, places, context.Diagnostics.ToEquatableList());
    }

    private static GraphModel Graph(DeclaredDefinition declared, IMethodSymbol forward, AnnotationReader annotation, Wiring wiring) => new(
        declared.Kind, declared.FullName, declared.Forward!.Input,
        annotation.Numbers(nameof(NetworkAttribute.Input)) is { } input ? new Shape(input) : null,
        annotation.Number(nameof(NetworkAttribute.Context)), forward.Name, declared.Layers.Select(layer => layer.Model!).ToEquatableList(),
        wiring.Ops.ToEquatableList(), wiring.Result)
    {
        Formats = (annotation.Numbers(nameof(NetworkAttribute.Weights)) ?? EquatableList<int>.Empty).Select(format => (WeightFormat)format).ToEquatableList(),
    };

    private static void WarnOfUnused(GraphModel graph, DefinitionPlaces places, DiagnosticList diagnostics)
    {
        var used = new HashSet<int>(graph.Ops.OfType<LayerOp>().Select(op => op.Layer));
        foreach (var tied in graph.Layers.OfType<TiedModel>()) used.Add(tied.Embed);
        for (var i = 0; i < graph.Layers.Count; i++)
            if (!used.Contains(i))
                diagnostics.Add(KernelDiagnostics.UnusedLayer, places.Layers[i].Method,
                    $"{graph.Layers[i].Method} is not used by {graph.Forward}. Call it there, or remove it.");
    }
}
