using System;
using System.Collections.Generic;
using System.Linq;

namespace Kernels.Model;

/// <summary>Fills in every width of a network from the width of its input, and says where widths do not fit.</summary>
public static class ShapeInference
{
    /// <summary>Infers the widths of a network and, for each stack, of its block.</summary>
    /// <param name="network">The network as read.</param>
    /// <param name="block">Finds a block by its full name; null when there is none.</param>
    /// <returns>The model, or every fault found.</returns>
    public static Inference Infer(GraphModel network, Func<string, GraphModel?> block)
    {
        var errors = GraphRules.Check(network).ToList();
        if (network.Kind != GraphKind.Network)
            errors.Add(new(ModelFault.Malformed, -1, -1, "", EquatableList<long>.Empty, $"{network.FullName} is a block. Only a network has widths of its own."));
        if (errors.Count > 0) return Failed(errors);

        var width = network.Input == EdgeKind.Tokens ? 1 : network.InputShape!.Width;
        var model = Walk(network, width, network.InputShape?.Image, block, errors);
        CheckContext(model, errors);
        CheckMemory(model, errors);
        return errors.Count > 0 ? Failed(errors) : new(model, EquatableList<InferenceError>.Empty);
    }

    /// <summary>The width of a dense layer's result for rows of a width; the layer must fit.</summary>
    public static int Outputs(DenseModel dense, int inputs) => dense.Rule switch
    {
        WidthRule.Fixed => dense.Size,
        WidthRule.Expand => checked(inputs * dense.Size),
        _ => inputs / dense.Size,
    };

    /// <summary>The heads of an attention layer and the values of each, for rows of 3 x width values (over a memory: width values); the layer must fit.</summary>
    public static (int Heads, int HeadSize) HeadsOf(AttentionModel attention, int inputs)
    {
        var width = attention.Kind == AttentionKind.Cross ? inputs : inputs / 3;
        return attention.Heads > 0 ? (attention.Heads, width / attention.Heads) : (width / attention.HeadSize, attention.HeadSize);
    }

    private static Inference Failed(List<InferenceError> errors) => new(null, errors.ToEquatableList());

    // A width of 0 means: unknown, because of an error that is already in the list. What hangs on it is not judged.
    private static NetworkModel Walk(GraphModel graph, int input, ImageShape? image, Func<string, GraphModel?> block, List<InferenceError> errors)
    {
        var widths = new int[graph.Ops.Count + 1];
        var steps = new int[graph.Ops.Count + 1];
        var blocks = new NetworkModel?[graph.Layers.Count];
        var images = new ImageShape?[graph.Ops.Count + 1];
        widths[0] = input;
        images[0] = image;
        for (var i = 0; i < graph.Ops.Count; i++)
        {
            var join = new WidthJoin(graph, i, widths, steps, images, errors);
            steps[i + 1] = Steps(graph, graph.Ops[i], steps);
            widths[i + 1] = graph.Ops[i] switch
            {
                FunctionOp function => widths[function.From],
                AddOp add => join.Same('+', add.Left, add.Right),
                MultiplyOp multiply => join.Same('*', multiply.Left, multiply.Right),
                LayerOp { Layer: var layer, From: var from } => widths[from] == 0 ? 0 : graph.Layers[layer] switch
                {
                    StackModel stack => Stack(graph, i, stack, widths[from], images[from], block, errors, out blocks[layer]),
                    var single => join.Layer(single, widths[from]),
                },
                _ => 0,
            };
            if (widths[i + 1] > 0) images[i + 1] = Image(graph, graph.Ops[i], images, blocks);
        }

        return new(graph, new EquatableList<int>(widths), new EquatableList<int>(steps), new EquatableList<NetworkModel?>(blocks))
        {
            Images = images.All(item => item is null) ? EquatableList<ImageShape?>.Empty : new EquatableList<ImageShape?>(images),
        };
    }

    /// <summary>What works value by value keeps an image; a sum or product is one where both sides are.</summary>
    private static ImageShape? Image(GraphModel graph, OpModel op, ImageShape?[] images, NetworkModel?[] blocks) => op switch
    {
        FunctionOp function => images[function.From],
        AddOp add => images[add.Left] == images[add.Right] ? images[add.Left] : null,
        MultiplyOp multiply => images[multiply.Left] == images[multiply.Right] ? images[multiply.Left] : null,
        LayerOp { Layer: var layer, From: var from } => graph.Layers[layer] switch
        {
            NormModel => images[from],
            WindowModel window => WidthJoin.ImageOf(window, images[from]!),
            StackModel => blocks[layer] is { } block ? block.ImageOf(block.Graph.Result) : null,
            _ => null,
        },
        _ => null,
    };

    /// <summary>Time starts in an encoder and ends in an integrator; in between it is handed on.</summary>
    private static int Steps(GraphModel graph, OpModel op, int[] steps) => op switch
    {
        LayerOp call => graph.Layers[call.Layer] switch
        {
            EncodeModel encode => encode.Steps,
            DenseModel or NeuronModel => steps[call.From],
            _ => 0,
        },
        AddOp add => steps[add.Left],
        _ => 0,
    };

    private static int Stack(
        GraphModel graph, int op, StackModel stack, int width, ImageShape? image, Func<string, GraphModel?> find, List<InferenceError> errors, out NetworkModel? sized)
    {
        var layer = ((LayerOp)graph.Ops[op]).Layer;
        void Add(ModelFault fault, EquatableList<long> numbers, string message) => errors.Add(new(fault, layer, op, "", numbers, message));

        sized = null;
        var name = GraphRules.ShortName(stack.Block);
        if (find(stack.Block) is not { } block)
        {
            Add(ModelFault.BlockNotFound, EquatableList<long>.Empty, $"{stack.Method} stacks {stack.Block}, which is not known. Give a class with [Block].");
            return 0;
        }

        var faults = GraphRules.Check(block).ToList();
        if (block.Kind != GraphKind.Block)
            Add(ModelFault.BlockNotFound, EquatableList<long>.Empty, $"{stack.Method} stacks {stack.Block}, which is a network. Give a class with [Block].");
        else if (faults.Count == 0)
        {
            sized = Walk(block, width, image, static _ => null, faults);
            // The next block gets what this one gives: where that is no such image any more, the block must do without from the start.
            if (image is not null && faults.Count == 0 && sized.OutputWidth == width && sized.ImageOf(block.Result) != image)
                sized = Walk(block, width, null, static _ => null, faults);
        }

        foreach (var fault in faults)
            Add(fault.Fault, fault.Numbers, $"In {name}, stacked by {stack.Method} at width {Limits.Text(width)}: {fault.Message}");
        if (faults.Count > 0 || sized is null) return 0;
        if (sized.OutputWidth == width) return width;
        Add(ModelFault.BlockChangesWidth, new EquatableList<long>([width, sized.OutputWidth]),
            $"{name} takes {Limits.Text(width)} values and gives {Limits.Text(sized.OutputWidth)}. A stacked block must give rows as wide as it takes.");
        return 0;
    }

    /// <summary>Values per row of the network's memory; 0 for a network without one.</summary>
    public static int MemoryOf(NetworkModel model) => Attentions(model).Select(attention => attention.Memory).DefaultIfEmpty(0).Max();

    /// <summary>All attention of a network, that of its blocks included.</summary>
    public static IEnumerable<AttentionModel> Attentions(NetworkModel model) =>
        model.Graph.Layers.Concat(model.Blocks.SelectMany(block => block?.Graph.Layers ?? EquatableList<LayerModel>.Empty)).OfType<AttentionModel>();

    private static void CheckMemory(NetworkModel model, List<InferenceError> errors)
    {
        var all = Attentions(model).ToList();
        var memory = MemoryOf(model);
        if (all.FirstOrDefault(attention => attention.Kind == AttentionKind.Cross && attention.Memory != memory) is { } other)
            errors.Add(new(ModelFault.WidthMismatch, model.Graph.Layers.ToList().IndexOf(other), -1, "", new EquatableList<long>([other.Memory, memory]),
                $"{other.Method} sees a memory of {Limits.Text(other.Memory)} values per row, another layer one of {Limits.Text(memory)}. A network has one memory: give both the same width."));
    }

    private static void CheckContext(NetworkModel model, List<InferenceError> errors)
    {
        if (model.Graph.Context == 0) return;
        const string property = nameof(NetworkAttribute.Context);
        var name = GraphRules.ShortName(model.Graph.FullName);
        var numbers = new EquatableList<long>([model.Graph.Context]);
        var positions = model.Graph.Layers.OfType<EmbedModel>().FirstOrDefault(embed => embed.Positions > 0);
        var attends = Attentions(model).Any();

        // A stack that failed may have held the attention; its own error is enough.
        if (positions is not null)
            errors.Add(new(ModelFault.ContextAndPositions, -1, -1, property, numbers,
                $"{name} says Context, and {positions.Method} says Positions = {positions.Positions}. Remove Context: the positions are the context."));
        else if (!attends && errors.Count == 0)
            errors.Add(new(ModelFault.ContextWithoutAttention, -1, -1, property, numbers,
                $"{name} has no attention: its rows are independent, so there is no longest sequence. Remove Context."));
    }
}
