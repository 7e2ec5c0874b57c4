namespace Kernels.Package.Tests;

/// <summary>What the package page, the template and the sample show is one and the same code.</summary>
public class SourceTests
{
    private static readonly string[] s_template = ["nuget", "Kernels.Templates", "content", "kernels-net"];

    [Fact]
    public void The_page_of_Kernels_shows_the_sample() => Assert.Contains(
        "```csharp\n" + Repository.Read("samples", "Digits", "Digits.cs") + "```", Repository.Read("nuget", "Kernels", "README.md"));

    [Theory]
    [InlineData("Digits.cs")]
    [InlineData("Strokes.cs")]
    [InlineData("Program.cs")]
    public void The_template_is_the_sample(string file) => Assert.Equal(
        Repository.Read("samples", "Digits", file).Replace("namespace Demo;", "namespace KernelsNet;").Replace("using Demo;\n", ""),
        Repository.Read([.. s_template, "KernelsNet.App", file]).Replace("using KernelsNet;\n", ""));

    [Fact]
    public void The_template_uses_the_versions_of_the_house()
    {
        var house = Repository.Read("Directory.Packages.props");
        foreach (var line in Repository.Read([.. s_template, "Directory.Packages.props"]).Split('\n').Where(line => line.Contains("<PackageVersion")))
            if (!line.Contains("KERNELS_VERSION")) Assert.Contains(line.Trim(), house);
    }
}
