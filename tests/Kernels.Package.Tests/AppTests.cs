using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kernels.Package.Tests;

/// <summary>The app made from the template does what it should, with nothing but the packages.</summary>
public class AppTests(PackedApp app) : IClassFixture<PackedApp>
{
    private static readonly string[] s_ids =
        ["Kernels", "Kernels.Abstractions", "Kernels.Models", "Kernels.Models.Data.Novels", "Kernels.Models.Data.Phrases", "Kernels.Compiler", "Kernels.Chip", "Kernels.Extensions.AI", "Kernels.Testing", "Kernels.Benchmarks", "Kernels.Templates", "Kernels.Cli"];

    [Fact]
    public void The_app_builds_without_warnings_of_ours_and_without_unsafe_code()
    {
        Assert.DoesNotContain("KRN", app.BuildOutput);
        Assert.DoesNotContain("warning CS", app.BuildOutput);
        var projects = Directory.GetFiles(app.App, "*.*proj", SearchOption.AllDirectories).Concat(Directory.GetFiles(app.App, "*.props"));
        Assert.All(projects, project => Assert.DoesNotContain("Unsafe", File.ReadAllText(project)));
    }

    [Fact]
    public void The_app_runs() => Assert.Contains("10 of 10 pictures read right", Tool.Run(app.App, "dotnet", app.Assembly("Trial.App")).Succeeds().Output);

    [Fact]
    public void Its_tests_run() => Assert.Matches(@"Total: 3, Errors: 0, Failed: 0, Skipped: 0", Tool.Run(app.App, "dotnet", app.Assembly("Trial.Tests")).Succeeds().Output);

    [Fact]
    public void Its_benchmarks_run_on_every_width()
    {
        var output = Tool.Run(app.App, "dotnet", app.Assembly("Trial.Bench"), "--dry").Succeeds().Output;
        foreach (var isa in Widths())
            foreach (var mode in (string[])["dense", "int8"])
                Assert.Matches($@"\| {isa} +\| {mode} +\| +64 \|", output);
    }

    [Fact]
    public void The_generator_sees_the_property_of_the_build()
    {
        var settings = Directory.GetFiles(Path.Combine(app.App, "Trial.App", "obj"), "*.GeneratedMSBuildEditorConfig.editorconfig", SearchOption.AllDirectories);
        Assert.Contains("build_property.KernelsIsa", File.ReadAllText(Assert.Single(settings)));
    }

    [Fact]
    public void An_old_sdk_is_told_what_to_install()
    {
        var result = Tool.Run(app.App, "dotnet", "msbuild", "Trial.App/Trial.App.csproj", "-t:KernelsCheckSdk", "-p:NETCoreSdkVersion=9.0.310", "-p:Configuration=Release");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("error KRN9001: Kernels needs the .NET SDK 10.0.100 or newer", result.Output);
        Tool.Run(app.App, "dotnet", "msbuild", "Trial.App/Trial.App.csproj", "-t:KernelsCheckSdk", "-p:Configuration=Release").Succeeds();
    }

    [Fact]
    public void Every_package_can_be_shown_and_used()
    {
        foreach (var id in s_ids)
        {
            using var package = new OpenPackage(app.Package(id));
            Assert.Equal(id, package.Value("id"));
            Assert.Equal("MIT", package.Value("license"));
            Assert.Equal("README.md", package.Value("readme"));
            Assert.StartsWith($"# {id}\n", package.Text("README.md").Replace("\r", ""));
            Assert.Contains("MIT License", package.Text("LICENSE"));
            Assert.StartsWith("https://", package.Value("projectUrl"));
            Assert.False(string.IsNullOrEmpty(package.Value("tags")) || string.IsNullOrEmpty(package.Value("description")));
            Assert.DoesNotContain(package.Files, file => file.EndsWith(".pdb", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_package_Kernels_is_small_and_complete()
    {
        using var package = new OpenPackage(app.Package("Kernels"));
        Assert.True(package.Bytes <= 2 << 20, $"{package.Bytes} bytes");
        Assert.Equal(["Kernels.Abstractions"], package.Dependencies);
        foreach (var file in (string[])["lib/net10.0/Kernels.Runtime.dll", "lib/net10.0/Kernels.Runtime.xml", "analyzers/dotnet/cs/Kernels.Generators.dll",
            "analyzers/dotnet/cs/Kernels.Abstractions.dll", "buildTransitive/Kernels.targets", "buildTransitive/Kernels.props"])
            Assert.Contains(file, package.Files);
        Assert.Equal(2, package.Files.Count(file => file.StartsWith("analyzers/", StringComparison.Ordinal)));
        Assert.True(package.HasEmbeddedSymbols("lib/net10.0/Kernels.Runtime.dll"), "The symbols are missing.");
    }

    [Fact]
    public void The_package_Kernels_Compiler_carries_the_generator()
    {
        using var package = new OpenPackage(app.Package("Kernels.Compiler"));
        Assert.Contains("lib/net10.0/Kernels.Generators.dll", package.Files);
        Assert.Contains("Microsoft.CodeAnalysis.CSharp", package.Dependencies);
        Assert.DoesNotContain("Kernels.Generators", package.Dependencies);
    }

    [Theory]
    [InlineData("Kernels", "lib/net10.0/ko/Kernels.Runtime.resources.dll")]
    [InlineData("Kernels.Models", "lib/net10.0/ko/Kernels.Models.resources.dll")]
    [InlineData("Kernels.Compiler", "lib/net10.0/ko/Kernels.Compiler.resources.dll")]
    [InlineData("Kernels.Cli", "tools/net10.0/any/ko/Kernels.Runtime.resources.dll")]
    [InlineData("Kernels.Cli", "tools/net10.0/any/ko/Kernels.Models.resources.dll")]
    [InlineData("Kernels.Cli", "tools/net10.0/any/ko/Kernels.Compiler.resources.dll")]
    [InlineData("Kernels.Cli", "tools/net10.0/any/ko/Kernels.Cli.resources.dll")]
    public void Packages_carry_their_Korean_words(string id, string file)
    {
        using var package = new OpenPackage(app.Package(id));
        Assert.Contains(file, package.Files);
    }

    [Fact]
    public void The_tool_installs_and_answers()
    {
        var folder = Path.Combine(Path.GetDirectoryName(app.Feed)!, "tool");
        using var package = new OpenPackage(app.Package("Kernels.Cli"));
        Tool.Run(app.App, "dotnet", "tool", "install", "Kernels.Cli", "--tool-path", folder, "--version", package.Value("version")!).Succeeds();
        Assert.Contains("generate", Tool.Run(app.App, Path.Combine(folder, "kernels"), "--help").Succeeds().Output);
    }

    [Fact]
    public void Packing_again_gives_the_same_bytes()
    {
        var again = Path.Combine(Path.GetDirectoryName(app.Feed)!, "again");
        app.Pack(again);
        foreach (var file in Directory.GetFiles(app.Feed, "*.nupkg"))
            Assert.True(File.ReadAllBytes(file).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(again, Path.GetFileName(file)))), Path.GetFileName(file) + " differs.");
    }

    private static IEnumerable<string> Widths()
    {
        yield return "scalar";
        if (Vector128.IsHardwareAccelerated) yield return "128";
        if (Avx2.IsSupported && Fma.IsSupported) yield return "256";
        if (Vector512.IsHardwareAccelerated && Avx512BW.IsSupported) yield return "512";
    }
}
