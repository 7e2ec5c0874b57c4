using Kernels.CompilerServices;
using Kernels.Model;

namespace Kernels;

/// <summary>
/// What the generator gives every network class: the definition as data, the definition as code, and the fast network. Tools such as
/// <c>Oracle</c> work on any network through it.
/// </summary>
/// <typeparam name="TSelf">The network's class.</typeparam>
public interface INetwork<TSelf>
    where TSelf : Network, INetwork<TSelf>
{
    /// <summary>The network as it was defined, with every width.</summary>
    static abstract NetworkModel Model { get; }

    /// <summary>How it runs: steps and buffers.</summary>
    static abstract Plan Plan { get; }

    /// <summary>How a chip runs it: operations with their tiles, domains and traffic.</summary>
    static abstract ChipProgram Program { get; }

    /// <summary>Loads the network.</summary>
    /// <param name="weights">Where its tensors are. It must stay open while the network's definition is executed; the packed weights are the network's own.</param>
    /// <param name="options">Mode, ISA, threads; null for the defaults.</param>
    /// <exception cref="ModelFormatException">A tensor is missing, or has another shape or type.</exception>
    static abstract TSelf Load(WeightSource weights, NetworkOptions? options = null);

    /// <summary>Executes the wiring method on tensors: slow, obvious, the meaning of the network.</summary>
    /// <param name="scope">The weights and the mode.</param>
    /// <param name="input">The whole sequence or batch.</param>
    static abstract Tensor Define(DefinitionScope scope, NetworkInput input);
}

/// <summary>The input of a network: rows of values, or tokens.</summary>
public readonly record struct NetworkInput
{
    private NetworkInput(Tensor? tensor, Tokens? tokens)
    {
        Tensor = tensor;
        Tokens = tokens;
    }

    /// <summary>Rows of values; null when the input is tokens.</summary>
    public Tensor? Tensor { get; }

    /// <summary>Tokens; null when the input is rows of values.</summary>
    public Tokens? Tokens { get; }

    /// <summary>Rows of values as an input.</summary>
    public static implicit operator NetworkInput(Tensor tensor) => new(tensor, null);

    /// <summary>Tokens as an input.</summary>
    public static implicit operator NetworkInput(Tokens tokens) => new(null, tokens);
}
