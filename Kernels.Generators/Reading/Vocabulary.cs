using System.Collections.Generic;
using Kernels.Model;
using Microsoft.CodeAnalysis;

namespace Kernels.Generators.Reading;

/// <summary>
/// The words a definition is written in, as tables: types on edges, functions, and what each kind of layer takes and gives.
/// New kinds of edges and layers are new rows.
/// </summary>
internal static class Vocabulary
{
    public const string NetworkAttribute = "Kernels.NetworkAttribute";
    public const string BlockAttribute = "Kernels.BlockAttribute";

    /// <summary>The C# types of edges, by name within the namespace Kernels.</summary>
    private static readonly Dictionary<string, EdgeKind> s_edges = new()
    {
        ["Tensor"] = EdgeKind.Tensor,
        ["Tokens"] = EdgeKind.Tokens,
        ["Spikes"] = EdgeKind.Spikes,
        ["Current"] = EdgeKind.Current,
    };

    /// <summary>The methods of <c>Kernels.Functions</c>.</summary>
    private static readonly Dictionary<string, Function> s_functions = new()
    {
        ["Relu"] = Function.Relu,
        ["Gelu"] = Function.Gelu,
        ["GeluTanh"] = Function.GeluTanh,
        ["Silu"] = Function.Silu,
        ["Sigmoid"] = Function.Sigmoid,
        ["Tanh"] = Function.Tanh,
    };

    private static readonly Dictionary<string, LayerKind> s_layers = new()
    {
        ["DenseAttribute"] = new("Dense", EdgeKind.Tensor, EdgeKind.Tensor, LayerReader.Dense) { Also = (EdgeKind.Spikes, EdgeKind.Current) },
        ["EmbedAttribute"] = new("Embed", EdgeKind.Tokens, EdgeKind.Tensor, LayerReader.Embed),
        ["TiedAttribute"] = new("Tied", EdgeKind.Tensor, EdgeKind.Tensor, LayerReader.Tied),
        ["LayerNormAttribute"] = new("LayerNorm", EdgeKind.Tensor, EdgeKind.Tensor, LayerReader.LayerNorm),
        ["RmsNormAttribute"] = new("RmsNorm", EdgeKind.Tensor, EdgeKind.Tensor, LayerReader.RmsNorm),
        ["CausalAttentionAttribute"] = new("CausalAttention", EdgeKind.Tensor, EdgeKind.Tensor, LayerReader.CausalAttention),
        ["AttentionAttribute"] = new("Attention", EdgeKind.Tensor, EdgeKind.Tensor, LayerReader.Attention),
        ["CrossAttentionAttribute"] = new("CrossAttention", EdgeKind.Tensor, EdgeKind.Tensor, LayerReader.CrossAttention),
        ["StackAttribute"] = new("Stack", EdgeKind.Tensor, EdgeKind.Tensor, LayerReader.Stack),
        ["Conv2dAttribute"] = new("Conv2d", EdgeKind.Tensor, EdgeKind.Tensor, ImageLayerReader.Conv2d),
        ["DepthwiseConv2dAttribute"] = new("DepthwiseConv2d", EdgeKind.Tensor, EdgeKind.Tensor, ImageLayerReader.DepthwiseConv2d),
        ["MaxPool2dAttribute"] = new("MaxPool2d", EdgeKind.Tensor, EdgeKind.Tensor, ImageLayerReader.MaxPool2d),
        ["AveragePool2dAttribute"] = new("AveragePool2d", EdgeKind.Tensor, EdgeKind.Tensor, ImageLayerReader.AveragePool2d),
        ["EncodeAttribute"] = new("Encode", EdgeKind.Tensor, EdgeKind.Spikes, SpikeLayerReader.Encode),
        ["IfAttribute"] = new("If", EdgeKind.Current, EdgeKind.Spikes, SpikeLayerReader.If),
        ["LifAttribute"] = new("Lif", EdgeKind.Current, EdgeKind.Spikes, SpikeLayerReader.Lif),
        ["IntegrateAttribute"] = new("Integrate", EdgeKind.Current, EdgeKind.Tensor, SpikeLayerReader.Integrate),
    };

    /// <summary>The names of the functions, for messages.</summary>
    public static string FunctionNames { get; } = string.Join(", ", s_functions.Keys);

    public static EdgeKind? Edge(ITypeSymbol? type) =>
        type is not null && IsOurs(type) && s_edges.TryGetValue(type.Name, out var edge) ? edge : null;

    public static string CodeName(EdgeKind edge) => "global::Kernels." + edge;

    public static Function FunctionOf(IMethodSymbol method) =>
        method.ContainingType is { Name: "Functions" } type && IsOurs(type) && s_functions.TryGetValue(method.Name, out var function)
            ? function
            : Function.None;

    public static LayerKind? Layer(INamedTypeSymbol attribute) =>
        IsOurs(attribute) && s_layers.TryGetValue(attribute.Name, out var kind) ? kind : null;

    public static bool IsLayerAttribute(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
            if (type.Name == "LayerAttribute" && IsOurs(type)) return true;
        return false;
    }

    public static bool Is(INamedTypeSymbol? type, string name) => type is not null && type.Name == name && IsOurs(type);

    private static bool IsOurs(ITypeSymbol type) =>
        type.ContainingType is null && type.ContainingNamespace is { Name: "Kernels", ContainingNamespace.IsGlobalNamespace: true };
}

/// <summary>A kind of layer: its annotation's name, the types on its edges, and how its annotation is read.</summary>
internal sealed record LayerKind(string Name, EdgeKind Takes, EdgeKind Gives, System.Func<LayerDeclaration, LayerModel?> Read)
{
    /// <summary>The second form of a layer that works on spikes too.</summary>
    public (EdgeKind Takes, EdgeKind Gives)? Also { get; init; }

    /// <summary>Whether a signature has one of the forms.</summary>
    public bool Fits(EdgeKind? takes, EdgeKind? gives) => (takes == Takes && gives == Gives) || (Also is { } also && takes == also.Takes && gives == also.Gives);
}
