namespace Kernels.Models;

/// <summary>Which family of models a <c>config.json</c> is of.</summary>
internal sealed class ModelType(string path) : ConfigFields(path)
{
    /// <summary>The <c>model_type</c>.</summary>
    /// <exception cref="ModelFormatException">It is no JSON, or names none.</exception>
    public string Read(ReadOnlySpan<byte> json)
    {
        ReadFields(json);
        return Text("model_type") ?? throw Refuse(Messages.NoModelType);
    }
}
