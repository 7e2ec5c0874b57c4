using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;
using Kernels.Generators.Diagnostics;
using Kernels.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernels.Generators.Reading;

/// <summary>Class to header: names, outer types, and whether a part and a constructor can be added at all.</summary>
internal static class HeaderReader
{
    /// <summary>Members that the generated part has and that cannot stand beside a member of the same name.</summary>
    private static readonly HashSet<string> s_reserved = ["Define", "Model", "Plan", "Load", "Share", "Execute", "__scope"];

    /// <summary>What a network has besides, generated or from its base class, and what a method cannot share its name with either.</summary>
    private static readonly HashSet<string> s_reservedInNetworks =
    [
        "Model", "Plan", "Program", "Context", "Position", "Vocabulary", "Append", "AppendAll", "CopyFrom", "CopySequence", "Mode", "Isa", "Threads", "WeightBytes", "WeightTraffic", "WatchInputs", "InstanceBytes",
        "Rows", "FirstRow", "ChunkPosition", "Layer", "SequencePosition", "Capacity", "Quantized", "RowScales", "Images", "ImageScales", "MemoryRows", "SetMemory", "Keys", "Values", "PositionBias", "Remember", "RoundedCache", "RunChain", "PlanOfInstance",
    ];

    public static TypeHeader Read(INamedTypeSymbol type)
    {
        var outer = new List<string>();
        for (var parent = type.ContainingType; parent is not null; parent = parent.ContainingType) outer.Insert(0, Declaration(parent));
        var space = type.ContainingNamespace is { IsGlobalNamespace: false } name ? Code(name).Replace("global::", "") : "";
        return new(space, outer.ToEquatableList(), Declaration(type), Escape(type.Name), Code(type),
            SyntaxFacts.GetText(type.DeclaredAccessibility), HintName(type));
    }

    /// <summary>The class with its namespace and outer classes, joined by dots.</summary>
    public static string FullName(INamedTypeSymbol type) => string.Join(".", Parts(type).Select(part => part.Name));

    /// <summary>Reports what keeps the class from being extended; gives whether parts, and a constructor, can be added.</summary>
    public static (bool CanExtend, bool CanConstruct) Check(DefinitionContext context)
    {
        var (type, report, place) = (context.Type, context.Diagnostics, Place.Of(context.Type));
        var canExtend = Require(IsPartial(type, context.Token), KernelDiagnostics.NotPartial, place,
            $"{type.Name} is not partial, so nothing can be generated for it. Write: partial class {type.Name}.", report);
        for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
            canExtend &= Require(IsPartial(outer, context.Token), KernelDiagnostics.OuterNotPartial, Place.Of(outer),
                $"{outer.Name} holds {type.Name} and is not partial, so nothing can be generated inside it. Write: partial {Keyword(outer)} {outer.Name}.", report);
        canExtend &= Require(!type.IsFileLocal && !Outers(type).Any(outer => outer.IsFileLocal), KernelDiagnostics.NotAnOrdinaryClass, place,
            $"{type.Name} is seen in its file only, and the generated part lies in another. Remove the word file.", report);
        canExtend &= Require(!type.IsStatic && !Outers(type).Any(outer => outer.TypeKind == TypeKind.Interface), KernelDiagnostics.NotAnOrdinaryClass, place,
            $"{type.Name} must have instances, in a class or struct or at the top. Remove the word static, or move it out of the interface.", report);

        var canConstruct = Require(!type.IsAbstract || type.IsStatic, KernelDiagnostics.NotAnOrdinaryClass, place,
            $"{type.Name} is abstract, so it could never be loaded. Remove the word abstract.", report);
        canConstruct &= Require(!type.IsRecord, KernelDiagnostics.NotAnOrdinaryClass, place,
            $"{type.Name} is a record; weights do not compare by value. Write: partial class {type.Name}.", report);
        canConstruct &= Require(!type.IsGenericType && !Outers(type).Any(outer => outer.IsGenericType), KernelDiagnostics.Generic, place,
            $"{type.Name} has type parameters, but sizes are numbers known at build time. Remove them; blocks take their width from where they are used.", report);
        canConstruct &= Require(type.BaseType is null or { SpecialType: SpecialType.System_Object } || type.BaseType.TypeKind == TypeKind.Error || type.IsRecord,
            KernelDiagnostics.BaseClass, place,
            $"{type.Name} derives from {type.BaseType?.Name}, but the generated part gives it its base class. Remove the base class.", report);
        return (canExtend, canConstruct & CheckMembers(context));
    }

    private static bool CheckMembers(DefinitionContext context)
    {
        var (type, sound) = (context.Type, true);
        foreach (var member in type.GetMembers())
        {
            if (member is IMethodSymbol { MethodKind: MethodKind.Constructor, IsImplicitlyDeclared: false } && !type.IsRecord)
                sound &= Require(false, KernelDiagnostics.Constructor, Place.Of(member),
                    $"{type.Name} declares a constructor, but the generator writes them. Remove it: weights come through Load, sizes through annotations.", context.Diagnostics);
            if (member is { IsStatic: false, IsImplicitlyDeclared: false } && IsState(member))
                Require(false, KernelDiagnostics.State, Place.Of(member),
                    $"{member.Name} is state that the generated kernels would not see. Remove it, or make it static.", context.Diagnostics);
            if ((s_reserved.Contains(member.Name) && (member is not IMethodSymbol || member.Name == "__scope"))
                || (context.Kind == GraphKind.Network && s_reservedInNetworks.Contains(member.Name)))
                Require(false, KernelDiagnostics.ReservedName, Place.Of(member),
                    $"The generated part has a member called {member.Name}. Rename this one.", context.Diagnostics);
        }

        return sound;
    }

    private static bool IsState(ISymbol member) => member switch
    {
        IFieldSymbol => true,
        IEventSymbol { IsAbstract: false, AddMethod.IsImplicitlyDeclared: true } => true,
        IPropertySymbol property => property.ContainingType.GetMembers().OfType<IFieldSymbol>()
            .Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property)),
        _ => false,
    };

    private static bool Require(bool holds, DiagnosticDescriptor rule, Place place, string message, DiagnosticList report)
    {
        if (!holds) report.Add(rule, place, message);
        return holds;
    }

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken token) =>
        type.DeclaringSyntaxReferences.All(part => part.GetSyntax(token) is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static IEnumerable<INamedTypeSymbol> Outers(INamedTypeSymbol type)
    {
        for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType) yield return outer;
    }

    private static IEnumerable<ISymbol> Parts(INamedTypeSymbol type)
    {
        var parts = new List<ISymbol>();
        for (ISymbol? symbol = type; symbol is not null and not INamespaceSymbol { IsGlobalNamespace: true }; symbol = symbol.ContainingSymbol)
            if (symbol is INamedTypeSymbol or INamespaceSymbol) parts.Insert(0, symbol);
        return parts;
    }

    private static string Declaration(INamedTypeSymbol type)
    {
        var parameters = type.TypeParameters.Select(parameter =>
            parameter.Variance switch { VarianceKind.In => "in ", VarianceKind.Out => "out ", _ => "" } + Escape(parameter.Name));
        return "partial " + Keyword(type) + " " + Escape(type.Name) + (type.Arity > 0 ? "<" + string.Join(", ", parameters) + ">" : "");
    }

    private static string Keyword(INamedTypeSymbol type) => (type.IsRecord, type.TypeKind) switch
    {
        (true, TypeKind.Struct) => "record struct",
        (true, _) => "record",
        (_, TypeKind.Struct) => "struct",
        (_, TypeKind.Interface) => "interface",
        _ => "class",
    };

    // File names allow less than identifiers do, and on some disks "a" and "A" are one file.
    private static string HintName(INamedTypeSymbol type)
    {
        var name = new StringBuilder();
        foreach (var part in Parts(type))
        {
            if (name.Length > 0) name.Append('.');
            foreach (var c in part.Name)
            {
                if (char.IsLetterOrDigit(c) || c == '_') name.Append(c);
                else name.Append('(').Append(((int)c).ToString("X4", CultureInfo.InvariantCulture)).Append(')');
            }

            if (part is INamedTypeSymbol { Arity: > 0 and var arity }) name.Append('`').Append(arity.ToString(CultureInfo.InvariantCulture));
        }

        return name.ToString();
    }

    public static string Code(ISymbol symbol) => symbol.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;
}
