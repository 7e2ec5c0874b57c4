using System;
using System.Collections.Generic;
using System.Linq;

namespace Kernels.Model;

/// <summary>What a layer must satisfy by itself, whatever its input: ranges, names, and choices that exclude each other.</summary>
internal static class LayerRules
{
    public static IEnumerable<InferenceError> Check(LayerModel layer, int index)
    {
        InferenceError? At(ModelFault fault, string property, long number, string message) =>
            new(fault, index, -1, property, new EquatableList<long>([number]), message);

        InferenceError? Range(string property, int value, int max) => value >= 1 && value <= max
            ? null
            : At(ModelFault.SizeOutOfRange, property, value,
                $"{property} of {layer.Method} is {Limits.Text(value)}. Give a number from 1 to {Limits.Text(max)}.");

        InferenceError? Name(string property, string name) => NameFault(name) is { } fault
            ? At(ModelFault.BadWeightName, property, name.Length, $"The weights of {layer.Method} cannot be called \"{Printable(name)}\": {fault}.")
            : null;

        InferenceError? Matrix(long rows, long columns) => rows > 0 && columns > 0 && rows * columns > Limits.MatrixValues
            ? At(ModelFault.TooLarge, "", rows * columns,
                $"The table of {layer.Method} would hold {Limits.Text(rows * columns)} values. The limit is {Limits.Text(Limits.MatrixValues)}.")
            : null;

        InferenceError? Number(bool holds, ModelFault fault, string property, string advice) =>
            holds ? null : At(fault, property, 0, $"{property} of {layer.Method} {advice}");

        InferenceError? Exact(bool known, string property, int value) => known
            ? null
            : At(ModelFault.SizeOutOfRange, property, value, $"{property} of {layer.Method} has no value {value}. Use one of the names that the enum declares.");

        InferenceError? Placed(Precision precision, Placement placement) => precision == Precision.Float32 && placement != Placement.OfMode
            ? At(ModelFault.PlacementWithoutEffect, nameof(Placement), (int)placement,
                $"{layer.Method} is computed in f32 in every mode, so no side of the integer modes can take it. Remove [Placement] or [Precision].")
            : Exact(placement is >= Placement.OfMode and <= Placement.Complementary, nameof(Placement), (int)placement);

        InferenceError? Heads(int heads, int headSize) => (heads, headSize) switch
        {
            (0, 0) => At(ModelFault.HeadsAmbiguous, "", 0, $"{layer.Method} says neither Heads nor HeadSize. Give one of them; the other follows from the width."),
            (0, var size) => Range(nameof(HeadsAttribute.HeadSize), size, Limits.Width),
            (var number, 0) => Range(nameof(HeadsAttribute.Heads), number, Limits.Width),
            _ => At(ModelFault.HeadsAmbiguous, "", 0, $"{layer.Method} says both Heads and HeadSize. Give one of them; the other follows from the width."),
        };

        InferenceError?[] Attended(AttentionModel attention)
        {
            if (attention.Kind == AttentionKind.Cross)
            {
                return
                [
                    Name(nameof(LayerAttribute.Name), attention.Weights), Range(nameof(CrossAttentionAttribute.Memory), attention.Memory, Limits.Width),
                    attention.Buckets == 0 && attention.MaxDistance == 0 ? null : At(ModelFault.Malformed, "", attention.Buckets, $"{layer.Method} has buckets of distances to a memory, which has none."),
                ];
            }

            if (attention.Kind is not (AttentionKind.Causal or AttentionKind.Whole) || attention.Memory != 0 || attention.Bias || (attention.Buckets == 0) != (attention.Weights.Length == 0)
                || (attention.Buckets == 0 && attention.MaxDistance != 0))
                return [At(ModelFault.Malformed, "", 0, $"{layer.Method} is attention of an unknown kind.")];
            if (attention.Buckets == 0) return [];
            // In each direction half of the buckets are a distance each, and the last distance lies beyond them.
            var both = attention.Kind == AttentionKind.Whole;
            var each = attention.Buckets / (both ? 2 : 1) / 2;
            return
            [
                Name(nameof(LayerAttribute.Name), attention.Weights),
                attention.Buckets >= (both ? 4 : 2) && attention.Buckets <= Limits.Buckets && (!both || attention.Buckets % 2 == 0)
                    ? null
                    : At(ModelFault.SizeOutOfRange, nameof(SelfAttentionAttribute.Buckets), attention.Buckets,
                        $"Buckets of {layer.Method} is {Limits.Text(attention.Buckets)}. Give {(both ? "an even number from 4" : "a number from 2")} to {Limits.Text(Limits.Buckets)}, or leave it out."),
                attention.MaxDistance > each && attention.MaxDistance <= Limits.Width
                    ? null
                    : At(ModelFault.SizeOutOfRange, nameof(SelfAttentionAttribute.MaxDistance), attention.MaxDistance,
                        $"MaxDistance of {layer.Method} is {Limits.Text(attention.MaxDistance)}. Give a number from {Limits.Text(each + 1)} to {Limits.Text(Limits.Width)}: the first {Limits.Text(each)} distances have a bucket each."),
            ];
        }

        InferenceError?[] Moved(Window window, params InferenceError?[] others) =>
        [
            .. others,
            // One number may stand for several: it is judged once.
            Range(window.Height == window.Width ? "Kernel" : nameof(WindowAttribute.KernelHeight), window.Height, Limits.Kernel),
            window.Width == window.Height ? null : Range(nameof(WindowAttribute.KernelWidth), window.Width, Limits.Kernel),
            window.Stride == window.Height ? null : Range(nameof(Window.Stride), window.Stride, Limits.Kernel),
            window.Same && window.Padding != 0
                ? At(ModelFault.BadPadding, nameof(Window.Padding), window.Padding, $"The padding of {layer.Method} is given twice, by Padding and by Same. Keep one of them.")
                : window.Padding < 0 || window.Padding >= Math.Max(1, Math.Min(window.Height, window.Width))
                ? At(ModelFault.BadPadding, nameof(Window.Padding), window.Padding,
                    $"Padding of {layer.Method} is {Limits.Text(window.Padding)}. Give a number from 0 to {Limits.Text(Math.Max(1, Math.Min(window.Height, window.Width)) - 1)}, fewer than the window has on either side.")
                : null,
        ];

        InferenceError?[] faults = layer switch
        {
            Conv2dModel conv => Moved(conv.Window, Name(nameof(LayerAttribute.Name), conv.Weights), Range(nameof(Conv2dAttribute.Outputs), conv.Outputs, Limits.Width),
                Exact(IsKnown(conv.Precision), nameof(Precision), (int)conv.Precision), Placed(conv.Precision, conv.Placement)),
            DepthwiseConv2dModel depthwise => Moved(depthwise.Window, Name(nameof(LayerAttribute.Name), depthwise.Weights)),
            Pool2dModel pool => Moved(pool.Window, Exact(pool.Kind is PoolKind.Max or PoolKind.Average, nameof(pool.Kind), (int)pool.Kind)),
            DenseModel dense =>
            [
                Name(nameof(LayerAttribute.Name), dense.Weights),
                Range(dense.Rule == WidthRule.Fixed ? nameof(DenseAttribute.Outputs) : dense.Rule.ToString(), dense.Size, Limits.Width),
                Exact(dense.Rule is WidthRule.Fixed or WidthRule.Expand or WidthRule.Shrink, nameof(dense.Rule), (int)dense.Rule),
                Exact(dense.Layout is WeightLayout.OutputsByInputs or WeightLayout.InputsByOutputs, nameof(DenseAttribute.Layout), (int)dense.Layout),
                Exact(IsKnown(dense.Precision), nameof(Precision), (int)dense.Precision),
                Placed(dense.Precision, dense.Placement),
                Exact(dense.Flatten is FlattenOrder.ChannelsLast or FlattenOrder.ChannelsFirst, nameof(DenseAttribute.Flatten), (int)dense.Flatten),
            ],
            EmbedModel embed =>
            [
                Name(nameof(LayerAttribute.Name), embed.Weights),
                Range(nameof(EmbedAttribute.Vocabulary), embed.Vocabulary, Limits.Width),
                Range(nameof(EmbedAttribute.Width), embed.Width, Limits.Width),
                Matrix(embed.Vocabulary, embed.Width),
                embed.Positions == 0 ? null : Range(nameof(EmbedAttribute.Positions), embed.Positions, Limits.Width),
                embed.Positions == 0 ? null : Name(nameof(EmbedAttribute.PositionName), embed.PositionWeights),
                Matrix(embed.Positions, embed.Width),
            ],
            TiedModel tied => [Exact(IsKnown(tied.Precision), nameof(Precision), (int)tied.Precision), Placed(tied.Precision, tied.Placement)],
            NormModel norm =>
            [
                Name(nameof(LayerAttribute.Name), norm.Weights),
                norm.Epsilon >= 0 && norm.Epsilon < float.PositiveInfinity
                    ? null
                    : At(ModelFault.BadEpsilon, nameof(LayerNormAttribute.Epsilon), 0, $"Epsilon of {layer.Method} must be a finite number, 0 or more."),
                norm.Kind is NormKind.Layer or NormKind.Rms ? null : At(ModelFault.Malformed, "", (int)norm.Kind, $"{layer.Method} is a norm of an unknown kind."),
            ],
            AttentionModel attention => [Heads(attention.Heads, attention.HeadSize), .. Attended(attention)],
            StackModel stack =>
            [
                Name(nameof(LayerAttribute.Name), stack.Weights),
                Range(nameof(stack.Count), stack.Count, Limits.StackCount),
            ],
            EncodeModel encode => [encode.Steps is >= 1 and <= Limits.Steps
                ? null
                : At(ModelFault.SizeOutOfRange, nameof(EncodeAttribute.Steps), encode.Steps,
                    $"Steps of {layer.Method} is {Limits.Text(encode.Steps)}. Give a number from 1 to {Limits.Text(Limits.Steps)}.")],
            NeuronModel neuron =>
            [
                Number(neuron.Decay > 0 && neuron.Decay <= 1, ModelFault.BadDecay, nameof(LifAttribute.Decay), "must be above 0 and below 1: it is what a step leaves of the membrane."),
                Number(IsFinite(neuron.Threshold) && neuron.Threshold > 0, ModelFault.BadThreshold, nameof(IfAttribute.Threshold),
                    "must be a finite number above 0: at 0 a silent neuron would fire."),
                Number(IsFinite(neuron.Start) && !(neuron.Threshold > 0 && neuron.Start >= neuron.Threshold), ModelFault.BadStart, nameof(IfAttribute.Start),
                    "must be a finite number below the threshold."),
                Exact(neuron.Reset is SpikeReset.Subtract or SpikeReset.Zero, nameof(IfAttribute.Reset), (int)neuron.Reset),
            ],
            IntegrateModel integrate =>
            [
                Number(integrate.Decay > 0 && integrate.Decay <= 1, ModelFault.BadDecay, nameof(IntegrateAttribute.Decay), "must be above 0, and 1 at most: it is what a step leaves of the membrane."),
            ],
            _ => [At(ModelFault.Malformed, "", 0, $"{layer.Method} is a layer of an unknown kind.")],
        };
        return faults.OfType<InferenceError>();
    }

    /// <summary>The prefixes under which a layer looks for tensors, with the property that gives each.</summary>
    public static IEnumerable<(string Name, string Property)> WeightNames(LayerModel layer)
    {
        if (layer.Weights.Length > 0) yield return (layer.Weights, nameof(LayerAttribute.Name));
        if (layer is EmbedModel { Positions: > 0 } embed) yield return (embed.PositionWeights, nameof(EmbedAttribute.PositionName));
    }

    private static bool IsFinite(float number) => !float.IsNaN(number) && !float.IsInfinity(number);

    private static bool IsKnown(Precision precision) => precision is Precision.OfMode or Precision.Float32;

    private static string? NameFault(string name) => name switch
    {
        "" => "it is empty; leave Name out to use the method's name",
        { Length: > Limits.NameLength } => $"it is longer than {Limits.NameLength} characters",
        _ when name[0] == '.' || name[name.Length - 1] == '.' => "dots stand between parts, not at an end",
        _ when name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || char.IsSurrogate(c)) => "white space and control characters are not allowed",
        _ => null,
    };

    private static string Printable(string name) => new(name.Take(40).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c).ToArray());
}
