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
                    foreach (var format in formats) yield return DenseOf(dense) with { Format = format };
                }

                break;
            case LayerNormStep norm:
                yield return new LayerNormKey(norm.Width, norm.Epsilon);
                break;
            case AttentionStep attention:
                yield return new AttentionKey(attention.HeadSize);
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

    public static DenseKey DenseOf(DenseStep step) => new(step.Inputs, step.Outputs, step.Bias, step.Function, step.Residual >= 0);

    public static DenseInt8Key Int8Of(DenseStep step) => new(step.Inputs, step.Outputs, step.Bias, step.Function, step.Residual >= 0);

    public static EventsInt8Key EventsOf(DenseStep step) => new(step.Inputs, step.Outputs, step.Bias, step.Function, step.Residual >= 0);

    public static SpikeDenseKey SpikeDenseOf(SpikeDenseStep step) => new(step.Inputs, step.Outputs, step.Steps, step.Bias);

    public static SpikeDenseInt8Key SpikeDenseInt8Of(SpikeDenseStep step) => new(step.Inputs, step.Outputs, step.Steps, step.Bias);

    public static EncodeKey SpikeOf(EncodeStep step) => new(step.Width, step.Steps);

    public static NeuronKey SpikeOf(NeuronStep step) => new(step.Width, step.Steps, step.Decay, step.Threshold, step.Start, step.Reset);

    public static IntegrateKey SpikeOf(IntegrateStep step) => new(step.Width, step.Steps, step.Decay);

    public static FunctionKey FunctionOf(FunctionStep step) => new(step.Function, Padding.Up(step.Width));
}
