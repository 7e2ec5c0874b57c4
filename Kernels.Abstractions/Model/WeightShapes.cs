using System.Collections.Generic;

namespace Kernels.Model;

/// <summary>What a stored tensor is to its layer.</summary>
public enum WeightRole
{
    /// <summary>The matrix of a linear layer, or the windows of a convolution.</summary>
    Matrix,

    /// <summary>What is added to each output of a linear layer or a norm.</summary>
    Bias,

    /// <summary>What each value of a norm is multiplied by.</summary>
    Gain,

    /// <summary>A row per token or position.</summary>
    Table,
}

/// <summary>One tensor that a network loads.</summary>
/// <param name="Name">Its full name in the weight file.</param>
/// <param name="Extents">Its extents, outermost first.</param>
/// <param name="Role">What it is to its layer.</param>
/// <param name="ScaleAxis">For a tensor stored as integers: the axis that has one scale per index.</param>
public sealed record WeightShape(string Name, EquatableList<int> Extents, WeightRole Role, int ScaleAxis)
{
    /// <summary>How many values it holds.</summary>
    public long Count
    {
        get
        {
            var count = 1L;
            foreach (var extent in Extents) count = checked(count * extent);
            return count;
        }
    }

    /// <summary>How many values are summed into one result: the inputs of a matrix, the values of a window, else 1.</summary>
    public int SummedValues => Role == WeightRole.Matrix ? (int)(Count / Extents[ScaleAxis]) : 1;
}

/// <summary>The tensors of a network, named and shaped as its weight file must hold them.</summary>
public static class WeightShapes
{
    /// <summary>All tensors, in the order of the wiring; blocks of a stack one after the other. Layers that the wiring never calls have none.</summary>
    /// <param name="network">The network with every width filled in.</param>
    public static EquatableList<WeightShape> Of(NetworkModel network)
    {
        var shapes = new List<WeightShape>();
        var seen = new HashSet<string>();
        Collect(network, "", shape =>
        {
            if (seen.Add(shape.Name)) shapes.Add(shape);
        });
        return shapes.ToEquatableList();
    }

    private static void Collect(NetworkModel network, string prefix, System.Action<WeightShape> add)
    {
        for (var i = 0; i < network.Graph.Ops.Count; i++)
        {
            if (network.Graph.Ops[i] is not LayerOp op) continue;
            var (inputs, outputs) = (network.Widths[op.From], network.Widths[i + 1]);
            switch (network.Graph.Layers[op.Layer])
            {
                case DenseModel dense:
                    var turned = dense.Layout == WeightLayout.InputsByOutputs;
                    int[] matrix = turned ? [inputs, outputs] : [outputs, inputs];
                    add(new(prefix + dense.Weights + ".weight", matrix.ToEquatableList(), WeightRole.Matrix, turned ? 1 : 0));
                    if (dense.Bias) add(Vector(prefix + dense.Weights + ".bias", outputs, WeightRole.Bias));
                    break;
                case Conv2dModel conv:
                    Kernels(prefix + conv.Weights, conv.Outputs, network.ImageOf(op.From)!.Channels, conv.Window, conv.Bias, add);
                    break;
                case DepthwiseConv2dModel depthwise:
                    Kernels(prefix + depthwise.Weights, network.ImageOf(op.From)!.Channels, 1, depthwise.Window, depthwise.Bias, add);
                    break;
                case EmbedModel embed:
                    add(Table(prefix + embed.Weights, embed.Vocabulary, embed.Width));
                    if (embed.Positions > 0) add(Table(prefix + embed.PositionWeights, embed.Positions, embed.Width));
                    break;
                case NormModel norm:
                    add(Vector(prefix + norm.Weights + ".weight", inputs, WeightRole.Gain));
                    if (norm.Kind == NormKind.Layer) add(Vector(prefix + norm.Weights + ".bias", inputs, WeightRole.Bias));
                    break;
                case AttentionModel { Kind: AttentionKind.Cross } attention:
                    add(new(prefix + attention.Weights + ".weight", new EquatableList<int>([2 * inputs, attention.Memory]), WeightRole.Matrix, 0));
                    if (attention.Bias) add(Vector(prefix + attention.Weights + ".bias", 2 * inputs, WeightRole.Bias));
                    break;
                case AttentionModel { Buckets: > 0 } attention:
                    add(Table(prefix + attention.Weights, attention.Buckets, ShapeInference.HeadsOf(attention, inputs).Heads));
                    break;
                case StackModel stack:
                    for (var block = 0; block < stack.Count; block++)
                        Collect(network.Blocks[op.Layer]!, prefix + stack.Weights + "." + block.ToString(System.Globalization.CultureInfo.InvariantCulture) + ".", add);
                    break;
            }
        }
    }

    private static void Kernels(string prefix, int outputs, int channels, Window window, bool bias, System.Action<WeightShape> add)
    {
        add(new(prefix + ".weight", new EquatableList<int>([outputs, channels, window.Height, window.Width]), WeightRole.Matrix, 0));
        if (bias) add(Vector(prefix + ".bias", outputs, WeightRole.Bias));
    }

    private static WeightShape Table(string prefix, int rows, int width) => new(prefix + ".weight", new EquatableList<int>([rows, width]), WeightRole.Table, 0);

    private static WeightShape Vector(string name, int length, WeightRole role) => new(name, new EquatableList<int>([length]), role, 0);
}
