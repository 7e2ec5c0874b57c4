using System.Linq;
using Kernels.Generators.Diagnostics;
using Kernels.Model;
using Microsoft.CodeAnalysis;

namespace Kernels.Generators.Reading;

/// <summary>
/// Annotation to layer. Here stands only what the model cannot express, such as two ways to say one width; ranges and names
/// are judged on the model, by the rules that texts of models obey too.
/// </summary>
internal static class LayerReader
{
    public static LayerModel? Dense(LayerDeclaration layer)
    {
        var ways = new[] { "Outputs", "Expand", "Shrink" }.Where(layer.Has).ToArray();
        if (ways.Length > 1)
        {
            layer.Refuse(KernelDiagnostics.TwoWidths, layer.PlaceOf(ways[1]),
                $"The width of {layer.Method.Name} is given twice, by {ways[0]} and by {ways[1]}. Keep one of them.");
            return null;
        }

        if (!PlacementAllowed(layer)) return null;
        var (rule, size) = ways.FirstOrDefault() switch
        {
            "Outputs" => (WidthRule.Fixed, layer.Number("Outputs")),
            "Shrink" => (WidthRule.Shrink, layer.Number("Shrink")),
            "Expand" => (WidthRule.Expand, layer.Number("Expand")),
            _ => (WidthRule.Expand, 1),
        };
        return new DenseModel(
            layer.Method.Name, layer.Weights, rule, size, layer.Flag("Bias", true), (WeightLayout)layer.Number("Layout"), PrecisionOf(layer),
            PlacementOf(layer)) { Flatten = (FlattenOrder)layer.Number("Flatten") };
    }

    public static LayerModel? Embed(LayerDeclaration layer)
    {
        if (!PrecisionAllowed(layer)) return null;
        var positions = layer.Number("Positions");
        if (layer.Has("PositionName") && positions == 0)
        {
            layer.Refuse(KernelDiagnostics.NameWithoutWeights, layer.PlaceOf("PositionName"),
                $"{layer.Method.Name} has no position table to be named. Set Positions, or remove PositionName.");
            return null;
        }

        if (layer.Has("Positions") && positions == 0)
        {
            layer.Refuse(KernelDiagnostics.SizeOutOfRange, layer.PlaceOf("Positions"),
                $"Positions of {layer.Method.Name} is 0. Give a number from 1 to {Limits.Text(Limits.Width)}, or leave it out.");
            return null;
        }

        var name = layer.Has("PositionName") ? layer.Text("PositionName") ?? "" : layer.Weights + "Positions";
        return new EmbedModel(layer.Method.Name, layer.Weights, layer.Number("Vocabulary"), layer.Number("Width"), positions, name);
    }

    public static LayerModel? Tied(LayerDeclaration layer)
    {
        if (!NameAllowed(layer, "it shares the table of its embedding")) return null;
        var name = layer.Text("Embed");
        var index = layer.Context.LayerMethods.ToList().FindIndex(method => method.Name == name);
        if (index >= 0 && layer.Context.LayerMethods[index].GetAttributes().Any(data => Vocabulary.Is(data.AttributeClass, "EmbedAttribute")))
            return PlacementAllowed(layer) ? new TiedModel(layer.Method.Name, index, PrecisionOf(layer), PlacementOf(layer)) : null;

        var found = index >= 0 || layer.Context.Type.GetMembers(name ?? "").Length > 0 ? "is no embedding" : "is no method of this class";
        layer.Refuse(KernelDiagnostics.TiedToNoEmbedding, layer.PlaceOf("Embed"),
            $"{layer.Method.Name} shares a table with \"{name}\", which {found}. Name a method with [Embed(...)], as in [Tied(nameof(Embed))].");
        return null;
    }

    public static LayerModel? LayerNorm(LayerDeclaration layer) =>
        PrecisionAllowed(layer) ? new NormModel(layer.Method.Name, layer.Weights, layer.Float("Epsilon", 1e-5f)) : null;

    public static LayerModel? RmsNorm(LayerDeclaration layer) =>
        PrecisionAllowed(layer) ? new NormModel(layer.Method.Name, layer.Weights, layer.Float("Epsilon", 1e-6f), NormKind.Rms) : null;

    public static LayerModel? CausalAttention(LayerDeclaration layer) => SelfAttention(layer, AttentionKind.Causal);

    public static LayerModel? Attention(LayerDeclaration layer) => SelfAttention(layer, AttentionKind.Whole);

    public static LayerModel? CrossAttention(LayerDeclaration layer) => !PrecisionAllowed(layer) || !HeadsGiven(layer)
        ? null
        : new AttentionModel(layer.Method.Name, layer.Number("Heads"), layer.Number("HeadSize"), layer.Weights)
        {
            Kind = AttentionKind.Cross, Scaled = layer.Flag("Scaled", true), Memory = layer.Number("Memory"), Bias = layer.Flag("Bias", true),
        };

    private static AttentionModel? SelfAttention(LayerDeclaration layer, AttentionKind kind)
    {
        if (!PrecisionAllowed(layer) || !HeadsGiven(layer)) return null;
        var buckets = layer.Number("Buckets");
        if (layer.Has("Buckets") && buckets == 0)
        {
            layer.Refuse(KernelDiagnostics.SizeOutOfRange, layer.PlaceOf("Buckets"),
                $"Buckets of {layer.Method.Name} is 0. Give a number from {(kind == AttentionKind.Whole ? 4 : 2)} to {Limits.Text(Limits.Buckets)}, or leave it out.");
            return null;
        }

        if (buckets == 0 && !NameAllowed(layer, "attention has no weights")) return null;
        return new AttentionModel(layer.Method.Name, layer.Number("Heads"), layer.Number("HeadSize"), buckets == 0 ? "" : layer.Weights)
        {
            Kind = kind, Scaled = layer.Flag("Scaled", true), Buckets = buckets,
            MaxDistance = buckets == 0 ? 0 : layer.Has("MaxDistance") ? layer.Number("MaxDistance") : 128,
        };
    }

    private static bool HeadsGiven(LayerDeclaration layer)
    {
        foreach (var property in new[] { "Heads", "HeadSize" })
        {
            if (!layer.Has(property) || layer.Number(property) != 0) continue;
            layer.Refuse(KernelDiagnostics.SizeOutOfRange, layer.PlaceOf(property),
                $"{property} of {layer.Method.Name} is 0. Give a number from 1 to {Limits.Text(Limits.Width)}, or leave it out.");
            return false;
        }

        return true;
    }

    public static LayerModel? Stack(LayerDeclaration layer)
    {
        if (!PrecisionAllowed(layer)) return null;
        var block = layer.Data.AttributeClass?.TypeArguments.FirstOrDefault();
        if (block is null or IErrorTypeSymbol) return null;
        if (block is not INamedTypeSymbol type || !type.GetAttributes().Any(data => Vocabulary.Is(data.AttributeClass, "BlockAttribute")))
        {
            layer.Refuse(KernelDiagnostics.NotABlock, layer.Place,
                $"{layer.Method.Name} stacks {block.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}, which has no [Block]. Give a class with [Block].");
            return null;
        }

        layer.Block = type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        return new StackModel(layer.Method.Name, layer.Weights, HeaderReader.FullName(type), layer.Number("Count"));
    }

    internal static Precision PrecisionOf(LayerDeclaration layer) =>
        Pin(layer) is { } pin ? (Precision)pin.Number("Precision") : Precision.OfMode;

    internal static Placement PlacementOf(LayerDeclaration layer) =>
        Pin(layer, "PlacementAttribute") is { } pin ? (Placement)pin.Number("Placement") : Placement.OfMode;

    /// <summary>Whether a linear layer has a side to be placed on.</summary>
    internal static bool PlacementAllowed(LayerDeclaration layer)
    {
        if (Pin(layer, "PlacementAttribute") is not { } placement || PlacementOf(layer) == Placement.OfMode) return true;
        var onSpikes = layer.Method.Parameters.Length == 1 && Vocabulary.Edge(layer.Method.Parameters[0].Type) == EdgeKind.Spikes;
        if (!onSpikes && PrecisionOf(layer) != Precision.Float32) return true;
        layer.Refuse(KernelDiagnostics.PlacementWithoutEffect, placement.Place, onSpikes
            ? $"{layer.Method.Name} takes spikes, which have been on the spiking side all along. Remove [Placement]."
            : $"{layer.Method.Name} is computed in f32 in every mode, so no side of the integer modes can take it. Remove [Placement] or [Precision].");
        return false;
    }

    /// <summary>Whether neither word stands on a layer that is f32 in every mode.</summary>
    internal static bool PrecisionAllowed(LayerDeclaration layer)
    {
        if (Pin(layer, "PlacementAttribute") is { } placement)
        {
            layer.Refuse(KernelDiagnostics.PlacementWithoutEffect, placement.Place,
                $"{layer.Method.Name} is computed in f32 in every mode, so there is no side to place it on. Remove [Placement]: it belongs on [Dense], [Conv2d] and [Tied].");
            return false;
        }

        if (Pin(layer) is not { } pin) return true;
        layer.Refuse(KernelDiagnostics.PrecisionWithoutEffect, pin.Place,
            $"{layer.Method.Name} is computed in f32 in every mode. Remove [Precision]: it belongs on [Dense], [Conv2d] and [Tied].");
        return false;
    }

    internal static bool NameAllowed(LayerDeclaration layer, string reason)
    {
        if (!layer.Has("Name")) return true;
        layer.Refuse(KernelDiagnostics.NameWithoutWeights, layer.PlaceOf("Name"), $"{layer.Method.Name} has no tensors to be named: {reason}. Remove Name.");
        return false;
    }

    private static AnnotationReader? Pin(LayerDeclaration layer, string attribute = "PrecisionAttribute") =>
        layer.Method.GetAttributes().FirstOrDefault(data => Vocabulary.Is(data.AttributeClass, attribute)) is { } data
            ? new AnnotationReader(data, layer.Context.Token)
            : null;
}
