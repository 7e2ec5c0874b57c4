using System.Collections.Generic;
using System.Linq;
using Kernels.Generators.Diagnostics;
using Kernels.Model;

namespace Kernels.Generators.Reading;

/// <summary>A sound network, ready to be planned. Positions are gone: moved text does not change it.</summary>
/// <param name="Header">How to write a part of the class.</param>
/// <param name="Model">The network with every width.</param>
internal sealed record LinkedNetwork(TypeHeader Header, NetworkModel Model);

/// <summary>A network after inference: the model, or diagnostics, or neither when the fault is reported elsewhere.</summary>
internal sealed record LinkResult(LinkedNetwork? Network, EquatableList<DiagnosticInfo> Diagnostics)
{
    public static LinkResult Empty { get; } = new(null, EquatableList<DiagnosticInfo>.Empty);
}

/// <summary>Joins a network with its blocks and infers the widths.</summary>
internal static class Linker
{
    public static LinkResult Link(ReadDefinition network, BlockLibrary library)
    {
        if (network.Graph is not { } graph) return LinkResult.Empty;
        var stacks = graph.Layers.Select((layer, index) => (Stack: layer as StackModel, index)).Where(pair => pair.Stack is not null)
            .Select(pair => (Stack: pair.Stack!, Place: network.Places.Layers[pair.index].Annotation, Entry: library.Find(pair.Stack!.Block))).ToList();
        var unusable = stacks.Select(stack => Unusable(stack.Stack, stack.Place, stack.Entry)).OfType<DiagnosticInfo>().ToList();
        if (unusable.Count > 0) return new(null, unusable.ToEquatableList());
        if (stacks.Any(stack => stack.Entry!.State == BlockState.Broken)) return LinkResult.Empty;

        var inference = ShapeInference.Infer(graph, name => library.Find(name)?.Graph);
        if (inference.Model is { } model && RowValues(model) > int.MaxValue)
            return new(null, new EquatableList<DiagnosticInfo>([new(KernelDiagnostics.TooLarge.Id, network.Places.Class,
                $"{network.Declared.Header.Name} keeps {Limits.Text(RowValues(model))} values per row alive at once. The limit is {Limits.Text(int.MaxValue)}: take narrower layers or fewer time steps.")]));
        return new(
            inference.Model is null ? null : new(network.Declared.Header, inference.Model),
            inference.Errors.Select(error => ModelFaults.ToDiagnostic(error, network.Places)).ToEquatableList());
    }

    /// <summary>Values of all buffers of a row. Only a network that could be too large is planned for it.</summary>
    private static long RowValues(NetworkModel model)
    {
        var bound = Bound(model) + model.Blocks.Sum(block => block is null ? 0 : Bound(block));
        return bound <= int.MaxValue ? bound : Planning.Planner.Plan(model).Buffers.Sum(buffer => (long)buffer.Stride);
    }

    private static long Bound(NetworkModel model)
    {
        var sum = 0L;
        for (var i = 0; i < model.Widths.Count; i++) sum += (long)Padding.Up(model.Widths[i]) * System.Math.Max(1, model.Steps[i]);
        return sum;
    }

    /// <summary>The faults of a block that can be seen before a network uses it.</summary>
    public static EquatableList<DiagnosticInfo> Check(ReadDefinition block) => block.Graph is null
        ? EquatableList<DiagnosticInfo>.Empty
        : GraphRules.Check(block.Graph).Select(error => ModelFaults.ToDiagnostic(error, block.Places)).ToEquatableList();

    private static DiagnosticInfo? Unusable(StackModel stack, Place place, BlockEntry? entry) => entry switch
    {
        null => new(KernelDiagnostics.BlockWithoutModel.Id, place,
            $"{stack.Block} comes from an assembly that was built without the generator, so its wiring is not known. Build that project with the package Kernels."),
        { State: BlockState.OtherVersion } => new(KernelDiagnostics.BlockOfOtherVersion.Id, place,
            $"{stack.Block} was built for another version of Kernels. Update the package in {entry.Assembly} and here to the same version."),
        { State: BlockState.Damaged } => new(KernelDiagnostics.BlockDamaged.Id, place,
            $"The model of {stack.Block} in {entry.Assembly} cannot be read. Build that project again with the package Kernels."),
        _ => null,
    };
}
