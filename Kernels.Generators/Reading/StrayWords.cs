using System.Linq;
using System.Threading;
using Kernels.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace Kernels.Generators.Reading;

/// <summary>Words that belong beside a layer's annotation, on methods that are no layers of a network or block: nobody else looks there.</summary>
internal static class StrayWords
{
    public const string PlacementAttribute = "Kernels.PlacementAttribute";
    public const string PrecisionAttribute = "Kernels.PrecisionAttribute";

    public static DiagnosticInfo? Placement(GeneratorAttributeSyntaxContext target, CancellationToken token) => Stray(target, token) is not { } place ? null : new(
        KernelDiagnostics.PlacementWithoutEffect.Id, place,
        $"{target.TargetSymbol.Name} is no layer of a network or block, so there is no side to place it on. Remove [Placement]: it belongs on [Dense], [Conv2d] and [Tied].");

    public static DiagnosticInfo? Precision(GeneratorAttributeSyntaxContext target, CancellationToken token) => Stray(target, token) is not { } place ? null : new(
        KernelDiagnostics.PrecisionWithoutEffect.Id, place,
        $"{target.TargetSymbol.Name} is no layer of a network or block. Remove [Precision]: it belongs on [Dense], [Conv2d] and [Tied].");

    /// <summary>Where the word stands, when it stands on no layer and the compiler itself has nothing against it.</summary>
    private static Place? Stray(GeneratorAttributeSyntaxContext target, CancellationToken token)
    {
        var method = target.TargetSymbol;
        var isLayer = method.GetAttributes().Any(data => Vocabulary.IsLayerAttribute(data.AttributeClass)) && method.ContainingType is { } type
            && type.GetAttributes().Any(data => Vocabulary.Is(data.AttributeClass, "NetworkAttribute") || Vocabulary.Is(data.AttributeClass, "BlockAttribute"));
        var word = new AnnotationReader(target.Attributes[0], token);
        return isLayer || word.IsBroken ? null : word.Place;
    }
}
