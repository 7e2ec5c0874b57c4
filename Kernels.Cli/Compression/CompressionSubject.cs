using Kernels.Models;

namespace Kernels.Cli;

/// <summary>A model whose texts are written in several ways, and the little one that helps it, where there is one.</summary>
/// <param name="start">Starts the text of a prompt with options, with the little network where it is told how.</param>
/// <param name="models">What is to be disposed.</param>
internal sealed class CompressionSubject(Func<int[], BigLittleOptions?, IGeneration> start, params IDisposable?[] models) : IDisposable
{
    /// <summary>Starts a text.</summary>
    public IGeneration Start(int[] prompt, BigLittleOptions? how) => start(prompt, how);

    public void Dispose()
    {
        foreach (var model in models) model?.Dispose();
    }
}
