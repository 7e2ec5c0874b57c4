using Microsoft.CodeAnalysis;

namespace Kernels.Generators.Tests.Pipeline;

/// <summary>While code is typed it is wrong most of the time. An exception would end the generator for every class of the project.</summary>
public sealed class HalfTypedCodeTests
{
    public static TheoryData<string> Names => ["Digits", "Gpt2Block", "Gpt2", "Odd"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_token_may_be_missing(string name) => Check(name, (text, token) => text.Remove(token.SpanStart, token.Span.Length));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_text_may_end_anywhere(string name) => Check(name, (text, token) => text[..token.SpanStart]);

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_token_may_be_typed_twice(string name) => Check(name, (text, token) => text.Insert(token.SpanStart, token.Text + " "));

    [Theory]
    [InlineData("[Network(Input = )]")]
    [InlineData("[Network(Input = null)]")]
    [InlineData("[Network(Input = [1, null])]")]
    [InlineData("[Network(Input = new int[3])]")]
    [InlineData("[Network(Context = \"a\")]")]
    [InlineData("[Network(1)]")]
    [InlineData("[Network, Network]")]
    public void The_networks_annotation_may_be_wrong(string annotation) => AssertAlive(Samples.Digits.Replace("[Network(Input = [784])]", annotation));

    [Theory]
    [InlineData("[Dense(\"a\")]")]
    [InlineData("[Dense(128, 3)]")]
    [InlineData("[Dense(Name = null)]")]
    [InlineData("[Dense(128L)]")]
    [InlineData("[Dense(128, Bias = 3)]")]
    [InlineData("[Dense(int.MaxValue + 1)]")]
    [InlineData("[Dense(outputs: 3, outputs: 4)]")]
    [InlineData("[Dense(128), Precision]")]
    [InlineData("[Dense(128), Precision(7)]")]
    [InlineData("[Embed]")]
    [InlineData("[Embed(1)]")]
    [InlineData("[Tied]")]
    [InlineData("[Tied(null)]")]
    [InlineData("[Tied(nameof())]")]
    [InlineData("[Stack]")]
    [InlineData("[Stack<>(1)]")]
    [InlineData("[Stack<Missing>(1)]")]
    [InlineData("[Stack<int[]>(1)]")]
    [InlineData("[Stack<dynamic>(1)]")]
    [InlineData("[Stack<List<int>>(1)]")]
    [InlineData("[Layer]")]
    [InlineData("[LayerNorm(Epsilon = 1e-5)]")]
    public void A_layers_annotation_may_be_wrong(string annotation) => AssertAlive(Samples.Digits.Replace("[Dense(128)]", annotation));

    [Theory]
    [InlineData("var ;")]
    [InlineData("var a = ;")]
    [InlineData("return Logits(;")]
    [InlineData("return Logits(a);")]
    [InlineData("Tensor a = a; return a;")]
    [InlineData("Tensor a; return a;")]
    [InlineData("pixels += ; return pixels;")]
    [InlineData("pixels = pixels = pixels; return pixels;")]
    [InlineData("return")]
    [InlineData("return pixels + default;")]
    [InlineData("return (pixels, pixels);")]
    [InlineData("return Logits()(pixels);")]
    [InlineData("return Logits(pixels, pixels);")]
    [InlineData("return Hidden(Logits);")]
    [InlineData("const Tensor a = null; return a;")]
    [InlineData("ref var a = ref pixels; return a;")]
    [InlineData("(var a, var b) = (pixels, pixels); return a;")]
    [InlineData("goto end; end: return pixels;")]
    [InlineData("using var a = pixels; return a;")]
    [InlineData("return pixels switch { _ => pixels };")]
    [InlineData("lock (pixels) { return pixels; }")]
    [InlineData("yield return pixels;")]
    [InlineData("return this.base.Hidden(pixels);")]
    [InlineData("return base.Hidden(pixels);")]
    [InlineData("return await pixels;")]
    [InlineData("return stackalloc[] { 1 };")]
    [InlineData("return nameof(pixels);")]
    [InlineData("_ = pixels; return pixels;")]
    [InlineData("return pixels is { } a ? a : pixels;")]
    [InlineData("dynamic a = pixels; return a;")]
    [InlineData("Func<Tensor, Tensor> f = Hidden; return f(pixels);")]
    [InlineData("unsafe { return pixels; }")]
    public void A_wiring_may_be_anything(string body) =>
        AssertAlive(Samples.Digits.Replace("=> Logits(Relu(Hidden(pixels)));", "{ " + body + " }"));

    [Theory]
    [InlineData("[Dense(128)]", "[Dense()]")]
    [InlineData("[Dense(128)]", "[Kernels.DenseAttribute(outputs: 100 + 28)]")]
    [InlineData("[Dense(128)]", "[global::Kernels.Dense(128, Name = nameof(Hidden))]")]
    [InlineData("=> Logits(Relu(Hidden(pixels)));", "{ checked { pixels += pixels; } return Logits(Hidden(pixels)); }")]
    [InlineData("=> Logits(Relu(Hidden(pixels)));", "{ return (Logits((Relu(x: (Hidden(pixels)))))); }")]
    [InlineData("=> Logits(Relu(Hidden(pixels)));", "=> this.Logits(Kernels.Functions.Relu(Hidden(pixels)!));")]
    public void Unusual_but_sound(string from, string to) => GeneratorHarness.RunScalar(Samples.Digits.Replace(from, to)).AssertClean();

    [Fact]
    public void A_class_may_stand_twice_or_differ_in_case_only()
    {
        var project = GeneratorHarness.RunScalar(Samples.Digits, Samples.Digits, Samples.Digits.Replace("class Digits", "class DIGITS"));

        Assert.Null(project.Result.Exception);
        Assert.Contains("Demo.Digits.Definition.g.cs", project.HintNames);
        Assert.Contains("Demo.DIGITS-2.Definition.g.cs", project.HintNames);
    }

    private static void Check(string name, Func<string, SyntaxToken, string> change)
    {
        var text = (string)typeof(Samples).GetField(name)!.GetValue(null)!;
        var tree = GeneratorHarness.Parse(text, "P.cs");
        var project = name == "Gpt2" ? GeneratorHarness.Compile(text, Samples.Gpt2Block) : GeneratorHarness.Compile(text);
        var old = project.SyntaxTrees.Single(item => item.FilePath == "P.cs");
        var driver = GeneratorHarness.Driver(("KernelsIsa", "scalar"));
        foreach (var token in tree.GetRoot(TestContext.Current.CancellationToken).DescendantTokens())
        {
            var changed = change(text, token);
            driver = driver.RunGenerators(project.ReplaceSyntaxTree(old, GeneratorHarness.Parse(changed, "P.cs")), TestContext.Current.CancellationToken);
            Assert.True(driver.GetRunResult().Results[0].Exception is null, $"{driver.GetRunResult().Results[0].Exception}\n{changed}");
        }
    }

    private static void AssertAlive(string source)
    {
        var project = GeneratorHarness.RunScalar(source);

        Assert.Null(project.Result.Exception);

        // Silence would be worse than a wrong message: either side must say that something is wrong.
        Assert.Contains(project.Compiled.Concat(project.Reported), item => item.Severity == DiagnosticSeverity.Error);
    }
}
