using Kernels.Model;

namespace Kernels.Generators.Tests.RandomNetworks;

/// <summary>Weights for any network, drawn so that no value runs away: the names and shapes follow from the model.</summary>
public static class DrawnWeights
{
    public static MemoryWeights Of(NetworkModel model, System.Random random)
    {
        var weights = new MemoryWeights("drawn weights");
        Add(weights, model, "", random);
        return weights;
    }

    /// <summary>Mostly small numbers, sometimes zero, a power of two or a subnormal.</summary>
    public static float Value(System.Random random) => random.Next(24) switch
    {
        0 => 0f,
        1 => -0f,
        2 => MathF.Pow(2, random.Next(-6, 1)),
        3 => float.Epsilon * random.Next(1, 1000),
        _ => random.NextSingle() - 0.5f,
    };

    private static void Add(MemoryWeights weights, NetworkModel model, string prefix, System.Random random)
    {
        var inputs = new int[model.Graph.Layers.Count];
        var images = new ImageShape?[model.Graph.Layers.Count];
        for (var i = 0; i < model.Graph.Ops.Count; i++)
            if (model.Graph.Ops[i] is LayerOp op) (inputs[op.Layer], images[op.Layer]) = (model.Widths[op.From], model.ImageOf(op.From));
        for (var i = 0; i < model.Graph.Layers.Count; i++)
        {
            switch (model.Graph.Layers[i])
            {
                case DenseModel layer:
                    var outputs = ShapeInference.Outputs(layer, inputs[i]);
                    long[] shape = layer.Layout == WeightLayout.InputsByOutputs ? [inputs[i], outputs] : [outputs, inputs[i]];
                    Draw(prefix + layer.Weights + ".weight", shape, 2f / MathF.Sqrt(inputs[i]));
                    if (layer.Bias) Draw(prefix + layer.Weights + ".bias", [outputs], 1f);
                    break;
                case Conv2dModel layer:
                    Windows(layer, layer.Outputs, images[i]!.Channels, layer.Bias);
                    break;
                case DepthwiseConv2dModel layer:
                    Windows(layer, images[i]!.Channels, 1, layer.Bias);
                    break;
                case EmbedModel layer:
                    Draw(prefix + layer.Weights + ".weight", [layer.Vocabulary, layer.Width], 2f);
                    if (layer.Positions > 0) Draw(prefix + layer.PositionWeights + ".weight", [layer.Positions, layer.Width], 1f);
                    break;
                case NormModel layer:
                    Draw(prefix + layer.Weights + ".weight", [inputs[i]], 2f);
                    if (layer.Kind == NormKind.Layer) Draw(prefix + layer.Weights + ".bias", [inputs[i]], 1f);
                    break;
                case AttentionModel { Kind: AttentionKind.Cross } layer:
                    Draw(prefix + layer.Weights + ".weight", [2 * inputs[i], layer.Memory], 2f / MathF.Sqrt(layer.Memory));
                    if (layer.Bias) Draw(prefix + layer.Weights + ".bias", [2 * inputs[i]], 1f);
                    break;
                case AttentionModel { Buckets: > 0 } layer:
                    Draw(prefix + layer.Weights + ".weight", [layer.Buckets, ShapeInference.HeadsOf(layer, inputs[i]).Heads], 1f);
                    break;
                case StackModel layer:
                    for (var block = 0; block < layer.Count; block++) Add(weights, model.Blocks[i]!, $"{prefix}{layer.Weights}.{block}.", random);
                    break;
            }
        }

        void Windows(WindowModel layer, int outputs, int channels, bool bias)
        {
            Draw(prefix + layer.Weights + ".weight", [outputs, channels, layer.Window.Height, layer.Window.Width], 2f / MathF.Sqrt(channels * layer.Window.Height * layer.Window.Width));
            if (bias) Draw(prefix + layer.Weights + ".bias", [outputs], 1f);
        }

        void Draw(string name, long[] shape, float scale)
        {
            var values = new float[shape.Aggregate(1L, (product, dim) => product * dim)];
            for (var i = 0; i < values.Length; i++) values[i] = Value(random) * scale;
            weights.Add(name, shape, values);
        }
    }
}
