using System.Reflection;

namespace Kernels.Models;

/// <summary>A checkpoint inside an assembly, as a data package holds it: resources named <c>NAME/FILE</c>.</summary>
/// <param name="assembly">The data package.</param>
/// <param name="name">The checkpoint's name.</param>
internal sealed class ResourceFiles(Assembly assembly, string name) : ModelFiles
{
    public override string Name => name;

    public override WeightSource OpenWeights()
        => SafeTensorsFile.Open(Open("model.safetensors"), PathOf("model.safetensors"));

    public override string PathOf(string file) => $"{name}/{file}";

    public override bool Has(string file) => assembly.GetManifestResourceInfo(PathOf(file)) is not null;

    protected override Stream Open(string file)
        => assembly.GetManifestResourceStream(PathOf(file))
        ?? throw new ModelFormatException(PathOf(file), Messages.NotInPackage(assembly.GetName().Name ?? ""));
}
