namespace Kernels.Models.Data;

/// <summary>
/// Marks this package: <c>LanguageModel.Load(typeof(Novels).Assembly, Novels.Name)</c> loads what it holds. The files of the
/// checkpoint are resources of the assembly.
/// </summary>
public static class Novels
{
    /// <summary>The name of the checkpoint: its resources are called <c>novels/config.json</c> and so on.</summary>
    public const string Name = "novels";
}
