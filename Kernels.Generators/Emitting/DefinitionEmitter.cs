using System.Linq;
using Kernels.Generators.Reading;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>
/// Writes the bodies of the layer methods, which execute the slow reference, and the entry through which a definition is run
/// on a scope of its own. Written from annotations alone, also when the wiring is wrong: else one error there would bring a
/// missing body for every layer.
/// </summary>
internal static class DefinitionEmitter
{
    private const string Services = "global::Kernels.CompilerServices.";
    private const string ScopeType = Services + "DefinitionScope";
    private const string TensorType = "global::Kernels.Tensor";
    private const string Hidden = "[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]";
    private const string Broken = " => throw new global::System.NotSupportedException(\"This definition has errors.\");";

    public static string Emit(DeclaredDefinition definition)
    {
        var code = new CodeWriter();
        using (code.OpenType(definition.Header))
        {
            if (definition.CanConstruct)
            {
                code.Line($"private {ScopeType} __scope = {ScopeType}.None;").Line();
                code.Line($"private {definition.Header.Name}({ScopeType} scope) => this.__scope = scope;").Line();
            }

            EmitDefine(code, definition);
            foreach (var layer in definition.Layers)
                if (layer.Signature is not null) EmitLayer(code, definition, layer);
        }

        return CodeWriter.Header + "\n" + code;
    }

    private static void EmitDefine(CodeWriter code, DeclaredDefinition definition)
    {
        var input = definition.Forward?.Input ?? EdgeKind.Tensor;
        var isUsable = definition is { CanConstruct: true, Forward: not null };
        code.Line("/// <summary>Executes the wiring: the slow reference.</summary>");
        code.Line(Hidden);
        code.Line($"public static {TensorType} Define({ScopeType} scope, {Vocabulary.CodeName(input)} input)"
            + (isUsable ? $" => new {definition.Header.Reference}(scope).{definition.Forward!.Name}({Shaped(definition)});" : Broken));
    }

    /// <summary>The input as the layers expect it: rows that are images say so.</summary>
    private static string Shaped(DeclaredDefinition definition) => definition is { Image: { } image, Forward.Input: EdgeKind.Tensor }
        ? $"{Services}Reference.Image(input, {Literal.Of(image.Height)}, {Literal.Of(image.Width)}, {Literal.Of(image.Channels)})"
        : "input";

    private static void EmitLayer(CodeWriter code, DeclaredDefinition definition, DeclaredLayer layer)
    {
        code.Line();
        var call = definition.CanConstruct && layer.Model is not null ? Call(definition, layer, layer.Model) : null;
        if (call is null) code.Line(layer.Signature + Broken);
        else
        {
            code.Line(layer.Signature + " =>");
            code.Line("    " + Services + "Reference." + call + ";");
        }
    }

    private static string? Call(DeclaredDefinition definition, DeclaredLayer layer, LayerModel model)
    {
        var head = $"(this.__scope, {Literal.Of(model.Method)}, ";
        var (weights, x) = (Literal.Of(model.Weights), layer.Parameter);
        return model switch
        {
            DenseModel dense => $"Dense{head}{weights}, {x}, {Member(dense.Rule)}, {Literal.Of(dense.Size)}, {Literal.Of(dense.Bias)}, {Member(dense.Layout)}, {Member(dense.Precision)}{Member(dense.Placement)}{Member(dense.Flatten)})",
            EmbedModel embed => $"Embed{head}{weights}, {x}, {Literal.Of(embed.Vocabulary)}, {Literal.Of(embed.Width)}, {Literal.Of(embed.Positions)}, {Literal.Of(embed.PositionWeights)}, tied: {Literal.Of(IsTied(definition, embed))})",
            TiedModel tied when definition.Layers[tied.Embed].Model is EmbedModel embed =>
                $"Tied{head}{Literal.Of(embed.Weights)}, {x}, {Literal.Of(embed.Vocabulary)}, {Literal.Of(embed.Width)}, {Member(tied.Precision)}{Member(tied.Placement)})",
            NormModel norm => $"{norm.Kind}Norm{head}{weights}, {x}, {Literal.Of(norm.Epsilon)})",
            AttentionModel { Kind: AttentionKind.Cross } attention =>
                $"CrossAttention{head}{weights}, {x}, {Literal.Of(attention.Memory)}, {Literal.Of(attention.Heads)}, {Literal.Of(attention.HeadSize)}, {Literal.Of(attention.Bias)}, {Literal.Of(attention.Scaled)})",
            AttentionModel { Kind: AttentionKind.Causal, Scaled: true, Buckets: 0 } attention =>
                $"CausalAttention{head}{x}, {Literal.Of(attention.Heads)}, {Literal.Of(attention.HeadSize)})",
            AttentionModel attention =>
                $"SelfAttention{head}{weights}, {x}, global::Kernels.Model.AttentionKind.{attention.Kind}, {Literal.Of(attention.Heads)}, {Literal.Of(attention.HeadSize)}, {Literal.Of(attention.Scaled)}, {Literal.Of(attention.Buckets)}, {Literal.Of(attention.MaxDistance)})",
            StackModel stack => $"Stack{head}{weights}, {Literal.Of(stack.Count)}, {x}, {layer.Block}.Define)",
            EncodeModel encode => $"Encode{head}{x}, {Literal.Of(encode.Steps)})",
            NeuronModel neuron => $"Neuron{head}{x}, {Literal.Of(neuron.Decay)}, {Literal.Of(neuron.Threshold)}, {Literal.Of(neuron.Start)}, {Member(neuron.Reset)})",
            IntegrateModel integrate => $"Integrate{head}{x}, {Literal.Of(integrate.Decay)})",
            Conv2dModel conv => $"Conv2d{head}{weights}, {x}, {Literal.Of(conv.Outputs)}, {Moved(conv.Window)}, {Literal.Of(conv.Bias)}, {Member(conv.Precision)}{Member(conv.Placement)})",
            DepthwiseConv2dModel depthwise => $"DepthwiseConv2d{head}{weights}, {x}, {Moved(depthwise.Window)}, {Literal.Of(depthwise.Bias)})",
            Pool2dModel pool => $"Pool2d{head}{x}, global::Kernels.Model.PoolKind.{pool.Kind}, {Moved(pool.Window)})",
            _ => null,
        };
    }

    private static string Moved(Window window) =>
        $"new global::Kernels.Model.Window({Literal.Of(window.Height)}, {Literal.Of(window.Width)}, {Literal.Of(window.Stride)}, {Literal.Of(window.Padding)}, {Literal.Of(window.Same)})";

    /// <summary>Whether an output head shares the table and follows the mode: in an integer mode the embedding is then read from the integers too.</summary>
    private static bool IsTied(DeclaredDefinition definition, EmbedModel embed) => definition.Layers.Any(layer =>
        layer.Model is TiedModel { Precision: Precision.OfMode } tied && definition.Layers[tied.Embed].Model is EmbedModel table && table.Method == embed.Method);

    private static string Member(WidthRule rule) => "global::Kernels.Model.WidthRule." + rule;

    // A number outside the enum is an error that is reported; the cast keeps the body free of further ones.
    private static string Member(WeightLayout layout) =>
        layout is WeightLayout.OutputsByInputs or WeightLayout.InputsByOutputs ? "global::Kernels.WeightLayout." + layout : $"(global::Kernels.WeightLayout)({Literal.Of((int)layout)})";

    private static string Member(Precision precision) =>
        precision is Precision.OfMode or Precision.Float32 ? "global::Kernels.Precision." + precision : $"(global::Kernels.Precision)({Literal.Of((int)precision)})";

    private static string Member(Placement placement) => placement switch
    {
        Placement.OfMode => "",
        Placement.Dense or Placement.Spiking or Placement.Complementary => ", global::Kernels.Placement." + placement,
        _ => $", (global::Kernels.Placement)({Literal.Of((int)placement)})",
    };

    private static string Member(FlattenOrder order) => order switch
    {
        FlattenOrder.ChannelsLast => "",
        FlattenOrder.ChannelsFirst => ", flatten: global::Kernels.FlattenOrder.ChannelsFirst",
        _ => $", flatten: (global::Kernels.FlattenOrder)({Literal.Of((int)order)})",
    };

    private static string Member(SpikeReset reset) =>
        reset is SpikeReset.Subtract or SpikeReset.Zero ? "global::Kernels.SpikeReset." + reset : $"(global::Kernels.SpikeReset)({Literal.Of((int)reset)})";

    /// <summary>A block as text in the assembly, for networks of other projects.</summary>
    public static string EmitBlockModel(GraphModel block)
    {
        var lines = ModelText.Write(block).TrimEnd('\n').Split('\n').Select(line => "    " + Literal.Of(line + "\n"));
        return CodeWriter.Header + "\n[assembly: global::Kernels.BlockModel(" + Literal.Of(block.FullName) + ",\n" + string.Join(" +\n", lines) + ")]\n";
    }
}
