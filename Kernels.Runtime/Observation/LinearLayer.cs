using System.Globalization;
using Kernels.Model;

namespace Kernels;

/// <summary>One linear layer of an instance: its name, its sizes and what it does.</summary>
/// <param name="Name">The layer's path, as in <c>Blocks[3].Grow</c>.</param>
/// <param name="Inputs">Values per row in.</param>
/// <param name="Outputs">Values per row out, as the definition writes the layer.</param>
/// <param name="Arithmetic">What it does.</param>
/// <param name="Spikes">How the plan adds its spikes up.</param>
/// <param name="TrainSteps">Time steps of a layer that reads spikes of the definition; 0 for one that reads values.</param>
internal sealed record LinearLayer(string Name, int Inputs, int Outputs, LayerArithmetic Arithmetic, SpikeStrategy Spikes, int TrainSteps = 0)
{
    /// <summary>All linear layers of a plan by their slot among the weights, which is the order of the plan.</summary>
    public static LinearLayer[] Of(Plan plan, Arithmetic arithmetic)
    {
        var layers = new List<LinearLayer>();
        Collect(plan.Body, "");
        Collect(plan.Tail, "");
        return [.. layers];

        void Collect(IEnumerable<StepPlan> steps, string prefix)
        {
            foreach (var step in steps)
            {
                if (step is RepeatStep repeat)
                    for (var block = 0; block < repeat.Count; block++)
                        Collect(repeat.Steps, $"{repeat.Layer}[{block.ToString(CultureInfo.InvariantCulture)}].");
                if (step is DenseStep dense)
                    layers.Add(new(prefix + dense.Layer, dense.Inputs, dense.Outputs, arithmetic.Of(dense.Precision, dense.Placement), dense.Spikes));
                if (step is AttentionStep { Kind: AttentionKind.Cross } cross)
                    layers.Add(new(prefix + cross.Layer, cross.Memory, 2 * cross.Inputs, arithmetic.Of(Precision.OfMode, Placement.OfMode), SpikeStrategy.Counts));
                if (step is Conv2dStep conv)
                    layers.Add(new(prefix + conv.Layer, conv.Window.Values, conv.Outputs, arithmetic.OfWindows(conv.Precision, conv.Placement), SpikeStrategy.Counts));
                if (step is DepthwiseConv2dStep depthwise)
                    layers.Add(new(prefix + depthwise.Layer, depthwise.Window.Height * depthwise.Window.Width, depthwise.Window.Image.Channels, arithmetic.Of(Precision.Float32, Placement.OfMode), SpikeStrategy.Counts));
                if (step is SpikeDenseStep spikes)
                    layers.Add(new(prefix + spikes.Layer, spikes.Inputs, spikes.Outputs, arithmetic.OfTrains(spikes.Precision, spikes.Steps), SpikeStrategy.Events, spikes.Steps));
            }
        }
    }
}
