using System.Globalization;
using Kernels.Generators;
using Kernels.Model;
using Kernels.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace Kernels.Compiler.Compiling;

/// <summary>From the source of a network class to an assembly in memory.</summary>
internal static class SourceCompiler
{
    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.CSharp13, DocumentationMode.None);

    /// <summary>Runs the generator and the compiler.</summary>
    /// <param name="source">The class.</param>
    /// <param name="isa">The only register width to generate kernels for.</param>
    /// <param name="name">The name of the assembly.</param>
    /// <exception cref="ModelFormatException">The generator refuses the network, such as one beyond its limits.</exception>
    public static byte[] Compile(ModelSource source, Isa isa, string name)
    {
        // A second core gets the part of Roslyn ready that writes assemblies while this one generates; most of a first
        // compilation is the JIT compiler at work on Roslyn.
        EmitWarmUp.Start();
        var tree = CSharpSyntaxTree.ParseText(source.Text, s_parse, source.ClassName + ".cs");
        var driver = CSharpGeneratorDriver.Create(
            [new NetworkGenerator().AsSourceGenerator()], parseOptions: s_parse, optionsProvider: new OneIsaOptions(isa));
        driver.RunGeneratorsAndUpdateCompilation(Create(name, tree), out var compilation, out var reported);
        Check(source, reported);
        return Emit(compilation, diagnostics => Check(source, diagnostics));
    }

    /// <summary>A compilation with the few references that generated code needs.</summary>
    internal static CSharpCompilation Create(string name, SyntaxTree tree) => CSharpCompilation.Create(
        name, [tree], References.All,
        new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, deterministic: true,
            nullableContextOptions: NullableContextOptions.Enable));

    internal static byte[] Emit(Compilation compilation, Action<IEnumerable<Diagnostic>> check)
    {
        using var image = new MemoryStream();
        check(compilation.Emit(image, options: new EmitOptions(metadataOnly: false)).Diagnostics);
        return image.ToArray();
    }

    private static void Check(ModelSource source, IEnumerable<Diagnostic> diagnostics)
    {
        if (diagnostics.FirstOrDefault(item => item.Severity == DiagnosticSeverity.Error || item.Id is "CS8784" or "CS8785") is { } error)
            throw new ModelFormatException(source.ClassName, Messages.CannotCompile(error.Id, error.GetMessage(CultureInfo.InvariantCulture)));
    }
}
