using System.Text.RegularExpressions;
using Kernels.Generators.Diagnostics;

namespace Kernels.Generators.Tests.Diagnostics;

/// <summary>Every diagnostic has a help page, a line in the release notes, and a test that provokes it.</summary>
public sealed class DiagnosticPagesTests
{
    public static TheoryData<string> Ids => [.. KernelDiagnostics.All.Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Page(string id)
    {
        var rule = KernelDiagnostics.Of(id);
        var page = File.ReadAllText(Repository.PathOf("docs", "diagnostics", id + ".md"));

        Assert.StartsWith($"# {id}: {rule.Title}\n", page);
        Assert.Equal($"docs/diagnostics/{id}.md", rule.HelpLinkUri);
        foreach (var heading in new[] { "## Why", "## Wrong", "## Right" }) Assert.Contains($"\n{heading}\n", page);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Release_note(string id)
    {
        var rule = KernelDiagnostics.Of(id);
        var notes = Directory.GetFiles(Repository.PathOf("Kernels.Generators"), "AnalyzerReleases.*.md").SelectMany(File.ReadLines);

        Assert.Contains($"{id} | {rule.Category} | {rule.DefaultSeverity} | {rule.Title}", notes);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Test(string id)
    {
        var tests = Directory.GetFiles(Repository.PathOf("tests", "Kernels.Generators.Tests", "Diagnostics"), "*.cs").Select(File.ReadAllText);

        Assert.Contains(tests, text => text.Contains($"\"{id}\"", StringComparison.Ordinal));
    }

    [Fact]
    public void No_page_without_a_diagnostic()
    {
        var ids = KernelDiagnostics.All.Select(rule => rule.Id).ToHashSet();

        Assert.All(Directory.GetFiles(Repository.PathOf("docs", "diagnostics"), "KRN*.md"), page => Assert.Contains(Path.GetFileNameWithoutExtension(page), ids));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_examples_of_a_page_are_wrong_and_right_as_it_says(string id)
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "diagnostics", id + ".md"));
        var wrong = Code(page, "Wrong");
        var right = Code(page, "Right");
        if (wrong is null || right is null)
        {
            // What is wrong here is a setting or another assembly; the page shows it in another language.
            Assert.Contains(id, new[] { "KRN0214", "KRN0502", "KRN0503", "KRN0504", "KRN0601" });
            return;
        }

        Assert.Equal([id], GeneratorHarness.Run("using Kernels;\n" + wrong).Reported.Select(item => item.Id).Distinct());
        GeneratorHarness.RunScalar("using Kernels;\n" + right).AssertClean();
    }

    private static string? Code(string page, string heading) =>
        Regex.Match(page, $"\n## {heading}\n+```csharp\n(.*?)```", RegexOptions.Singleline) is { Success: true } match ? match.Groups[1].Value : null;
}
