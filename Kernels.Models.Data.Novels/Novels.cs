namespace Kernels.Models.Data;

/// <summary>
/// Marks this package: <c>LanguageModel.Load(typeof(Novels).Assembly, Novels.Name)</c> loads what it holds, and with <see cref="Little"/> the network
/// that helps it. The files of the checkpoints are resources of the assembly.
/// </summary>
public static class Novels
{
    /// <summary>The name of the checkpoint: its resources are called <c>novels/config.json</c> and so on.</summary>
    public const string Name = "novels";

    /// <summary>A little network of the same vocabulary, a sixth as large, which learnt to say what the big one would; its tokenizer is the big one's.</summary>
    public const string Little = "novels/little";
}
