using System.Collections.Generic;
using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Planning;

/// <summary>Attention, and what runs once over a memory: keys and values of every layer that sees it.</summary>
internal sealed partial class PlanBuild
{
    private AttentionStep Attention(AttentionModel attention, int width, int from, int to)
    {
        var headSize = attention.HeadSize > 0 ? attention.HeadSize : width / attention.Heads;
        var isCross = attention.Kind == AttentionKind.Cross;
        return new AttentionStep(attention.Method, _attentions++, width / headSize, headSize, from, to)
        {
            Kind = attention.Kind, Scaled = attention.Scaled, Buckets = attention.Buckets, MaxDistance = attention.MaxDistance,
            Memory = attention.Memory, Bias = attention.Bias, DenseSlot = isCross ? _dense++ : -1,
        };
    }

    /// <summary>The steps over the rows of the memory, and the buffer that these are copied to; none and -1 for a network without one.</summary>
    public (IReadOnlyList<StepPlan> Steps, int Input) Memory(NetworkModel network)
    {
        var width = ShapeInference.MemoryOf(network);
        if (width == 0) return ([], -1);
        // The pass over a memory runs by itself, so both buffers may be any of the others'; they are the pass's own all the same.
        var input = NewBuffer(width);
        var widest = Crosses(_steps).Max(step => 2 * step.Heads * step.HeadSize);
        var sides = NewBuffer(widest);
        return (Steps(_steps), input);

        List<StepPlan> Steps(IEnumerable<StepPlan> steps)
        {
            var made = new List<StepPlan>();
            foreach (var step in steps)
            {
                if (step is RepeatStep repeat && Steps(repeat.Steps) is { Count: > 0 } inner) made.Add(repeat with { Steps = inner.ToEquatableList() });
                if (step is not AttentionStep { Kind: AttentionKind.Cross } cross) continue;
                made.Add(new DenseStep(
                    cross.Layer, cross.DenseSlot, width, 2 * cross.Heads * cross.HeadSize, cross.Bias, Function.None, -1, Precision.OfMode, -1, input, sides, Placement.OfMode, SpikesOf()));
                made.Add(new RememberStep(cross.Layer, cross.Slot, cross.Heads, cross.HeadSize, sides));
            }

            return made;
        }
    }

    private static IEnumerable<AttentionStep> Crosses(IEnumerable<StepPlan> steps) => steps.SelectMany(step => step switch
    {
        RepeatStep repeat => Crosses(repeat.Steps),
        AttentionStep { Kind: AttentionKind.Cross } cross => [cross],
        _ => [],
    });
}
