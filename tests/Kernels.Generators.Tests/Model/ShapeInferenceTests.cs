using FsCheck;
using FsCheck.Fluent;
using Kernels.Model;

namespace Kernels.Generators.Tests.Model;

public sealed class ShapeInferenceTests
{
    [Fact]
    public void Any_model_is_judged_without_an_exception() => Prop.ForAll(Arb.From(DrawnModels.Graph), Arb.From(DrawnModels.Graph), (network, block) =>
    {
        var inference = ShapeInference.Infer(network, _ => block);
        return (inference.Model is null) == (inference.Errors.Count > 0) && inference.Errors.All(error => error.Message.Length > 0 && !error.Message.Any(char.IsControl));
    }).Check(Draws.Config.WithMaxTest(1000));

    [Fact]
    public void Widths_flow_from_the_input()
    {
        var model = ShapeInference.Infer(Network(
            [
                new DenseModel("Grow", "g", WidthRule.Expand, 3, true, default, default),
                new AttentionModel("Attend", 4, 0),
                new DenseModel("Fold", "f", WidthRule.Shrink, 2, true, default, default),
                new DenseModel("Out", "o", WidthRule.Fixed, 5, true, default, default),
            ],
            [new LayerOp(0, 0), new LayerOp(1, 1), new AddOp(0, 2), new LayerOp(2, 3), new FunctionOp(Function.Silu, 4), new LayerOp(3, 5)]), _ => null).Model!;

        Assert.Equal(new EquatableList<int>([16, 48, 16, 16, 8, 8, 5]), model.Widths);
        Assert.Equal((16, 5), (model.InputWidth, model.OutputWidth));
        Assert.Equal((4, 4), ShapeInference.HeadsOf(new AttentionModel("Attend", 4, 0), 48));
        Assert.Equal((2, 8), ShapeInference.HeadsOf(new AttentionModel("Attend", 0, 8), 48));
    }

    [Theory]
    [InlineData(28, 3, 1, 0, false, 0, 0, 26)]
    [InlineData(28, 3, 1, 1, false, 1, 1, 28)]
    [InlineData(28, 5, 2, 2, false, 2, 2, 14)]
    [InlineData(28, 2, 2, 0, false, 0, 0, 14)]
    [InlineData(7, 2, 2, 0, false, 0, 0, 3)]
    [InlineData(49, 10, 2, 0, true, 4, 5, 25)]
    [InlineData(10, 4, 2, 0, true, 1, 1, 5)]
    [InlineData(5, 5, 5, 0, true, 0, 0, 1)]
    [InlineData(3, 1, 2, 0, true, 0, 0, 2)]
    [InlineData(2, 4, 1, 0, false, 0, 0, 0)]
    public void Windows_along_a_side(int length, int kernel, int stride, int padding, bool same, int before, int behind, int count)
    {
        var side = new Window(kernel, 1, stride, padding, same).Rows(new ImageShape(length, 1, 1));

        Assert.Equal(new Window.Side(before, length, behind, count), side);
    }

    [Fact]
    public void Images_flow_from_the_input()
    {
        var window = new Window(3, 3, 1, 1, false);
        var model = ShapeInference.Infer(Network(
            [
                new Conv2dModel("Conv", "c", 5, window, true),
                new Pool2dModel("Pool", PoolKind.Max, new Window(2, 2, 2, 0, false)),
                new DenseModel("Out", "o", WidthRule.Fixed, 5, true, default, default),
            ],
            [new LayerOp(0, 0), new FunctionOp(Function.Relu, 1), new AddOp(1, 2), new LayerOp(1, 3), new LayerOp(2, 4)]) with { InputShape = new Shape(new([4, 6, 2])) }, _ => null).Model!;

        Assert.Equal(new EquatableList<int>([48, 120, 120, 120, 30, 5]), model.Widths);
        Assert.Equal([new(4, 6, 2), new(4, 6, 5), new(4, 6, 5), new(4, 6, 5), new(2, 3, 5), null], model.Images);
        Assert.Equal([("c.weight", 90L), ("c.bias", 5L), ("o.weight", 150L), ("o.bias", 5L)], WeightShapes.Of(model).Select(shape => (shape.Name, shape.Count)));
    }

    [Fact]
    public void A_stacked_block_must_give_back_the_image_that_it_takes()
    {
        Inference Of(params LayerModel[] layers) => ShapeInference.Infer(
            Network([new StackModel("Stack", "s", "Piece", 2)], [new LayerOp(0, 0)]) with { InputShape = new Shape(new([4, 4, 1])) },
            _ => new GraphModel(GraphKind.Block, "Piece", EdgeKind.Tensor, null, 0, "Step", layers.ToEquatableList(),
                Enumerable.Range(0, layers.Length).Select(i => (OpModel)new LayerOp(i, i)).ToEquatableList(), layers.Length));

        var conv = new Conv2dModel("Conv", "c", 1, new Window(3, 3, 1, 1, false), true);
        Assert.Equal(new ImageShape(4, 4, 1), Of(conv).Model!.ImageOf(1));
        // Sixteen values of another image: the second block could not read them.
        var error = Assert.Single(Of(new Conv2dModel("Conv", "c", 4, new Window(2, 2, 2, 0, false), true)).Errors);
        Assert.Equal(ModelFault.NotAnImage, error.Fault);
        Assert.Null(Of(new DenseModel("Same", "d", WidthRule.Expand, 1, true, default, default)).Model!.ImageOf(1));
    }

    [Fact]
    public void Every_fault_is_found_in_one_pass()
    {
        var errors = ShapeInference.Infer(Network(
            [
                new DenseModel("A", "a", WidthRule.Fixed, 3, true, default, default),
                new DenseModel("B", "b", WidthRule.Shrink, 5, true, default, default),
            ],
            [new LayerOp(0, 0), new AddOp(0, 1), new LayerOp(1, 0), new AddOp(2, 3)]), _ => null).Errors;

        // The last sum hangs on two unknown widths; it is not judged.
        Assert.Equal([(ModelFault.JoinMismatch, 1), (ModelFault.ShrinkDoesNotDivide, 2)], errors.Select(error => (error.Fault, error.Op)));
        Assert.Equal(new EquatableList<long>([16, 3]), errors[0].Numbers);
    }

    [Fact]
    public void Products_do_not_overflow()
    {
        var layers = Enumerable.Range(0, 3).Select(i => new DenseModel("L" + i, "w" + i, WidthRule.Expand, Limits.Width, true, default, default)).ToArray<LayerModel>();

        var error = Assert.Single(ShapeInference.Infer(Network(layers, [new LayerOp(0, 0), new LayerOp(1, 1), new LayerOp(2, 2)]), _ => null).Errors);

        Assert.Equal((ModelFault.TooLarge, 0), (error.Fault, error.Op));
        Assert.Equal(16L * Limits.Width, error.Numbers[1]);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(-1, 0)]
    [InlineData(0, 1)]
    [InlineData(0, -1)]
    public void What_does_not_exist_cannot_be_named(int layer, int value)
    {
        var graph = Network([new NormModel("N", "n", 0)], [new LayerOp(layer, value)]);

        Assert.Contains(ShapeInference.Infer(graph, _ => null).Errors, error => error.Fault == ModelFault.Malformed);
    }

    [Fact]
    public void Tokens_go_into_embeddings_only()
    {
        var layers = new EquatableList<LayerModel>([new EmbedModel("E", "e", 9, 4, 0, ""), new NormModel("N", "n", 0)]);
        GraphModel Of(params OpModel[] ops) => new(GraphKind.Network, "Demo.Net", EdgeKind.Tokens, null, 0, "Run", layers, new EquatableList<OpModel>(ops), ops.Length);

        Assert.NotNull(ShapeInference.Infer(Of(new LayerOp(0, 0), new LayerOp(1, 1)), _ => null).Model);
        Assert.Contains(ShapeInference.Infer(Of(new LayerOp(1, 0), new LayerOp(0, 1)), _ => null).Errors, error => error.Fault == ModelFault.Malformed);
    }

    private static GraphModel Network(LayerModel[] layers, OpModel[] ops) => new(
        GraphKind.Network, "Demo.Net", EdgeKind.Tensor, Shape.Row(16), 0, "Run", new EquatableList<LayerModel>(layers), new EquatableList<OpModel>(ops), ops.Length);
}
