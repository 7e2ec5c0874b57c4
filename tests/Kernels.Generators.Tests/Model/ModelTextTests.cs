using FsCheck;
using FsCheck.Fluent;
using Kernels.Model;

namespace Kernels.Generators.Tests.Model;

public sealed class ModelTextTests
{
    private const string Digits = """
        kernels-model 1
        Network "Demo.Digits" forward "Predict"
        input Tensor 784
        context 0
        dense "Hidden" weights "Hidden" Fixed 128 bias layout OutputsByInputs precision OfMode
        dense "Logits" weights "Logits" Fixed 10 no-bias layout InputsByOutputs precision Float32
        do layer 0 of 0
        do function Relu of 1
        do layer 1 of 2
        result 3
        end

        """;

    [Fact]
    public void Any_model_comes_back_as_it_was() => Prop.ForAll(Arb.From(DrawnModels.Graph), graph =>
    {
        var text = ModelText.Write(graph);
        var isRead = ModelText.TryRead(text, out var back, out var error);
        return isRead && back!.Equals(graph) && ModelText.Write(back) == text && text.All(c => c is '\n' or >= ' ' and <= '~') ? true : throw new Exception($"{error}\n{text}");
    }).Check(Draws.Config.WithMaxTest(500));

    [Fact]
    public void A_text_with_one_character_changed_is_refused_or_says_something_else() =>
        Prop.ForAll(Arb.From(DrawnModels.Graph), Arb.From(Gen.Choose(0, int.MaxValue)), Arb.From(Gen.Elements('0', '1', ' ', '"', 'a', '\n', '-', '\\', '+')), (graph, at, c) =>
        {
            var text = ModelText.Write(graph);
            at %= text.Length;
            var changed = text.Remove(at, 1).Insert(at, c.ToString());
            if (changed == text || !ModelText.TryRead(changed, out var back, out _)) return true;
            // One NaN equals another whose bits the text tells apart: there the text alone says something else.
            var differs = !back!.Equals(graph) || graph.Layers.OfType<LayerNormModel>().Any(norm => float.IsNaN(norm.Epsilon));
            return differs && ModelText.Write(back) == changed;
        }).Check(Draws.Config.WithMaxTest(1000));

    [Fact]
    public void The_form_is_as_documented()
    {
        Assert.True(ModelText.TryRead(Digits, out var graph, out var error), error?.ToString());
        Assert.Equal(("Demo.Digits", 784, 3), (graph!.FullName, graph.InputShape!.Width, graph.Result));
        Assert.Equal(Digits, ModelText.Write(graph));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("hello", 1)]
    [InlineData("kernels-model 1", 2)]
    [InlineData("kernels-model 1\n", 2)]
    [InlineData("kernels-model 01\n", 1)]
    public void A_text_of_another_kind_is_refused(string text, int line)
    {
        Assert.False(ModelText.TryRead(text, out var graph, out var error));
        Assert.Null(graph);
        Assert.Equal(line, error!.Line);
    }

    [Theory]
    [InlineData("784", "0784", 3)]
    [InlineData("784", "784 ", 3)]
    [InlineData("784", "+784", 3)]
    [InlineData("context 0", "context", 4)]
    [InlineData("context 0", "context -0", 4)]
    [InlineData("\"Hidden\" weights", "\"Hidden weights", 5)]
    [InlineData("\"Hidden\" weights", "\"Hi\\u0064den\" weights", 5)]
    [InlineData("bias", "maybe-bias", 5)]
    [InlineData("Relu", "Cosine", 8)]
    [InlineData("Relu", "1", 8)]
    [InlineData("do layer 1 of 2", "do nothing", 9)]
    [InlineData("result 3\n", "", 10)]
    [InlineData("end\n", "end\nend\n", 12)]
    [InlineData("end\n", "end", 11)]
    [InlineData("end\n", "end\n\n", 12)]
    [InlineData("result 3\n", "result 3\r\n", 10)]
    public void A_damaged_line_is_named(string from, string to, int line)
    {
        Assert.False(ModelText.TryRead(Digits.Replace(from, to), out _, out var error));
        Assert.Equal((line, false), (error!.Line, error.IsOtherVersion));
    }

    [Fact]
    public void Another_version_is_told_apart()
    {
        Assert.False(ModelText.TryRead(Digits.Replace("model 1", "model 2"), out _, out var error));
        Assert.True(error!.IsOtherVersion);
    }

    [Fact]
    public void A_network_carries_its_blocks()
    {
        var block = new GraphModel(GraphKind.Block, "Demo.Piece", EdgeKind.Tensor, null, 0, "Step",
            new EquatableList<LayerModel>([new LayerNormModel("Norm", "n", 1e-5f)]), new EquatableList<OpModel>([new LayerOp(0, 0)]), 1);
        var network = new GraphModel(GraphKind.Network, "Demo.Net", EdgeKind.Tensor, Shape.Row(8), 0, "Run",
            new EquatableList<LayerModel>([new StackModel("A", "a", "Demo.Piece", 2), new StackModel("B", "b", "Demo.Piece", 3)]),
            new EquatableList<OpModel>([new LayerOp(0, 0), new LayerOp(1, 1)]), 2);
        var model = ShapeInference.Infer(network, name => name == block.FullName ? block : null).Model!;

        var text = ModelText.Write(model);

        Assert.Equal(model, ModelText.ReadNetwork(text));
        Assert.Equal(2, text.Split('\n').Count(line => line == "end"));
        Assert.Contains("stacks Demo.Piece, which is not known", Assert.Throws<FormatException>(() => ModelText.ReadNetwork(ModelText.Write(network))).Message);
        Assert.Contains("defined twice", Assert.Throws<FormatException>(() => ModelText.ReadNetwork(text + ModelText.Write(block).Split('\n', 2)[1])).Message);
    }
}
