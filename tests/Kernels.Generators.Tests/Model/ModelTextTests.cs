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
            var differs = !back!.Equals(graph) || graph.Layers.Any(DrawnModels.HoldsNaN);
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
    public void Spiking_layers_have_a_line_each()
    {
        const string text = """
            kernels-model 1
            Network "Demo.Watch" forward "Run"
            input Tensor 16
            context 0
            encode "See" steps 8
            dense "Drive" weights "Drive" Fixed 4 bias layout OutputsByInputs precision OfMode
            neuron "Fire" decay 3f666666 threshold 3f800000 start 00000000 reset Zero
            dense "Read" weights "Read" Fixed 2 bias layout OutputsByInputs precision OfMode
            integrate "Vote" decay 3f800000
            do layer 0 of 0
            do layer 1 of 1
            do layer 2 of 2
            do layer 3 of 3
            do layer 4 of 4
            result 5
            end

            """;

        var model = ModelText.ReadNetwork(text);

        Assert.Equal(new NeuronModel("Fire", 0.9f, 1f, 0f, SpikeReset.Zero), model.Graph.Layers[2]);
        Assert.Equal(new EquatableList<int>([16, 16, 4, 4, 2, 2]), model.Widths);
        Assert.Equal(new EquatableList<int>([0, 8, 8, 8, 8, 0]), model.Steps);
        Assert.Equal(text, ModelText.Write(model));
    }

    [Theory]
    [InlineData("do layer 1 of 1", "do layer 1 of 0", "Operation 2 of Demo.Watch takes a Current and gets a Tensor.")]
    [InlineData("do layer 3 of 3", "do layer 3 of 2", "Operation 3 of Demo.Watch takes a Tensor and gets a Current.")]
    [InlineData("do layer 4 of 4", "do layer 4 of 3", "Operation 4 of Demo.Watch takes a Current and gets Spikes.")]
    [InlineData("do layer 4 of 4", "do function Relu of 4", "Operation 4 of Demo.Watch takes a Tensor and gets a Current.")]
    [InlineData("do layer 4 of 4", "do add 3 4", "Operation 4 of Demo.Watch takes a Tensor and gets Spikes.")]
    [InlineData("do layer 4 of 4", "do add 4 0", "Operation 4 of Demo.Watch takes a Current and gets a Tensor.")]
    [InlineData("do layer 4 of 4\nresult 5", "result 4", "The result of Demo.Watch is a Current. Networks and blocks give a Tensor.")]
    [InlineData("input Tensor 16", "input Spikes 16", "Watch takes Spikes. Networks take a Tensor or Tokens; spikes are made inside, by [Encode].")]
    [InlineData("decay 3f666666", "decay 40000000", "Decay of Fire must be above 0 and below 1: it is what a step leaves of the membrane.")]
    [InlineData("steps 8", "steps 0", "Steps of See is 0. Give a number from 1 to 1,024.")]
    public void A_text_is_held_to_the_kinds_of_edges(string from, string to, string message)
    {
        var text = ("kernels-model 1\nNetwork \"Demo.Watch\" forward \"Run\"\ninput Tensor 16\ncontext 0\nencode \"See\" steps 8\n"
            + "dense \"Drive\" weights \"Drive\" Fixed 4 bias layout OutputsByInputs precision OfMode\nneuron \"Fire\" decay 3f666666 threshold 3f800000 start 00000000 reset Zero\n"
            + "dense \"Read\" weights \"Read\" Fixed 2 bias layout OutputsByInputs precision OfMode\nintegrate \"Vote\" decay 3f800000\n"
            + "do layer 0 of 0\ndo layer 1 of 1\ndo layer 2 of 2\ndo layer 3 of 3\ndo layer 4 of 4\nresult 5\nend\n").Replace(from, to);

        Assert.True(ModelText.TryRead(text, out var graph, out var error), error?.ToString());
        Assert.Contains(message, ShapeInference.Infer(graph!, _ => null).Errors.Select(fault => fault.Message));
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
            new EquatableList<LayerModel>([new NormModel("Norm", "n", 1e-5f)]), new EquatableList<OpModel>([new LayerOp(0, 0)]), 1);
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
