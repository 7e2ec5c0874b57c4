using System;
using System.Collections.Generic;
using System.Linq;

namespace Kernels.Model;

/// <summary>Why a text is no model.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="IsOtherVersion">The text was written for another version of this format.</param>
/// <param name="Message">What is wrong in the line.</param>
public sealed record ModelTextError(int Line, bool IsOtherVersion, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"line {Line}: {Message}";
}

/// <summary>
/// The one text form of a definition. It is canonical: equal models give equal texts, and a text is accepted only if writing the
/// model that it says gives that text again. It is ASCII; lines end in <c>\n</c>; floats are written as their bits.
/// <code>
/// kernels-model 1
/// Network "Demo.Digits" forward "Predict"
/// input Tensor 784
/// context 0
/// dense "Hidden" weights "Hidden" Fixed 128 bias layout OutputsByInputs precision OfMode
/// do layer 0 of 0
/// do function Relu of 1
/// result 2
/// end
/// </code>
/// </summary>
public static class ModelText
{
    /// <summary>The version that is written, and the only one that is read.</summary>
    public const int Version = 1;

    /// <summary>The longest text that is read, in characters.</summary>
    public const int MaxLength = 4 * 1_048_576;

    internal const string Heading = "kernels-model ";

    /// <summary>A definition as text. Any definition can be written, sound or not.</summary>
    public static string Write(GraphModel graph)
    {
        var writer = new ModelTextWriter();
        writer.Line(Heading + Version);
        writer.Graph(graph);
        return writer.ToString();
    }

    /// <summary>A network with the blocks that it stacks, each once, in the order of first use.</summary>
    public static string Write(NetworkModel network)
    {
        var writer = new ModelTextWriter();
        writer.Line(Heading + Version);
        writer.Graph(network.Graph);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var block in network.Blocks)
            if (block is not null && seen.Add(block.Graph.FullName)) writer.Graph(block.Graph);
        return writer.ToString();
    }

    /// <summary>Reads one definition.</summary>
    /// <param name="text">What <see cref="Write(GraphModel)"/> gave.</param>
    /// <param name="graph">The definition, or null.</param>
    /// <param name="error">Why there is none, or null.</param>
    public static bool TryRead(string text, out GraphModel? graph, out ModelTextError? error)
    {
        graph = null;
        var graphs = ReadAll(text, out error);
        if (graphs is null) return false;
        if (graphs.Count != 1) error = new(1, false, $"{graphs.Count} definitions stand where one was expected");
        else graph = graphs[0];
        return error is null;
    }

    /// <summary>Reads a network with its blocks and infers every width.</summary>
    /// <param name="text">What <see cref="Write(NetworkModel)"/> gave.</param>
    /// <exception cref="FormatException">The text is no model, or the model is not sound.</exception>
    public static NetworkModel ReadNetwork(string text)
    {
        var graphs = ReadAll(text, out var error) ?? throw new FormatException("The text is no model: " + error);
        var blocks = graphs.Skip(1).ToList();
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (blocks.FirstOrDefault(block => !names.Add(block.FullName)) is { } twice)
            throw new FormatException($"The text is no model: {twice.FullName} is defined twice");
        var inference = ShapeInference.Infer(graphs[0], name => blocks.FirstOrDefault(block => block.FullName == name));
        var model = inference.Model ?? throw new FormatException("The model is not sound: " + inference.Errors[0].Message);
        return Write(model) == text ? model : throw new FormatException("The text is no model: it holds blocks in another order than they are used");
    }

    private static IReadOnlyList<GraphModel>? ReadAll(string text, out ModelTextError? error)
    {
        var reader = new ModelTextReader(text);
        var graphs = reader.Read();
        error = reader.Error;
        return graphs;
    }
}
