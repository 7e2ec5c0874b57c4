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
                new CausalAttentionModel("Attend", 4, 0),
                new DenseModel("Fold", "f", WidthRule.Shrink, 2, true, default, default),
                new DenseModel("Out", "o", WidthRule.Fixed, 5, true, default, default),
            ],
            [new LayerOp(0, 0), new LayerOp(1, 1), new AddOp(0, 2), new LayerOp(2, 3), new FunctionOp(Function.Silu, 4), new LayerOp(3, 5)]), _ => null).Model!;

        Assert.Equal(new EquatableList<int>([16, 48, 16, 16, 8, 8, 5]), model.Widths);
        Assert.Equal((16, 5), (model.InputWidth, model.OutputWidth));
        Assert.Equal((4, 4), ShapeInference.HeadsOf(new CausalAttentionModel("Attend", 4, 0), 48));
        Assert.Equal((2, 8), ShapeInference.HeadsOf(new CausalAttentionModel("Attend", 0, 8), 48));
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
        var graph = Network([new LayerNormModel("N", "n", 0)], [new LayerOp(layer, value)]);

        Assert.Contains(ShapeInference.Infer(graph, _ => null).Errors, error => error.Fault == ModelFault.Malformed);
    }

    [Fact]
    public void Tokens_go_into_embeddings_only()
    {
        var layers = new EquatableList<LayerModel>([new EmbedModel("E", "e", 9, 4, 0, ""), new LayerNormModel("N", "n", 0)]);
        GraphModel Of(params OpModel[] ops) => new(GraphKind.Network, "Demo.Net", EdgeKind.Tokens, null, 0, "Run", layers, new EquatableList<OpModel>(ops), ops.Length);

        Assert.NotNull(ShapeInference.Infer(Of(new LayerOp(0, 0), new LayerOp(1, 1)), _ => null).Model);
        Assert.Contains(ShapeInference.Infer(Of(new LayerOp(1, 0), new LayerOp(0, 1)), _ => null).Errors, error => error.Fault == ModelFault.Malformed);
    }

    private static GraphModel Network(LayerModel[] layers, OpModel[] ops) => new(
        GraphKind.Network, "Demo.Net", EdgeKind.Tensor, Shape.Row(16), 0, "Run", new EquatableList<LayerModel>(layers), new EquatableList<OpModel>(ops), ops.Length);
}
