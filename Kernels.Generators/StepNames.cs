namespace Kernels.Generators;

/// <summary>The names of the pipeline's steps, by which tests see what an edit ran again.</summary>
internal static class StepNames
{
    /// <summary>Class to data, with positions.</summary>
    public const string Read = nameof(Read);

    /// <summary>Annotations and signatures, without positions: what the layer bodies are written from.</summary>
    public const string Declared = nameof(Declared);

    /// <summary>The blocks of one referenced assembly.</summary>
    public const string ForeignBlocks = nameof(ForeignBlocks);

    /// <summary>All blocks.</summary>
    public const string Library = nameof(Library);

    /// <summary>A network with its blocks, and what is wrong with them.</summary>
    public const string Infer = nameof(Infer);

    /// <summary>A sound network, without positions: what everything after it is made from.</summary>
    public const string Linked = nameof(Linked);

    /// <summary>The network's plan.</summary>
    public const string Plan = nameof(Plan);

    /// <summary>The kernels of all networks, each once.</summary>
    public const string Kernels = nameof(Kernels);
}
