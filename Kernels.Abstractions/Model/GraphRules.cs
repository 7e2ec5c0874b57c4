using System;
using System.Collections.Generic;
using System.Linq;

namespace Kernels.Model;

/// <summary>
/// What a definition must satisfy before any width is known. A definition without errors here is a list of operations each of
/// which reads earlier values, uses each layer at most once, and ends in the result.
/// </summary>
public static class GraphRules
{
    /// <summary>Every fault that can be seen without widths; those of a block too, before any network uses it.</summary>
    /// <param name="graph">The definition.</param>
    /// <returns>An empty list for a sound definition.</returns>
    public static EquatableList<InferenceError> Check(GraphModel graph)
    {
        var errors = new List<InferenceError>();
        CheckInput(graph, errors);
        for (var i = 0; i < graph.Layers.Count; i++)
        {
            errors.AddRange(LayerRules.Check(graph.Layers[i], i));
            CheckPlace(graph, i, errors);
        }

        CheckNames(graph, errors);
        CheckWiring(graph, errors);
        return errors.ToEquatableList();
    }

    private static void CheckInput(GraphModel graph, List<InferenceError> errors)
    {
        void Add(ModelFault fault, string property, long number, string message) =>
            errors.Add(new(fault, -1, -1, property, new EquatableList<long>([number]), message));

        const string input = nameof(NetworkAttribute.Input);
        var name = ShortName(graph.FullName);
        if (graph.Kind == GraphKind.Block)
        {
            if (graph.Input != EdgeKind.Tensor || graph.InputShape is not null || graph.Context != 0 || graph.Formats.Count > 0)
                Add(ModelFault.Malformed, "", 0, $"{name} is a block: it takes a Tensor of any width and says nothing about its input.");
        }
        else if (graph.Input == EdgeKind.Tokens)
        {
            if (graph.InputShape is not null)
                Add(ModelFault.InputOfTokens, input, graph.InputShape.Extents.Count,
                    $"{name} takes Tokens, which are one number per row. Remove Input, or let {graph.Forward} take a Tensor.");
        }
        else if (graph.Input != EdgeKind.Tensor)
        {
            Add(ModelFault.Malformed, "", 0, $"{name} takes {EdgeRules.Article(graph.Input)}. Networks take a Tensor or Tokens; spikes are made inside, by [Encode].");
        }
        else if (graph.InputShape is null || graph.InputShape.Extents.Count == 0)
        {
            Add(ModelFault.InputMissing, input, 0,
                $"{name} takes a Tensor of unknown width. Say it, as in [Network(Input = [784])], or let {graph.Forward} take Tokens.");
        }
        else if (graph.InputShape.Extents.Count is not (1 or 3))
        {
            Add(ModelFault.InputRank, input, graph.InputShape.Extents.Count,
                $"Input of {name} has {graph.InputShape.Extents.Count} extents. Give one, the values of a flat row, or three, the height, width and channels of an image.");
        }
        else if (graph.InputShape.Extents.Any(extent => extent is < 1 or > Limits.Width))
        {
            var extent = graph.InputShape.Extents.First(extent => extent is < 1 or > Limits.Width);
            Add(ModelFault.SizeOutOfRange, input, extent,
                $"Input of {name} is {Limits.Text(extent)}. Give {(graph.InputShape.Extents.Count == 1 ? "a number" : "numbers")} from 1 to {Limits.Text(Limits.Width)}.");
        }
        else if (graph.InputShape.Extents.Aggregate(1L, (product, size) => Math.Min(product * size, int.MaxValue)) is var values && values > Limits.Width)
        {
            Add(ModelFault.SizeOutOfRange, input, values, $"Input of {name} is an image of more than {Limits.Text(Limits.Width)} values. Give a smaller one.");
        }

        for (var i = 0; i < graph.Formats.Count; i++)
        {
            if (graph.Formats[i] is <= WeightFormat.Float32 or > WeightFormat.Int4Block32)
                Add(ModelFault.BadFormat, nameof(NetworkAttribute.Weights), (int)graph.Formats[i], graph.Formats[i] == WeightFormat.Float32
                    ? $"Weights of {name} names Float32, which every network has. Remove it."
                    : $"Weights of {name} names {(int)graph.Formats[i]}, which is no format. Name BFloat16, Int8, Int8Block32 or Int4Block32, or leave Weights out.");
            else if (graph.Formats.Take(i).Contains(graph.Formats[i]))
                Add(ModelFault.BadFormat, nameof(NetworkAttribute.Weights), (int)graph.Formats[i], $"Weights of {name} names {graph.Formats[i]} twice. Once is enough.");
        }

        if (graph.Context is < 0 or > Limits.Width)
            Add(ModelFault.ContextOutOfRange, nameof(NetworkAttribute.Context), graph.Context,
                $"Context of {name} is {Limits.Text(graph.Context)}. Give a number from 1 to {Limits.Text(Limits.Width)}, or leave it out.");
    }

    private static void CheckPlace(GraphModel graph, int index, List<InferenceError> errors)
    {
        void Add(ModelFault fault, string message) => errors.Add(new(fault, index, -1, "", EquatableList<long>.Empty, message));

        var layer = graph.Layers[index];
        if (graph.Kind == GraphKind.Block && layer is StackModel)
            Add(ModelFault.NestedStack, $"{layer.Method} is a stack within a block. Stacks stand in networks only: write the inner blocks' layers here, or stack both in the network.");
        if (graph.Kind == GraphKind.Block && layer is (EmbedModel or TiedModel))
            Add(ModelFault.EmbeddingInBlock, $"{layer.Method} works on tokens, which no block sees. Move it to the network.");
        if (layer is TiedModel tied && (tied.Embed < 0 || tied.Embed >= graph.Layers.Count || graph.Layers[tied.Embed] is not EmbedModel))
            Add(ModelFault.TiedToNoEmbedding, $"{layer.Method} shares the table of an embedding, but names none. Name a method with [Embed(...)], as in [Tied(nameof(Embed))].");
    }

    private static void CheckNames(GraphModel graph, List<InferenceError> errors)
    {
        var methods = new HashSet<string>(StringComparer.Ordinal);
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < graph.Layers.Count; i++)
        {
            var layer = graph.Layers[i];
            if (!methods.Add(layer.Method))
                errors.Add(new(ModelFault.DuplicateLayerName, i, -1, "", EquatableList<long>.Empty, $"There are two layers called {layer.Method}. Rename one of them."));
            foreach (var (name, property) in LayerRules.WeightNames(layer))
            {
                var clash = owners.Keys.FirstOrDefault(other => other == name || IsBelow(name, other) || IsBelow(other, name));
                if (clash is not null)
                    errors.Add(new(ModelFault.DuplicateWeightName, i, -1, property, EquatableList<long>.Empty,
                        $"{layer.Method} and {owners[clash]} would both read the tensors of \"{name}\". Give one of them another Name."));
                else owners.Add(name, layer.Method);
            }
        }

        // A stack owns every tensor whose name goes on with the number of a block.
        bool IsBelow(string name, string stack) =>
            name.Length > stack.Length + 1 && name.StartsWith(stack, StringComparison.Ordinal) && name[stack.Length] == '.'
            && name[stack.Length + 1] is >= '0' and <= '9'
            && graph.Layers.Any(layer => layer is StackModel && layer.Weights == stack);
    }

    private static void CheckWiring(GraphModel graph, List<InferenceError> errors)
    {
        void Add(ModelFault fault, int op, string message) => errors.Add(new(fault, -1, op, "", EquatableList<long>.Empty, message));

        if (graph.Ops.Count > Limits.Operations || graph.Layers.Count > Limits.Operations)
        {
            Add(ModelFault.TooLong, -1, $"{ShortName(graph.FullName)} is longer than {Limits.Text(Limits.Operations)} operations. Use blocks and [Stack].");
            return;
        }

        var calls = new int[graph.Layers.Count];
        var uses = new int[graph.Ops.Count + 1];
        for (var i = 0; i < graph.Ops.Count; i++)
        {
            if (Operands(graph.Ops[i]) is not { } operands || operands.Any(value => value < 0 || value > i)
                || graph.Ops[i] is LayerOp { Layer: var index } && (index < 0 || index >= calls.Length))
            {
                Add(ModelFault.Malformed, i, $"Operation {i} of {graph.FullName} names a layer or value that does not exist.");
                return;
            }

            foreach (var value in operands) uses[value]++;

            if (graph.Ops[i] is LayerOp call && ++calls[call.Layer] == 2)
                Add(ModelFault.LayerUsedTwice, i,
                    $"{graph.Layers[call.Layer].Method} is used twice. A layer has one place in the wiring, with weights and state of its own: declare a second layer.");
        }

        var kinds = EdgeRules.Check(graph, errors);
        if (graph.Result == 0 && graph.Ops.Count == 0)
            Add(ModelFault.NothingComputed, -1, $"{graph.Forward} gives back its input unchanged. Call at least one layer or function.");
        else if (graph.Result < 0 || graph.Result > graph.Ops.Count)
            Add(ModelFault.Malformed, -1, $"The result of {graph.FullName} is a value that does not exist.");
        else if (kinds[graph.Result] != EdgeKind.Tensor && errors.Count == 0)
            Add(ModelFault.Malformed, -1, $"The result of {graph.FullName} is {EdgeRules.Article(kinds[graph.Result])}. Networks and blocks give a Tensor.");
        else
            uses[graph.Result]++;

        for (var i = 0; i < graph.Ops.Count; i++)
            if (uses[i + 1] == 0) Add(ModelFault.UnusedValue, i, $"The result of {Describe(graph, i)} is not used. Use it, or remove the call.");
    }

    /// <summary>The values that an operation reads, or null for an operation of an unknown kind.</summary>
    internal static int[]? Operands(OpModel op) => op switch
    {
        LayerOp layer => [layer.From],
        FunctionOp function when function.Function is > Function.None and <= Function.Tanh => [function.From],
        AddOp add => [add.Left, add.Right],
        MultiplyOp multiply => [multiply.Left, multiply.Right],
        _ => null,
    };

    internal static string Describe(GraphModel graph, int op) => graph.Ops[op] switch
    {
        LayerOp layer => graph.Layers[layer.Layer].Method,
        FunctionOp function => function.Function.ToString(),
        AddOp => "'+'",
        MultiplyOp => "'*'",
        _ => "an operation",
    };

    internal static string ShortName(string fullName) => fullName.Substring(fullName.LastIndexOf('.') + 1);
}
