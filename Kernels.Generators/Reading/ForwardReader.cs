using System.Collections.Generic;
using System.Linq;
using Kernels.Generators.Diagnostics;
using Kernels.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernels.Generators.Reading;

/// <summary>A wiring in single-assignment form, with the place of each operation.</summary>
internal sealed record Wiring(List<OpModel> Ops, List<Place> Places, int Result);

/// <summary>Finds the wiring method of a class, judges its head, and reads its body.</summary>
internal static class ForwardReader
{
    /// <summary>The wiring method, or null when there is none that could be called.</summary>
    public static IMethodSymbol? Find(DefinitionContext context)
    {
        var (type, report) = (context.Type, context.Diagnostics);
        var marked = type.GetMembers().OfType<IMethodSymbol>()
            .Where(method => method.GetAttributes().Any(data => Vocabulary.Is(data.AttributeClass, "ForwardAttribute"))).ToList();
        if (marked.Count == 0)
            report.Add(KernelDiagnostics.NoForward, Place.Of(type), $"{type.Name} has no wiring. Mark one method: {Example(context)}");
        foreach (var extra in marked.Skip(1))
            report.Add(KernelDiagnostics.SeveralForwards, Place.Of(extra),
                $"{type.Name} has a wiring already, {marked[0].Name}. Remove [Forward] from one of them; a second wiring is a second class.");
        return marked.Count == 1 && CheckHead(marked[0], context) ? marked[0] : null;
    }

    /// <summary>The wiring, or null after an error: a reported one, or one that the compiler reports itself.</summary>
    public static Wiring? Read(IMethodSymbol forward, DefinitionContext context)
    {
        if (forward.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.Token) is not MethodDeclarationSyntax syntax) return null;
        if (syntax.Body is null && syntax.ExpressionBody is null)
        {
            context.Diagnostics.Add(KernelDiagnostics.ForwardModifiers, Place.Of(forward), $"{forward.Name} has no body. Write the wiring: {Example(context)}");
            return null;
        }

        var semantics = context.Compilation.GetSemanticModel(syntax.SyntaxTree);
        return semantics.GetOperation(syntax, context.Token) is { } body ? new WiringReader(context, forward).Read(body) : null;
    }

    private static bool CheckHead(IMethodSymbol forward, DefinitionContext context)
    {
        if (context.LayerMethods.Contains(forward, SymbolEqualityComparer.Default))
        {
            context.Diagnostics.Add(KernelDiagnostics.ForwardModifiers, Place.Of(forward),
                $"{forward.Name} is a layer and the wiring at once. Write the wiring as a method of its own: {Example(context)}");
            return false;
        }

        if (forward.IsStatic || forward.IsAsync || forward.IsGenericMethod || forward.IsAbstract || forward.IsExtern || forward.IsPartialDefinition
            || forward.MethodKind != MethodKind.Ordinary)
        {
            context.Diagnostics.Add(KernelDiagnostics.ForwardModifiers, Place.Of(forward),
                $"{forward.Name} must be an ordinary instance method with a body. Write: {Example(context)}");
            return false;
        }

        var input = forward.Parameters.Length == 1 && forward.Parameters[0].RefKind == RefKind.None ? Vocabulary.Edge(forward.Parameters[0].Type) : null;
        var isKnown = forward.Parameters.All(parameter => parameter.Type.TypeKind != TypeKind.Error) && forward.ReturnType.TypeKind != TypeKind.Error;
        var fits = forward.RefKind == RefKind.None && Vocabulary.Edge(forward.ReturnType) == EdgeKind.Tensor
            && (context.Kind == GraphKind.Block ? input == EdgeKind.Tensor : input is EdgeKind.Tensor or EdgeKind.Tokens);
        if (!fits && isKnown)
            context.Diagnostics.Add(KernelDiagnostics.ForwardSignature, Place.Of(forward),
                $"{forward.Name} must take {(context.Kind == GraphKind.Block ? "a Tensor" : "a Tensor or Tokens")} and give a Tensor. Write: {Example(context)}");
        return fits;
    }

    private static string Example(DefinitionContext context) => context.Kind == GraphKind.Block
        ? "[Forward] private Tensor Step(Tensor x) => x + Fold(Relu(Grow(x)));"
        : "[Forward] private Tensor Predict(Tensor x) => Logits(Relu(Hidden(x)));";
}
