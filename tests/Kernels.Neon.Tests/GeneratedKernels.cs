using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.Loader;
using Kernels.Generators;
using Kernels.Generators.Emitting;
using Kernels.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Kernels.Neon.Tests;

internal unsafe delegate long RunKernel(int kernel, nint* arguments);

/// <summary>A project with the definitions as the generator completes it, compiled and loaded into this process.</summary>
internal sealed class GeneratedKernels
{
    private GeneratedKernels(IReadOnlyList<KernelKey> keys, IReadOnlyDictionary<string, string> files, string entries, RunKernel run)
    {
        Keys = keys;
        Files = files;
        Entries = entries;
        Run = run;
    }

    /// <summary>The kernels of all plans; the index of one is its number.</summary>
    public IReadOnlyList<KernelKey> Keys { get; }

    /// <summary>The generated 128-bit files, by name.</summary>
    public IReadOnlyDictionary<string, string> Files { get; }

    /// <summary>The table of entries, compiled with the kernels on both sides.</summary>
    public string Entries { get; }

    /// <summary>Runs the 128-bit variant of a kernel in this process.</summary>
    public RunKernel Run { get; }

    /// <summary>Runs the generator as a build does that asks for this register width only.</summary>
    public static GeneratedKernels Make()
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        var compilation = CSharpCompilation.Create(
            "NeonKernels",
            Definitions.All.Prepend("global using System;").Select(text => CSharpSyntaxTree.ParseText(text, options)),
            References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, optimizationLevel: OptimizationLevel.Release,
                nullableContextOptions: NullableContextOptions.Enable));
        var driver = CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: options, optionsProvider: new OnlyVector128())
            .RunGeneratorsAndUpdateCompilation(compilation, out var completed, out var reported);
        Assert.Empty(reported);
        var files = driver.GetRunResult().Results[0].GeneratedSources
            .Where(source => source.HintName.EndsWith(".128.g.cs", StringComparison.Ordinal))
            .ToDictionary(source => source.HintName, source => source.SourceText.ToString());
        var names = files.Keys.Select(file => file[..^".128.g.cs".Length]).Order(StringComparer.Ordinal).ToArray();
        var entries = EntryTable.Write(names);
        var project = Load(completed.AddSyntaxTrees(CSharpSyntaxTree.ParseText(entries, options)));
        var keys = KeysOf(project);
        Assert.Equal(names, keys.Select(key => key.Name));
        return new(keys, files, entries, project.GetType("Kernels.Neon.Entries", throwOnError: true)!.GetMethod("Run")!.CreateDelegate<RunKernel>());
    }

    /// <summary>The kernels that the generated plans name.</summary>
    private static List<KernelKey> KeysOf(Assembly project) =>
        [.. project.GetTypes().Where(type => Of(type, "Plan") is Plan)
            .SelectMany(type => KernelSet.Of((Plan)Of(type, "Plan")!, ((NetworkModel)Of(type, "Model")!).Graph.Formats)).Distinct().OrderBy(key => key.Name, StringComparer.Ordinal)];

    private static object? Of(Type type, string property) => type.GetProperty(property, BindingFlags.Public | BindingFlags.Static)?.GetValue(null);

    private static Assembly Load(Compilation compilation)
    {
        using var stream = new MemoryStream();
        var emitted = compilation.Emit(stream);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        stream.Position = 0;
        return new AssemblyLoadContext("NeonKernels", isCollectible: false).LoadFromStream(stream);
    }

    private static ImmutableArray<MetadataReference> References()
    {
        var paths = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        return [.. paths.Where(IsForUsers).Select(path => MetadataReference.CreateFromFile(path))];
    }

    private static bool IsForUsers(string path) => Path.GetFileNameWithoutExtension(path) is var name
        && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard" or "mscorlib" or "Kernels.Abstractions" or "Kernels.Runtime");

    private sealed class OnlyVector128 : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Properties();

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Properties : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
            {
                value = key == "build_property.KernelsIsa" ? "128" : null;
                return value is not null;
            }
        }
    }
}
