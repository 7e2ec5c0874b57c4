namespace Kernels.Models.Data;

/// <summary>
/// Marks this package: a T5 that summarises descriptions of programs (prefix <c>summarize: </c>) and translates English into French (prefix
/// <c>translate English to French: </c>). The files of the checkpoint are resources of the assembly.
/// </summary>
public static class Phrases
{
    /// <summary>The name of the checkpoint: its resources are called <c>phrases/config.json</c> and so on.</summary>
    public const string Name = "phrases";

    /// <summary>The name of a little network of the same vocabulary, which foretells the other's tokens.</summary>
    public const string Little = "phrases/little";
}
