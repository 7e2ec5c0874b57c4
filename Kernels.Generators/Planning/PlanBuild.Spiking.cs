using System;
using Kernels.Model;

namespace Kernels.Generators.Planning;

/// <summary>The part of a wiring that has a time axis. Spikes and currents lie in the arena like other rows, step after step.</summary>
internal sealed partial class PlanBuild
{
    /// <summary>Values that a row takes in the arena. Only currents are joined, so a value with steps is one here.</summary>
    private static int ValuesOf(NetworkModel network, int value) =>
        network.Steps[value] == 0 ? network.Widths[value] : TrainLayout.OfCurrent(network.Widths[value], network.Steps[value]);

    // The sums are those of all steps at once, padding included.
    private void AddCurrents(NetworkModel network, AddOp op, int value, int[] left, int[] buffers) =>
        Pair(network, op.Left, op.Right, value, left, buffers, (l, r, to) => new AddStep("+", ValuesOf(network, value), l, r, to));

    // Never in place: what is read and what is written lie differently.
    private void Spiking(NetworkModel network, LayerOp op, int value, int[] left, int[] buffers)
    {
        var layer = network.Graph.Layers[op.Layer];
        var (from, inputs, width) = (buffers[op.From], network.Widths[op.From], network.Widths[value]);
        var steps = Math.Max(network.Steps[op.From], network.Steps[value]);
        var to = NewBuffer(layer switch
        {
            EncodeModel or NeuronModel => TrainLayout.OfSpikes(width, steps),
            DenseModel => TrainLayout.OfCurrent(width, steps),
            _ => width,
        });
        _steps.Add(layer switch
        {
            EncodeModel => new EncodeStep(layer.Method, width, steps, from, to),
            DenseModel dense => new SpikeDenseStep(layer.Method, _dense++, inputs, width, steps, dense.Bias, dense.Precision, from, to),
            NeuronModel neuron => new NeuronStep(layer.Method, width, steps, neuron.Decay, neuron.Threshold, neuron.Start, neuron.Reset, from, to),
            IntegrateModel integrate => new IntegrateStep(layer.Method, width, steps, integrate.Decay, from, to),
            _ => throw new InvalidOperationException("a layer without a plan: " + layer.Method),
        });
        buffers[value] = to;
        Release(op.From, left, buffers, keep: to);
    }
}
