using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Kernels.Generators.Diagnostics;

/// <summary>A stretch of source text as numbers: what remains of a location after reading.</summary>
internal readonly record struct Place(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static Place Of(SyntaxNode node) => Of(node.SyntaxTree, node.Span);

    public static Place Of(SyntaxToken token) => token.SyntaxTree is { } tree ? Of(tree, token.Span) : default;

    public static Place Of(SyntaxNodeOrToken item) => item.SyntaxTree is { } tree ? Of(tree, item.Span) : default;

    /// <summary>Where a symbol is named; its first declaration when there are several.</summary>
    public static Place Of(ISymbol symbol)
    {
        foreach (var location in symbol.Locations)
            if (location.SourceTree is { } tree) return Of(tree, location.SourceSpan);
        return default;
    }

    public Location ToLocation() => Path is null ? Location.None : Location.Create(Path, Span, Lines);

    private static Place Of(SyntaxTree tree, TextSpan span) => new(tree.FilePath, span, tree.GetLineSpan(span).Span);
}
