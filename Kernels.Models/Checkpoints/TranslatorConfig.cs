namespace Kernels.Models;

/// <summary>The numbers that make the two networks of an encoder-decoder: a <see cref="T5Config"/> or a <see cref="TransformerConfig"/>.</summary>
public abstract record TranslatorConfig
{
    private protected TranslatorConfig()
    {
    }

    /// <summary>The number of weights.</summary>
    public abstract long Parameters { get; }

    /// <summary>The sizes in one line, for messages.</summary>
    public abstract string Describe();
}
