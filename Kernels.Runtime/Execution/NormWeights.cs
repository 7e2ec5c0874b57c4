using System.ComponentModel;
using Kernels.Model;

namespace Kernels.CompilerServices;

/// <summary>The gain and, where there is one, bias of a norm, padded to whole registers.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class NormWeights : IDisposable
{
    private readonly AlignedBuffer<float> _gain;
    private readonly AlignedBuffer<float> _bias;

    internal NormWeights(float[] gain, float[] bias)
    {
        _gain = new AlignedBuffer<float>(Padding.Up(gain.Length));
        _bias = new AlignedBuffer<float>(Padding.Up(bias.Length));
        gain.CopyTo(_gain.Span);
        bias.CopyTo(_bias.Span);
    }

    /// <summary>The first gain.</summary>
    public ref float Gain => ref _gain.Reference;

    /// <summary>The first bias.</summary>
    public ref float Bias => ref _bias.Reference;

    internal long ByteCount => (_gain.Length + _bias.Length) * sizeof(float);

    /// <inheritdoc/>
    public void Dispose()
    {
        _gain.Dispose();
        _bias.Dispose();
    }
}
