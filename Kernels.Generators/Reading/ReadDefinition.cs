using Kernels.Generators.Diagnostics;
using Kernels.Model;

namespace Kernels.Generators.Reading;

/// <summary>A class as read: everything later steps need, and no Roslyn object.</summary>
/// <param name="Declared">What annotations and signatures say; also present for a class with errors.</param>
/// <param name="Graph">The definition as a model, or null when it could not be read.</param>
/// <param name="Places">Where the parts stand; apart from the model, so that moved text changes nothing else.</param>
/// <param name="Diagnostics">What is wrong.</param>
internal sealed record ReadDefinition(
    DeclaredDefinition Declared, GraphModel? Graph, DefinitionPlaces Places, EquatableList<DiagnosticInfo> Diagnostics);

/// <summary>A class as its annotations and signatures say, for the bodies of its layer methods.</summary>
/// <param name="Header">How to write a part of the class.</param>
/// <param name="FullName">The class with its namespace and outer classes, joined by dots.</param>
/// <param name="Kind">Network or block.</param>
/// <param name="CanExtend">Whether the class can take further parts at all.</param>
/// <param name="CanConstruct">Whether the generated constructor can be written.</param>
/// <param name="Forward">The wiring, or null when there is no usable one.</param>
/// <param name="Layers">The annotated methods.</param>
internal sealed record DeclaredDefinition(
    TypeHeader Header, string FullName, GraphKind Kind, bool CanExtend, bool CanConstruct, ForwardSignature? Forward,
    EquatableList<DeclaredLayer> Layers)
{
    /// <summary>The image that an input row is, or null.</summary>
    public ImageShape? Image { get; init; }
}

/// <summary>The wiring method.</summary>
/// <param name="Name">As written in code.</param>
/// <param name="Input">What it takes.</param>
internal sealed record ForwardSignature(string Name, EdgeKind Input);

/// <summary>An annotated method.</summary>
/// <param name="Signature">The head of the implementing part, as in <c>private partial global::Kernels.Tensor Hidden(global::Kernels.Tensor x)</c>; null when a body cannot be given.</param>
/// <param name="Parameter">The parameter's name as written in code.</param>
/// <param name="Block">For a stack: the block's class as code names it.</param>
/// <param name="Model">The layer, or null when it has errors.</param>
internal sealed record DeclaredLayer(string? Signature, string Parameter, string? Block, LayerModel? Model);

/// <summary>Where the parts of a definition stand.</summary>
/// <param name="Class">The class's name.</param>
/// <param name="Forward">The wiring method's name.</param>
/// <param name="Layers">Per layer.</param>
/// <param name="Ops">Per operation: the called name or the operator.</param>
/// <param name="Properties">The arguments of the class's annotation.</param>
internal sealed record DefinitionPlaces(
    Place Class, Place Forward, EquatableList<LayerPlaces> Layers, EquatableList<Place> Ops, EquatableList<PropertyPlace> Properties);

/// <summary>Where a layer stands.</summary>
/// <param name="Method">The method's name.</param>
/// <param name="Annotation">The annotation.</param>
/// <param name="Properties">The annotation's arguments.</param>
internal sealed record LayerPlaces(Place Method, Place Annotation, EquatableList<PropertyPlace> Properties);

/// <summary>Where an argument of an annotation stands.</summary>
internal sealed record PropertyPlace(string Property, Place Place);
