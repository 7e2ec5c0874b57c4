using Kernels.Compiler;
using Kernels.Models;
using Kernels.Models.Data;

namespace Kernels.Cli;

/// <summary>Folders of the user's, and the model that comes with the tool.</summary>
internal sealed class ModelLoader : IModelLoader
{
    public LanguageModel Load(string? folder, NetworkOptions options)
        => folder is null
            ? LanguageModel.Load(typeof(Novels).Assembly, Novels.Name, options)
            : LanguageModel.Load(folder, options, new NetworkCompiler());

    public double? LossOf(string? folder, NetworkOptions options) => options.Mode == Mode.Dense ? 0 : folder is null ? MeasuredLoss.OfNovels(options) : null;
}
