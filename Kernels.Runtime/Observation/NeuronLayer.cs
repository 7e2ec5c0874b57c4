using System.Globalization;
using Kernels.Model;

namespace Kernels;

/// <summary>An encoder, a layer of spiking neurons or an integrator of an instance.</summary>
/// <param name="Name">The layer's path.</param>
/// <param name="Width">Neurons.</param>
/// <param name="Steps">Time steps per row.</param>
/// <param name="Fires">Whether it gives spikes; an integrator gives values.</param>
internal sealed record NeuronLayer(string Name, int Width, int Steps, bool Fires)
{
    /// <summary>All of a plan, in the order in which they run.</summary>
    public static NeuronLayer[] Of(Plan plan)
    {
        var layers = new List<NeuronLayer>();
        Collect(plan.Body, "");
        Collect(plan.Tail, "");
        return [.. layers];

        void Collect(IEnumerable<StepPlan> steps, string prefix)
        {
            foreach (var step in steps)
            {
                switch (step)
                {
                    case RepeatStep repeat:
                        for (var block = 0; block < repeat.Count; block++)
                            Collect(repeat.Steps, $"{repeat.Layer}[{block.ToString(CultureInfo.InvariantCulture)}].");
                        break;
                    case EncodeStep s:
                        layers.Add(new(prefix + s.Layer, s.Width, s.Steps, Fires: true));
                        break;
                    case NeuronStep s:
                        layers.Add(new(prefix + s.Layer, s.Width, s.Steps, Fires: true));
                        break;
                    case IntegrateStep s:
                        layers.Add(new(prefix + s.Layer, s.Width, s.Steps, Fires: false));
                        break;
                }
            }
        }
    }
}
