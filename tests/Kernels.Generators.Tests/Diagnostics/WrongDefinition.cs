using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Kernels.Generators.Tests.Diagnostics;

/// <summary>A definition with one fault, marked <c>[|like this|]</c>, and what must be said about it.</summary>
/// <param name="Id">The diagnostic.</param>
/// <param name="Message">The whole message.</param>
/// <param name="Source">The source with the mark.</param>
/// <param name="Compiler">Ids of what the compiler reports too, because C# itself forbids it.</param>
public sealed record WrongDefinition(string Id, string Message, string Source, params string[] Compiler)
{
    /// <summary>A network over 784 values with these members.</summary>
    public static string Network(string members) => $"using Kernels;\n[Network(Input = [784])]\npublic sealed partial class Net\n{{\n{members}\n}}\n";

    /// <summary>A network with a wiring over the layers Hidden (128 values), Logits (10) and Grow (3 x).</summary>
    public static string Wiring(string forward) => Network(
        "[Dense(128)] private partial Tensor Hidden(Tensor x);\n[Dense(10)] private partial Tensor Logits(Tensor x);\n" + forward);

    /// <summary>A network with one layer in use; the mark is in the layer.</summary>
    public static string Layer(string layer) => Network(layer + "\n[Forward] private Tensor Run(Tensor x) => L(x);");

    /// <summary>A block with these members, and a network that stacks it at a width.</summary>
    public static string Block(string members, string stack = "[Stack<Piece>(2)]") =>
        $"using Kernels;\n[Block]\npublic sealed partial class Piece\n{{\n{members}\n}}\n"
        + $"[Network(Input = [784])]\npublic sealed partial class Net\n{{\n{stack} private partial Tensor Pieces(Tensor x);\n[Forward] private Tensor Run(Tensor x) => Pieces(x);\n}}\n";

    /// <summary>Runs the generator and compares what it says.</summary>
    public void Check(params MetadataReference[] references)
    {
        var start = Source.IndexOf("[|", StringComparison.Ordinal);
        var end = Source.IndexOf("|]", StringComparison.Ordinal) - 2;
        Assert.True(start >= 0 && end >= start && Source.Count(c => c == '|') == 2, "The source has one mark.");
        var source = Source.Replace("[|", "").Replace("|]", "");

        var project = GeneratorHarness.Run(GeneratorHarness.Compile("UserProject", references, source));

        Assert.Null(project.Result.Exception);
        var diagnostic = Assert.Single(project.Reported);
        Assert.Equal((Id, Message), (diagnostic.Id, diagnostic.GetMessage()));
        Assert.Equal(source[start..end], source.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length));
        Assert.Equal(TextSpan.FromBounds(start, end), diagnostic.Location.SourceSpan);
        Assert.Equal("P.cs", diagnostic.Location.GetLineSpan().Path);
        Assert.Equal(SourceText.From(source).Lines.GetLinePosition(start), diagnostic.Location.GetLineSpan().StartLinePosition);

        // One mistake gives one message: no layer is reported for want of a body, and no generated text is wrong.
        Assert.Equal(Compiler.Order(), project.Compiled.Select(item => item.Id).Distinct().Order());
    }
}
