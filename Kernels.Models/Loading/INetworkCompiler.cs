namespace Kernels.Models;

/// <summary>
/// Turns the source of a network class into a running network: what a checkpoint needs whose sizes no class of this package has.
/// Package <c>Kernels.Compiler</c> implements it; it is handed to <c>LanguageModel.Load</c> and found in no other way.
/// </summary>
public interface INetworkCompiler
{
    /// <summary>Compiles the class and loads its weights.</summary>
    /// <param name="source">The annotated class.</param>
    /// <param name="weights">Its tensors; not disposed by this.</param>
    /// <param name="options">How the network runs.</param>
    /// <exception cref="ModelFormatException">A tensor is missing or of another shape.</exception>
    ISequenceNetwork Load(ModelSource source, WeightSource weights, NetworkOptions options);

    /// <summary>As <see cref="Load"/>, for a class of any kind, such as an encoder.</summary>
    /// <exception cref="ModelFormatException">A tensor is missing or of another shape.</exception>
    Network LoadNetwork(ModelSource source, WeightSource weights, NetworkOptions options) => (Network)Load(source, weights, options);
}
