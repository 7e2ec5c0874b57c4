using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Reason = Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace Kernels.Generators.Tests.Pipeline;

/// <summary>Which edits run which steps again. What is not in a list here must be cached.</summary>
public sealed class IncrementalityTests
{
    private const string Other = "namespace Demo; public static class Other { public static int One => 1; }";

    private static readonly string[] s_sources = [Samples.Digits, Samples.Gpt2Block, Samples.Gpt2, Other];

    [Fact]
    public void An_edit_elsewhere_runs_nothing_again() => AssertQuiet(Edit(3, text => text.Replace("One", "Two")));

    [Fact]
    public void A_file_added_runs_nothing_again() =>
        AssertQuiet(Run(project => project.AddSyntaxTrees(GeneratorHarness.Parse("public class More;", "More.cs"))));

    [Fact]
    public void A_reference_removed_runs_nothing_again() =>
        AssertQuiet(Run(project => project.RemoveReferences(project.References.First(reference => reference.Display!.EndsWith("System.Net.Http.dll", StringComparison.Ordinal)))));

    [Theory]
    [InlineData("[Forward]", "// the wiring\n    [Forward]")]
    [InlineData("[Network", "\n\n[Network")]
    [InlineData("Logits(Relu", "Logits(/* most of the time */ Relu")]
    [InlineData("[Forward]", "private const int Seen = 3;\n    [Forward]")]
    public void What_only_moves_text_ends_at_inference(string from, string to)
    {
        var edit = Edit(0, text => text.Replace(from, to));

        Assert.Contains(Reason.Modified, edit.Reasons(StepNames.Read));
        Assert.Contains(Reason.Unchanged, edit.Reasons(StepNames.Infer));
        AssertSilentAfterInference(edit);
    }

    [Fact]
    public void A_local_renamed_runs_nothing_again()
    {
        const string block = "{ var a = Hidden(pixels); return Logits(Relu(a)); }";
        var edit = Run(
            [Samples.Digits.Replace("=> Logits(Relu(Hidden(pixels)));", block), Other],
            project => Replace(project, "P.cs", text => text.Replace(block, block.Replace("var a", "var b").Replace("(a)", "(b)"))));

        AssertQuiet(edit);
    }

    [Fact]
    public void A_size_changed_writes_one_network_again()
    {
        var edit = Edit(0, text => text.Replace("Dense(10)", "Dense(11)"));

        Assert.Equal([Reason.Modified, Reason.Cached], edit.Reasons(StepNames.Linked));
        Assert.Equal(["Demo.Digits.Definition.g.cs", "Demo.Digits.g.cs"], edit.Rewritten.Where(name => name.StartsWith("Demo.", StringComparison.Ordinal)).Order());
        Assert.All(edit.Rewritten.Where(name => !name.StartsWith("Demo.", StringComparison.Ordinal)), name => Assert.Contains("128x11", name));
    }

    [Fact]
    public void A_block_changed_writes_its_networks_again_and_no_other()
    {
        var edit = Edit(1, text => text.Replace("GeluTanh", "Gelu"));

        Assert.Equal([Reason.Unchanged, Reason.Modified], edit.Reasons(StepNames.Infer));
        Assert.Equal([Reason.Cached, Reason.Modified], edit.Reasons(StepNames.Linked));
        Assert.Equal(["Demo.Gpt2Block.BlockModel.g.cs", "Demo.Gpt2Small.g.cs"], edit.Rewritten.Where(name => name.StartsWith("Demo.", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void An_error_that_moves_writes_nothing_again()
    {
        var broken = Samples.Gpt2.Replace("Settle(Blocks(", "Settle(Blocks(Missing(").Replace("))));", ")))));").Replace("class Gpt2Small\n", "class Gpt2Small\n") + "\n[Network] public partial class Bad { }\n";
        var edit = Run([Samples.Digits, broken], project => Replace(project, "P1.cs", text => "\n" + text));

        AssertSilentAfterInference(edit);
    }

    [Fact]
    public void The_blocks_of_references_are_read_once()
    {
        var library = GeneratorHarness.Compile("Blocks", [], Samples.Gpt2Block);
        var reference = MetadataReference.CreateFromImage(GeneratorHarness.Run(library, ("KernelsIsa", "scalar")).Emit());
        var edit = Run([Samples.Gpt2, Other], project => Replace(project, "P1.cs", text => text.Replace("One", "Two")), reference);

        Assert.Equal([Reason.Cached], edit.Reasons(StepNames.ForeignBlocks).Distinct());
        AssertQuiet(edit);
    }

    private static void AssertQuiet(Edited edit)
    {
        Assert.DoesNotContain(edit.Reasons(StepNames.Read), reason => reason is Reason.New or Reason.Modified);
        Assert.Equal([Reason.Cached], edit.Reasons(StepNames.Infer).Distinct());
        AssertSilentAfterInference(edit);
    }

    private static void AssertSilentAfterInference(Edited edit)
    {
        Assert.NotEmpty(edit.Reasons(StepNames.Linked));
        foreach (var step in new[] { StepNames.Declared, StepNames.Linked, StepNames.Plan, StepNames.Kernels })
            Assert.DoesNotContain(edit.Reasons(step), reason => reason is Reason.New or Reason.Modified);
        Assert.Empty(edit.Rewritten);
    }

    private static Edited Edit(int file, Func<string, string> change) =>
        Run(project => Replace(project, file == 0 ? "P.cs" : $"P{file}.cs", change));

    private static CSharpCompilation Replace(CSharpCompilation project, string path, Func<string, string> change)
    {
        var old = project.SyntaxTrees.Single(tree => tree.FilePath == path);
        var text = change(old.ToString());
        Assert.NotEqual(old.ToString(), text);
        return project.ReplaceSyntaxTree(old, GeneratorHarness.Parse(text, path));
    }

    private static Edited Run(Func<CSharpCompilation, CSharpCompilation> edit) => Run(s_sources, edit);

    private static Edited Run(string[] sources, Func<CSharpCompilation, CSharpCompilation> edit, params MetadataReference[] references)
    {
        var project = GeneratorHarness.Compile("UserProject", references, sources);
        var first = GeneratorHarness.Driver(("KernelsIsa", "scalar")).RunGenerators(project);
        var second = first.RunGenerators(edit(project));
        return new(first.GetRunResult().Results[0], second.GetRunResult().Results[0]);
    }

    /// <summary>A run of the generator after an edit.</summary>
    private sealed record Edited(GeneratorRunResult Before, GeneratorRunResult After)
    {
        public IReadOnlyList<Reason> Reasons(string step) =>
            [.. After.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason)];

        /// <summary>The files whose text was made again, even if to the same effect.</summary>
        public IReadOnlyList<string> Rewritten =>
        [
            .. After.GeneratedSources
                .Where(source => !Before.GeneratedSources.Any(old => old.HintName == source.HintName && ReferenceEquals(old.SourceText, source.SourceText)))
                .Select(source => source.HintName),
        ];
    }
}
