using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Kernels.Generators.Tests;

/// <summary>Compiles sources in memory with the generator, as a project that references the package would.</summary>
public static class GeneratorHarness
{
    /// <summary>What such a project has before any line of its own.</summary>
    private const string ImplicitUsings = "global using System; global using System.Collections.Generic; global using System.Linq;";

    private static readonly ImmutableArray<MetadataReference> s_references = References();

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Preview);

    /// <summary>The runtime, Kernels.Abstractions and Kernels.Runtime.</summary>
    public static ImmutableArray<MetadataReference> PlatformReferences => s_references;

    public static CSharpCompilation Compile(params string[] sources) => Compile("UserProject", [], sources);

    public static CSharpCompilation Compile(string assembly, IEnumerable<MetadataReference> references, params string[] sources) => CSharpCompilation.Create(
        assembly,
        sources.Select((source, i) => Parse(source, i == 0 ? "P.cs" : $"P{i}.cs")).Prepend(Parse(ImplicitUsings, "Usings.cs")),
        s_references.Concat(references),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    public static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, ParseOptions, path);

    /// <summary>A driver whose runs can be asked what each step did.</summary>
    public static GeneratorDriver Driver(params (string Property, string Value)[] properties) => CSharpGeneratorDriver.Create(
        [new NetworkGenerator().AsSourceGenerator()],
        parseOptions: ParseOptions,
        optionsProvider: new BuildProperties(properties),
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>Runs the generator over sources.</summary>
    public static GeneratedProject Run(params string[] sources) => Run(Compile(sources));

    /// <summary>Runs the generator for the smallest of register widths: a quarter of the text, where kernels are not the matter.</summary>
    public static GeneratedProject RunScalar(params string[] sources) => Run(Compile(sources), ("KernelsIsa", "scalar"));

    /// <summary>Runs the generator over a project.</summary>
    public static GeneratedProject Run(Compilation compilation, params (string Property, string Value)[] properties)
    {
        var driver = Driver(properties).RunGeneratorsAndUpdateCompilation(compilation, out var updated, out _);
        return new(updated, driver.GetRunResult().Results[0]);
    }

    private static ImmutableArray<MetadataReference> References()
    {
        var paths = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        return [.. paths.Where(IsForUsers).Select(path => MetadataReference.CreateFromFile(path))];
    }

    private static bool IsForUsers(string path) => Path.GetFileNameWithoutExtension(path) is var name
        && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard" or "mscorlib" or "Kernels.Abstractions" or "Kernels.Runtime" or "Kernels.Chip" or "Kernels.Models" or "Kernels.Models.Data.Novels" or "Microsoft.Extensions.AI.Abstractions" or "Kernels.Compiler" or "Kernels.Extensions.AI" or "Kernels.Testing" or "FsCheck" or "FSharp.Core");

    private sealed class BuildProperties((string Property, string Value)[] properties) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(properties);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Values((string Property, string Value)[] properties) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, out string value)
            {
                value = properties.FirstOrDefault(pair => "build_property." + pair.Property == key).Value;
                return value is not null;
            }
        }
    }
}

/// <summary>A project after a run of the generator.</summary>
public sealed class GeneratedProject(Compilation compilation, GeneratorRunResult result)
{
    public Compilation Compilation { get; } = compilation;

    public GeneratorRunResult Result { get; } = result;

    /// <summary>What the generator reported, in the order of the source.</summary>
    public IReadOnlyList<Diagnostic> Reported => [.. Result.Diagnostics.OrderBy(item => item.Location.SourceSpan.Start).ThenBy(item => item.Id, StringComparer.Ordinal)];

    /// <summary>Errors and warnings of the compiler over user's and generated sources.</summary>
    public IReadOnlyList<Diagnostic> Compiled => [.. Compilation.GetDiagnostics().Where(item => item.Severity >= DiagnosticSeverity.Warning)];

    /// <summary>A generated file by its name.</summary>
    public string Source(string hintName) => Result.GeneratedSources.Single(source => source.HintName == hintName).SourceText.ToString();

    public IEnumerable<string> HintNames => Result.GeneratedSources.Select(source => source.HintName);

    /// <summary>The project as bytes; fails on any error.</summary>
    public byte[] Emit()
    {
        using var stream = new MemoryStream();
        var emitted = Compilation.Emit(stream);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        return stream.ToArray();
    }

    /// <summary>The project loaded into a context that can be collected.</summary>
    public Assembly Load() => new AssemblyLoadContext("UserProject", isCollectible: true).LoadFromStream(new MemoryStream(Emit()));

    /// <summary>No exception, no diagnostic of the generator, no warning of the compiler.</summary>
    public GeneratedProject AssertClean()
    {
        Assert.Null(Result.Exception);
        Assert.Empty(Result.Diagnostics);
        Assert.Empty(Compiled);
        return this;
    }
}
