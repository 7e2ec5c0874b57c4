using System.Linq;
using Kernels.Generators.Diagnostics;
using Kernels.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernels.Generators.Reading;

/// <summary>Annotated method to layer and signature.</summary>
internal static class SignatureReader
{
    private static readonly SymbolDisplayFormat s_type =
        SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat s_parameter = s_type.WithParameterOptions(
        SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName
        | SymbolDisplayParameterOptions.IncludeModifiers);

    public static (DeclaredLayer Declared, LayerPlaces Places) Read(IMethodSymbol method, DefinitionContext context)
    {
        var annotations = method.GetAttributes().Where(data => Vocabulary.IsLayerAttribute(data.AttributeClass)).ToList();
        var layer = new LayerDeclaration(annotations[0], method, context);
        var places = new LayerPlaces(Place.Of(method), layer.Place, layer.Places().ToEquatableList());
        var kind = Vocabulary.Layer(annotations[0].AttributeClass!);
        if (annotations.Count > 1)
            layer.Refuse(KernelDiagnostics.SeveralAnnotations, new AnnotationReader(annotations[1], context.Token).Place,
                $"{method.Name} is annotated as two layers. Keep one annotation; write a second method for the other layer.");
        else if (kind is null)
            layer.Refuse(KernelDiagnostics.UnknownLayer, layer.Place,
                $"{method.Name} is annotated with {annotations[0].AttributeClass!.Name}, which is no layer that this version can generate. Use the annotations of the namespace Kernels.");

        var declaration = method.DeclaringSyntaxReferences.Select(part => part.GetSyntax(context.Token)).OfType<MethodDeclarationSyntax>().FirstOrDefault();
        var canImplement = declaration is not null && CheckForm(layer, declaration);
        var fits = kind is not null && CheckTypes(layer, kind);
        var model = fits && canImplement && !method.IsStatic && annotations.Count == 1 && !layer.IsBroken ? kind!.Read(layer) : null;
        var declared = new DeclaredLayer(
            canImplement ? Signature(method, declaration!) : null,
            method.Parameters.Length > 0 ? HeaderReader.Escape(method.Parameters[0].Name) : "", layer.Block, model);
        return (declared, places);
    }

    private static bool CheckForm(LayerDeclaration layer, MethodDeclarationSyntax declaration)
    {
        var (method, place) = (layer.Method, Place.Of(layer.Method));
        if (!declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
            layer.Refuse(KernelDiagnostics.LayerNotPartial, place,
                $"{method.Name} is a layer, whose body is generated. Write: private partial Tensor {method.Name}(Tensor x);");
        else if (declaration.Body is not null || declaration.ExpressionBody is not null || method.PartialImplementationPart is not null)
            layer.Refuse(KernelDiagnostics.LayerHasBody, place,
                $"{method.Name} is a layer and has a body, but the generator writes it. Remove the body, or the annotation.");
        else if (method.IsStatic || method.IsGenericMethod || method.IsExtern || method.IsAbstract)
        {
            layer.Refuse(KernelDiagnostics.LayerModifiers, place,
                $"{method.Name} must be an ordinary instance method: it has weights of its own. Write: private partial Tensor {method.Name}(Tensor x);");

            // Type parameters may carry constraints, which the other part would have to repeat.
            return !method.IsGenericMethod && !method.IsExtern && !method.IsAbstract;
        }
        else return true;

        return false;
    }

    private static bool CheckTypes(LayerDeclaration layer, LayerKind kind)
    {
        var method = layer.Method;
        var hasError = method.ReturnType.TypeKind == TypeKind.Error || method.Parameters.Any(parameter => parameter.Type.TypeKind == TypeKind.Error);
        var fits = method.Parameters.Length == 1 && method.Parameters[0] is { RefKind: RefKind.None, IsParams: false } parameter
            && kind.Fits(Vocabulary.Edge(parameter.Type), Vocabulary.Edge(method.ReturnType)) && method.RefKind == RefKind.None;
        if (!fits && !hasError)
            layer.Refuse(KernelDiagnostics.LayerSignature, Place.Of(method), $"{method.Name} is a [{kind.Name}], which {Forms(kind)}. Write: {Example(method, kind)}");
        return fits;
    }

    public static string Article(EdgeKind edge) => edge is EdgeKind.Tensor or EdgeKind.Current ? "a " + edge : edge.ToString();

    private static string Forms(LayerKind kind) => $"takes {Article(kind.Takes)} and gives {Article(kind.Gives)}"
        + (kind.Also is { } also ? $", or takes {Article(also.Takes)} and gives {Article(also.Gives)}" : "");

    /// <summary>The form that the method comes near to: the second one where it names one of its types.</summary>
    private static string Example(IMethodSymbol method, LayerKind kind)
    {
        var isSecond = kind.Also is { } also
            && (Vocabulary.Edge(method.ReturnType) == also.Gives || method.Parameters.Any(parameter => Vocabulary.Edge(parameter.Type) == also.Takes));
        var (takes, gives) = isSecond ? kind.Also!.Value : (kind.Takes, kind.Gives);
        var name = takes switch { EdgeKind.Tokens => "tokens", EdgeKind.Spikes => "fired", EdgeKind.Current => "drive", _ => "x" };
        return $"private partial {gives} {method.Name}({takes} {name});";
    }

    private static string Signature(IMethodSymbol method, MethodDeclarationSyntax declaration)
    {
        // Both parts of a partial method must carry the same words.
        var modifiers = declaration.Modifiers.Where(token => !token.IsKind(SyntaxKind.AsyncKeyword)).Select(token => token.Text);
        var reference = method.RefKind switch { RefKind.Ref => "ref ", RefKind.RefReadOnly => "ref readonly ", _ => "" };
        return string.Join(" ", modifiers) + " " + reference + method.ReturnType.ToDisplayString(s_type) + " " + HeaderReader.Escape(method.Name)
            + "(" + string.Join(", ", method.Parameters.Select(parameter => parameter.ToDisplayString(s_parameter))) + ")";
    }
}
