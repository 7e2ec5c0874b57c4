using FsCheck;
using FsCheck.Fluent;
using Kernels.Model;

namespace Kernels.Generators.Tests.Model;

/// <summary>Models of every form, most of them nonsense: the text form must carry all.</summary>
internal static class DrawnModels
{
    private static readonly Gen<string> s_name = Gen.OneOf(
        Gen.Elements("Hidden", "attn.c_attn", "", " ", "\"", "\\", "\n", "\u00e9\u0130i", "\ud83d\ude00", "a b", "end", "\\u0041"),
        ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get));

    private static readonly Gen<int> s_number = Gen.OneOf(Gen.Choose(0, 5), Gen.Choose(-3, 5000), Gen.Elements(int.MinValue, int.MaxValue));

    private static readonly Gen<float> s_float = ArbMap.Default.GeneratorFor<int>().Select(BitConverter.Int32BitsToSingle);

    private static readonly Gen<bool> s_flag = Gen.Elements(true, false);

    public static Gen<GraphModel> Graph { get; } =
        from kind in Gen.Elements(GraphKind.Network, GraphKind.Block)
        from edge in Gen.Frequency((8, Gen.Elements(EdgeKind.Tensor, EdgeKind.Tokens)), (1, Gen.Elements(EdgeKind.Spikes, EdgeKind.Current)))
        from name in s_name
        from forward in s_name
        from extents in Gen.ArrayOf(s_number)
        from hasShape in s_flag
        from context in s_number
        from layers in Gen.ArrayOf(Layer())
        from ops in Gen.ArrayOf(Op())
        from result in s_number
        from formats in Gen.Choose(0, 3).SelectMany(count => Gen.ArrayOf(Gen.Elements(System.Enum.GetValues<WeightFormat>()), count))
        select new GraphModel(kind, name, edge, hasShape ? new Shape(extents.ToEquatableList()) : null, context, forward,
            layers.ToEquatableList(), ops.ToEquatableList(), result) { Formats = formats.ToEquatableList() };

    private static Gen<LayerModel> Layer() => Gen.OneOf(
        from method in s_name
        from weights in s_name
        from rule in Enum<WidthRule>()
        from size in s_number
        from bias in s_flag
        from layout in Enum<WeightLayout>()
        from precision in Enum<Precision>()
        from placement in Enum<Placement>()
        from flatten in Enum<FlattenOrder>()
        select (LayerModel)new DenseModel(method, weights, rule, size, bias, layout, precision, placement) { Flatten = flatten },
        from method in s_name
        from weights in s_name
        from outputs in s_number
        from window in Window()
        from bias in s_flag
        from precision in Enum<Precision>()
        from placement in Enum<Placement>()
        select (LayerModel)new Conv2dModel(method, weights, outputs, window, bias, precision, placement),
        from method in s_name
        from weights in s_name
        from window in Window()
        from bias in s_flag
        select (LayerModel)new DepthwiseConv2dModel(method, weights, window, bias),
        from method in s_name
        from kind in Enum<PoolKind>()
        from window in Window()
        select (LayerModel)new Pool2dModel(method, kind, window),
        from method in s_name
        from weights in s_name
        from vocabulary in s_number
        from width in s_number
        from positions in s_number
        from positionWeights in s_name
        select (LayerModel)new EmbedModel(method, weights, vocabulary, width, positions, positionWeights),
        from method in s_name
        from embed in s_number
        from precision in Enum<Precision>()
        from placement in Enum<Placement>()
        select (LayerModel)new TiedModel(method, embed, precision, placement),
        from method in s_name
        from weights in s_name
        from epsilon in s_float
        from kind in Gen.Elements(NormKind.Layer, NormKind.Rms)
        select (LayerModel)new NormModel(method, weights, epsilon, kind),
        from method in s_name
        from heads in s_number
        from headSize in s_number
        from kind in Gen.Elements(AttentionKind.Causal, AttentionKind.Whole, AttentionKind.Cross)
        from scaled in s_flag
        from buckets in s_number
        from distance in s_number
        from memory in s_number
        from bias in s_flag
        from weights in s_name
        select (LayerModel)new AttentionModel(method, heads, headSize, weights)
        {
            Kind = kind, Scaled = scaled, Buckets = buckets, MaxDistance = distance, Memory = memory, Bias = bias,
        },
        from method in s_name
        from weights in s_name
        from block in s_name
        from count in s_number
        select (LayerModel)new StackModel(method, weights, block, count),
        from method in s_name
        from steps in s_number
        select (LayerModel)new EncodeModel(method, steps),
        from method in s_name
        from decay in s_float
        from threshold in s_float
        from start in s_float
        from reset in Enum<SpikeReset>()
        select (LayerModel)new NeuronModel(method, decay, threshold, start, reset),
        from method in s_name
        from decay in s_float
        select (LayerModel)new IntegrateModel(method, decay));

    private static Gen<Window> Window() =>
        from height in s_number
        from width in s_number
        from stride in s_number
        from padding in s_number
        from same in s_flag
        select new Window(height, width, stride, padding, same);

    /// <summary>Whether a layer holds a NaN: one NaN equals another, although the text tells their bits apart.</summary>
    public static bool HoldsNaN(LayerModel layer) => layer switch
    {
        NormModel norm => float.IsNaN(norm.Epsilon),
        NeuronModel neuron => float.IsNaN(neuron.Decay) || float.IsNaN(neuron.Threshold) || float.IsNaN(neuron.Start),
        IntegrateModel integrate => float.IsNaN(integrate.Decay),
        _ => false,
    };

    private static Gen<OpModel> Op() => Gen.OneOf(
        from layer in s_number from value in s_number select (OpModel)new LayerOp(layer, value),
        from function in Enum<Function>() from value in s_number select (OpModel)new FunctionOp(function, value),
        from left in s_number from right in s_number select (OpModel)new AddOp(left, right),
        from left in s_number from right in s_number select (OpModel)new MultiplyOp(left, right));

    // Every member, and now and then a number that is none.
    private static Gen<T> Enum<T>() where T : struct, Enum => Gen.Frequency(
        (9, Gen.Elements(System.Enum.GetValues<T>())), (1, Gen.Choose(-2, 99).Select(number => (T)(object)number)));
}
