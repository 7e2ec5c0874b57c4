using System.Text.RegularExpressions;
using Kernels.Generators.Tests;

namespace Kernels.House.Tests;

/// <summary>What the README shows compiles, and what it points to exists.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void Snippets_compile()
    {
        var snippets = Fence().Matches(Repository.Read("README.md")).Select(match => match.Groups[1].Value).ToArray();
        Assert.True(snippets.Length >= 3, "The README lost its snippets.");
        var definitions = snippets.Where(snippet => snippet.Contains("[Network", StringComparison.Ordinal)).ToArray();
        var uses = snippets.Except(definitions)
            .Select((snippet, i) => $"using System; using Kernels; using Kernels.Chip; using Kernels.Compiler; using Kernels.Extensions.AI; using Kernels.Models; using Kernels.Models.Data; using Microsoft.Extensions.AI; using Kernels.Testing; using Kernels.Model;\nstatic class Use{i} {{ static void Run() {{\n{snippet}\n}} }}");
        GeneratorHarness.Run([.. definitions, .. uses]).AssertClean();
    }

    [Fact]
    public void Links_lead_somewhere()
    {
        var links = Link().Matches(Repository.Read("README.md")).Select(match => match.Groups[1].Value)
            .Where(link => !link.StartsWith("http", StringComparison.Ordinal)).Select(link => link.Split('#')[0]);
        Assert.All(links, link => Assert.True(
            Path.Exists(Path.Combine(Repository.Root, link)), $"README.md links to {link}, which does not exist."));
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
