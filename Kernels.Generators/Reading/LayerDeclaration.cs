using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Kernels.Generators.Diagnostics;
using Kernels.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernels.Generators.Reading;

/// <summary>An annotation as it is read: its arguments with their places. Half-typed arguments read as absent.</summary>
internal class AnnotationReader
{
    private readonly AttributeSyntax? _syntax;

    public AnnotationReader(AttributeData data, CancellationToken token)
    {
        Data = data;
        _syntax = data.ApplicationSyntaxReference?.GetSyntax(token) as AttributeSyntax;
        var arguments = data.ConstructorArguments.Concat(data.NamedArguments.Select(pair => pair.Value));
        IsBroken = data.AttributeConstructor is null || arguments.Any(argument => argument.Kind == TypedConstantKind.Error);
    }

    public AttributeData Data { get; }

    /// <summary>Whether the compiler itself reports an error in the annotation.</summary>
    public bool IsBroken { get; }

    public Place Place => _syntax is null ? default : Place.Of(_syntax.Name);

    public bool Has(string property) => Find(property) is not null;

    public int Number(string property) => Find(property) is { Kind: TypedConstantKind.Primitive or TypedConstantKind.Enum, Value: int number } ? number : 0;

    public float Float(string property, float otherwise) => Find(property) is { Kind: TypedConstantKind.Primitive, Value: float number } ? number : otherwise;

    public bool Flag(string property, bool otherwise) => Find(property) is { Kind: TypedConstantKind.Primitive, Value: bool flag } ? flag : otherwise;

    public string? Text(string property) => Find(property) is { Kind: TypedConstantKind.Primitive, Value: string text } ? text : null;

    public EquatableList<int>? Numbers(string property) => Find(property) is { Kind: TypedConstantKind.Array } list && !list.Values.IsDefault
        ? list.Values.Select(item => item.Value is int number ? number : 0).ToEquatableList()
        : null;

    /// <summary>Where the argument for a property stands; the annotation itself when it is not given.</summary>
    public Place PlaceOf(string property) =>
        Places().FirstOrDefault(place => place.Property == property) is { } found ? found.Place : Place;

    public IEnumerable<PropertyPlace> Places()
    {
        if (_syntax?.ArgumentList is not { } list) yield break;
        var parameters = Data.AttributeConstructor?.Parameters ?? [];
        for (var i = 0; i < list.Arguments.Count; i++)
        {
            var argument = list.Arguments[i];
            var name = argument.NameEquals?.Name.Identifier.ValueText ?? argument.NameColon?.Name.Identifier.ValueText
                ?? (i < parameters.Length ? parameters[i].Name : "");
            if (name.Length > 0) yield return new(char.ToUpperInvariant(name[0]) + name.Substring(1), Place.Of(argument.Expression));
        }
    }

    private TypedConstant? Find(string property)
    {
        foreach (var pair in Data.NamedArguments)
            if (pair.Key == property) return pair.Value;
        var parameters = Data.AttributeConstructor?.Parameters ?? [];
        for (var i = 0; i < parameters.Length && i < Data.ConstructorArguments.Length; i++)
            if (string.Equals(parameters[i].Name, property, StringComparison.OrdinalIgnoreCase)) return Data.ConstructorArguments[i];
        return null;
    }
}

/// <summary>An annotated method as it is read.</summary>
internal sealed class LayerDeclaration(AttributeData data, IMethodSymbol method, DefinitionContext context)
    : AnnotationReader(data, context.Token)
{
    public IMethodSymbol Method { get; } = method;

    public DefinitionContext Context { get; } = context;

    /// <summary>The block's class as code names it; set when a stack is read.</summary>
    public string? Block { get; set; }

    /// <summary>The prefix of the layer's tensors.</summary>
    public string Weights => Has("Name") ? Text("Name") ?? "" : Method.Name;

    public void Refuse(DiagnosticDescriptor rule, Place place, string message) => Context.Diagnostics.Add(rule, place, message);
}

/// <summary>What every part of reading one class shares.</summary>
internal sealed record DefinitionContext(
    INamedTypeSymbol Type, GraphKind Kind, Compilation Compilation, IReadOnlyList<IMethodSymbol> LayerMethods, DiagnosticList Diagnostics,
    CancellationToken Token);
