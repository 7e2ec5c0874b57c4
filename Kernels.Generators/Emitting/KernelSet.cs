using System.Collections.Generic;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>The kernels that a plan needs.</summary>
internal static class KernelSet
{
    /// <param name="plan">The plan.</param>
    /// <param name="formats">Formats of weights, beside f32, that kernels are wanted for.</param>
    public static EquatableList<KernelKey> Of(Plan plan, EquatableList<WeightFormat> formats)
    {
        var keys = new List<KernelKey>();
        var seen = new HashSet<KernelKey>();
        Collect(plan.Body);
        Collect(plan.Tail);
        return keys.ToEquatableList();

        void Collect(IEnumerable<StepPlan> steps)
        {
            foreach (var step in steps)
            {
                if (step is RepeatStep repeat) Collect(repeat.Steps);
                foreach (var key in Of(step, formats))
                    if (seen.Add(key)) keys.Add(key);
            }
        }
    }

    public static IEnumerable<KernelKey> Of(StepPlan step, EquatableList<WeightFormat> formats)
    {
        switch (step)
        {
            case DenseStep dense:
                yield return DenseOf(dense);
                if (dense.Precision != Precision.Float32)
                {
                    yield return new QuantizeKey(dense.Inputs);
                    yield return Int8Of(dense);
                    yield return EventsOf(dense);
                    foreach (var format in formats)
                    {
                        yield return DenseOf(dense) with { Format = format };
                        if (!format.IsBlocks()) continue;
                        yield return BlocksOf(dense, format);
                        yield return EventsOf(dense, format);
                    }
                }

                break;
            case NormStep norm:
                yield return NormOf(norm);
                break;
            case AttentionStep attention:
                yield return AttentionOf(attention);
                if (attention.Kind == AttentionKind.Cross)
                    foreach (var key in Of(MemoryOf(attention), formats)) yield return key;
                break;
            case FunctionStep function:
                yield return FunctionOf(function);
                break;
            case AddStep add:
                yield return new PairKey(false, Padding.Up(add.Width));
                break;
            case MultiplyStep multiply:
                yield return new PairKey(true, Padding.Up(multiply.Width));
                break;
            case Conv2dStep conv:
                yield return Conv2dOf(conv);
                if (conv.Precision != Precision.Float32)
                {
                    yield return new QuantizeKey(conv.Window.Image.Values);
                    yield return new GatherKey(conv.Window);
                    yield return Int8Of(conv);
                    yield return EventsOf(conv);
                    yield return CloseOf(conv);
                }

                break;
            case DepthwiseConv2dStep depthwise:
                yield return DepthwiseConv2dOf(depthwise);
                break;
            case Pool2dStep pool:
                yield return Pool2dOf(pool);
                break;
            case PadStep pad:
                yield return PadOf(pad);
                break;
            case EncodeStep encode:
                yield return SpikeOf(encode);
                break;
            case NeuronStep neuron:
                yield return SpikeOf(neuron);
                break;
            case IntegrateStep integrate:
                yield return SpikeOf(integrate);
                break;
            case SpikeDenseStep spikes:
                yield return SpikeDenseOf(spikes);
                if (spikes.Precision != Precision.Float32) yield return SpikeDenseInt8Of(spikes);
                break;
        }
    }

    public static AttentionKey AttentionOf(AttentionStep step) => new(step.HeadSize, step.Kind != AttentionKind.Causal, step.Scaled, step.Buckets > 0);

    /// <summary>The linear layer of keys and values of the memory, wherever its buffers are.</summary>
    public static DenseStep MemoryOf(AttentionStep step) => new(
        step.Layer, step.DenseSlot, step.Memory, 2 * step.Heads * step.HeadSize, step.Bias, Function.None, -1, Precision.OfMode, -1, -1, -1);

    public static NormKey NormOf(NormStep step) => new(step.Width, step.Epsilon, step.Kind);

    public static DenseKey DenseOf(DenseStep step) => new(step.Inputs, step.Outputs, step.Bias, step.Function, step.Residual >= 0);

    public static DenseInt8Key Int8Of(DenseStep step) => new(step.Inputs, step.Outputs, step.Bias, step.Function, step.Residual >= 0);

    public static DenseBlocksKey BlocksOf(DenseStep step, WeightFormat format) => new(step.Inputs, step.Outputs, step.Bias, step.Function, step.Residual >= 0, format);

    public static EventsInt8Key EventsOf(DenseStep step) => new(step.Inputs, step.Outputs, step.Bias, step.Function, step.Residual >= 0);

    public static EventsBlocksKey EventsOf(DenseStep step, WeightFormat format) => new(step.Inputs, step.Outputs, step.Bias, step.Function, step.Residual >= 0, format);

    public static SpikeDenseKey SpikeDenseOf(SpikeDenseStep step) => new(step.Inputs, step.Outputs, step.Steps, step.Bias);

    public static SpikeDenseInt8Key SpikeDenseInt8Of(SpikeDenseStep step) => new(step.Inputs, step.Outputs, step.Steps, step.Bias);

    public static EncodeKey SpikeOf(EncodeStep step) => new(step.Width, step.Steps);

    public static NeuronKey SpikeOf(NeuronStep step) => new(step.Width, step.Steps, step.Decay, step.Threshold, step.Start, step.Reset);

    public static IntegrateKey SpikeOf(IntegrateStep step) => new(step.Width, step.Steps, step.Decay);

    public static Conv2dKey Conv2dOf(Conv2dStep step) => new(step.Window, step.Outputs, step.Bias, step.Relu, step.Residual >= 0);

    public static DenseInt8Key Int8Of(Conv2dStep step) => new(step.Window.Values, step.Outputs, step.Bias, Function.None, Residual: false);

    public static EventsInt8Key EventsOf(Conv2dStep step) => new(step.Window.Values, step.Outputs, step.Bias, Function.None, Residual: false);

    public static CloseKey CloseOf(Conv2dStep step) => new(step.Window.Positions, step.Outputs, step.Relu, step.Residual >= 0);

    public static DepthwiseConv2dKey DepthwiseConv2dOf(DepthwiseConv2dStep step) => new(step.Window, step.Bias, step.Relu, step.Residual >= 0);

    public static Pool2dKey Pool2dOf(Pool2dStep step) => step.Kind == PoolKind.Average
        ? new(step.Kind, step.Window, step.Image, step.Top, step.Left)
        : new(step.Kind, step.Window, step.Window.Image, 0, 0);

    public static PadKey PadOf(PadStep step) => new(step.Image, step.Top, step.Left, step.Padded, step.Lowest);

    public static FunctionKey FunctionOf(FunctionStep step) => new(step.Function, Padding.Up(step.Width));
}
