using System.Collections.Generic;

namespace Kernels.Model;

/// <summary>What may flow into each operation, and what flows out. C# types say it in a wiring; a text of a model is held to it here.</summary>
internal static class EdgeRules
{
    /// <summary>The kind of each value of a wiring, the input first. Where operands do not fit, the error is noted and the result taken to be a tensor.</summary>
    /// <param name="graph">A wiring whose operations name layers and earlier values that exist.</param>
    /// <param name="errors">Receives the faults.</param>
    public static EdgeKind[] Check(GraphModel graph, List<InferenceError> errors)
    {
        var kinds = new EdgeKind[graph.Ops.Count + 1];
        kinds[0] = graph.Input;
        for (var i = 0; i < graph.Ops.Count; i++)
        {
            var op = graph.Ops[i];
            var operands = GraphRules.Operands(op)!;
            var first = kinds[operands[0]];
            var takes = Takes(graph, op, first);
            foreach (var value in operands)
            {
                if (kinds[value] == takes) continue;
                errors.Add(new(ModelFault.Malformed, -1, i, "", EquatableList<long>.Empty,
                    $"Operation {i} of {graph.FullName} takes {Article(takes)} and gets {Article(kinds[value])}."));
                break;
            }

            if (takes == EdgeKind.Spikes && op is LayerOp call && graph.Layers[call.Layer] is DenseModel { Placement: not Placement.OfMode } dense)
                errors.Add(new(ModelFault.PlacementWithoutEffect, call.Layer, -1, nameof(Placement), EquatableList<long>.Empty,
                    $"{dense.Method} takes spikes, which have been on the spiking side all along. Remove [Placement]."));
            kinds[i + 1] = Gives(graph, op, takes);
        }

        return kinds;
    }

    /// <summary>A kind of value in the middle of a sentence.</summary>
    public static string Article(EdgeKind edge) => edge is EdgeKind.Tensor or EdgeKind.Current ? "a " + edge : edge.ToString();

    /// <summary>What an operation takes; of those that take one of two kinds, the one that its first operand is.</summary>
    private static EdgeKind Takes(GraphModel graph, OpModel op, EdgeKind first) => op switch
    {
        LayerOp call => graph.Layers[call.Layer] switch
        {
            EmbedModel => EdgeKind.Tokens,
            NeuronModel or IntegrateModel => EdgeKind.Current,
            DenseModel when first == EdgeKind.Spikes => EdgeKind.Spikes,
            _ => EdgeKind.Tensor,
        },
        AddOp when first == EdgeKind.Current => EdgeKind.Current,
        _ => EdgeKind.Tensor,
    };

    private static EdgeKind Gives(GraphModel graph, OpModel op, EdgeKind takes) => op switch
    {
        LayerOp call => graph.Layers[call.Layer] switch
        {
            EncodeModel or NeuronModel => EdgeKind.Spikes,
            DenseModel when takes == EdgeKind.Spikes => EdgeKind.Current,
            _ => EdgeKind.Tensor,
        },
        AddOp => takes,
        _ => EdgeKind.Tensor,
    };
}
