using System.Reflection;

namespace Kernels.Models;

/// <summary>
/// A checkpoint inside an assembly, as a data package holds it: resources named <c>NAME/FILE</c>. One that is called <c>NAME/PART</c> has the tokenizer
/// of <c>NAME</c> where it has none of its own.
/// </summary>
/// <param name="assembly">The data package.</param>
/// <param name="name">The checkpoint's name.</param>
internal sealed class ResourceFiles(Assembly assembly, string name) : ModelFiles
{
    // What makes a checkpoint is never another's: a name that is not there stays an error.
    private static readonly string[] s_own = ["config.json", "model.safetensors"];

    public override string Name => name;

    public override WeightSource OpenWeights()
        => SafeTensorsFile.Open(Open("model.safetensors"), PathOf("model.safetensors"));

    public override string PathOf(string file)
        => !s_own.Contains(file) && !Exists($"{name}/{file}") && name.LastIndexOf('/') is > 0 and var end && Exists($"{name[..end]}/{file}")
            ? $"{name[..end]}/{file}" : $"{name}/{file}";

    public override bool Has(string file) => Exists(PathOf(file));

    protected override Stream Open(string file)
        => assembly.GetManifestResourceStream(PathOf(file))
        ?? throw new ModelFormatException(PathOf(file), Messages.NotInPackage(assembly.GetName().Name ?? ""));

    private bool Exists(string resource) => assembly.GetManifestResourceInfo(resource) is not null;
}
