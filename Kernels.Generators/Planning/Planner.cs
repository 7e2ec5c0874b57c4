using System.Collections.Generic;
using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Planning;

/// <summary>
/// Turns a network with its widths into a plan: which steps, in which buffers, what is fused. It decides by the graph alone,
/// without search, so that the same definition always gives the same plan.
/// </summary>
internal static class Planner
{
    private const int DefaultContext = 1024;

    public static Plan Plan(NetworkModel network)
    {
        var build = new PlanBuild();
        var value = build.Graph(
            network, inputBuffer: network.Graph.Input == EdgeKind.Tokens ? -1 : build.NewBuffer(network.InputWidth), keepsInput: CallerRows.CouldRead(network));
        var steps = build.Steps;
        var memory = build.Memory(network);
        var mixing = LastMixing(steps);
        return new Plan(
            Context(network),
            build.Buffers.Select(width => new BufferPlan(width)).ToEquatableList(),
            network.Graph.Input == EdgeKind.Tokens ? -1 : 0,
            value,
            steps.Take(mixing + 1).ToEquatableList(),
            steps.Skip(mixing + 1).ToEquatableList())
        {
            Memory = memory.Steps.ToEquatableList(), MemoryInput = memory.Input, Whole = ShapeInference.Attentions(network).Any(attention => attention.Kind == AttentionKind.Whole),
        };
    }

    private static int LastMixing(IReadOnlyList<StepPlan> steps)
    {
        for (var i = steps.Count - 1; i >= 0; i--)
            if (Mixes(steps[i])) return i;
        return -1;
    }

    private static bool Mixes(StepPlan step) =>
        step is AttentionStep || (step is RepeatStep repeat && repeat.Steps.Any(Mixes));

    private static int Context(NetworkModel network)
    {
        var positions = network.Graph.Layers.OfType<EmbedModel>().Where(embed => embed.Positions > 0).Select(embed => embed.Positions).ToArray();
        if (positions.Length > 0) return positions.Min();
        if (!ShapeInference.Attentions(network).Any()) return 0;
        return network.Graph.Context > 0 ? network.Graph.Context : DefaultContext;
    }
}
