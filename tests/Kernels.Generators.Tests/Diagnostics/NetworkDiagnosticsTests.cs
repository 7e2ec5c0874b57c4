namespace Kernels.Generators.Tests.Diagnostics;

/// <summary>KRN04 and KRN06: the network's annotation and the settings of the build.</summary>
public sealed class NetworkDiagnosticsTests
{
    private static string Class(string annotation, string name = "Net") =>
        $"using Kernels;\n{annotation}\npublic sealed partial class {name}\n{{\n[Dense(3)] private partial Tensor L(Tensor x);\n[Forward] private Tensor Run(Tensor x) => L(x);\n}}\n";

    private static string Text(string annotation, string positions = "") =>
        $"using Kernels;\n{annotation}\npublic sealed partial class Net\n{{\n[Embed(10, 8{positions})] private partial Tensor E(Tokens t);\n[Forward] private Tensor Run(Tokens t) => E(t);\n}}\n";

    [Fact]
    public void No_input() => new WrongDefinition("KRN0401",
        "Net takes a Tensor of unknown width. Say it, as in [Network(Input = [784])], or let Run take Tokens.", Class("[Network]", "[|Net|]")).Check();

    [Fact]
    public void An_input_without_extents() => new WrongDefinition("KRN0401",
        "Net takes a Tensor of unknown width. Say it, as in [Network(Input = [784])], or let Run take Tokens.", Class("[Network(Input = [|[]|])]")).Check();

    [Fact]
    public void An_input_of_two_extents() => new WrongDefinition("KRN0402",
        "Input of Net has 2 extents. Give one, the values of a flat row, or three, the height, width and channels of an image.", Class("[Network(Input = [|[28, 28]|])]")).Check();

    [Fact]
    public void An_input_for_tokens() => new WrongDefinition("KRN0403",
        "Net takes Tokens, which are one number per row. Remove Input, or let Run take a Tensor.", Text("[Network(Input = [|[10]|])]")).Check();

    [Fact]
    public void An_input_of_0() => new WrongDefinition("KRN0306",
        "Input of Net is 0. Give a number from 1 to 1,048,576.", Class("[Network(Input = [|[0]|])]")).Check();

    [Fact]
    public void A_negative_context() => new WrongDefinition("KRN0404",
        "Context of Net is -1. Give a number from 1 to 1,048,576, or leave it out.", Class("[Network(Input = [8], Context = [|-1|])]")).Check();

    [Fact]
    public void A_context_of_0() => new WrongDefinition("KRN0404",
        "Context of Net is 0. Give a number from 1 to 1,048,576, or leave it out.", Class("[Network(Input = [8], Context = [|0|])]")).Check();

    [Fact]
    public void A_context_without_attention() => new WrongDefinition("KRN0405",
        "Net has no attention: its rows are independent, so there is no longest sequence. Remove Context.", Class("[Network(Input = [8], Context = [|99|])]")).Check();

    [Fact]
    public void A_context_beside_positions() => new WrongDefinition("KRN0406",
        "Net says Context, and E says Positions = 4. Remove Context: the positions are the context.", Text("[Network(Context = [|9|])]", ", Positions = 4")).Check();

    [Fact]
    public void A_format_that_is_there_anyway() => new WrongDefinition("KRN0407",
        "Weights of Net names Float32, which every network has. Remove it.", Class("[Network(Input = [8], Weights = [|[WeightFormat.Float32]|])]")).Check();

    [Fact]
    public void A_format_said_twice() => new WrongDefinition("KRN0407",
        "Weights of Net names BFloat16 twice. Once is enough.", Class("[Network(Input = [8], Weights = [|[WeightFormat.BFloat16, WeightFormat.BFloat16]|])]")).Check();

    [Fact]
    public void A_format_that_does_not_exist() => new WrongDefinition("KRN0407",
        "Weights of Net names 99, which is no format. Name BFloat16, Int8, Int8Block32 or Int4Block32, or leave Weights out.", Class("[Network(Input = [8], Weights = [|[(WeightFormat)99]|])]")).Check();

    [Fact]
    public void An_unknown_register_width()
    {
        var project = GeneratorHarness.Run(GeneratorHarness.Compile(Samples.Digits), ("KernelsIsa", "256,1024"));

        var diagnostic = Assert.Single(project.Reported);
        Assert.Equal("KRN0601", diagnostic.Id);
        Assert.Equal("KernelsIsa has no width \"1024\". Give one or more of scalar, 128, 256, 512, separated by commas.", diagnostic.GetMessage());
        Assert.False(diagnostic.Location.IsInSource);
    }
}
