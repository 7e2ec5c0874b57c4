using System.ComponentModel;
using Kernels.Model;

namespace Kernels.CompilerServices;

/// <summary>The packed weights of a network, shared by its instances and freed with the last of them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class NetworkWeights
{
    private readonly List<IDisposable> _owned;
    private readonly UserCount _users = new();

    internal NetworkWeights(Isa integerIsa, DenseWeights[] dense, NormWeights[] norms, EmbeddingWeights[] embeddings, PositionBiases?[] biases)
    {
        IntegerIsa = integerIsa;
        Biases = biases;
        Dense = dense;
        Norms = norms;
        Embeddings = embeddings;
        _owned = [.. dense, .. norms, .. embeddings, .. biases.OfType<PositionBiases>().Distinct()];
    }

    /// <summary>The register width that panels of 8-bit weights are packed for.</summary>
    internal Isa IntegerIsa { get; }

    internal DenseWeights[] Dense { get; }

    internal NormWeights[] Norms { get; }

    internal EmbeddingWeights[] Embeddings { get; }

    /// <summary>For each layer of attention its biases, or null.</summary>
    internal PositionBiases?[] Biases { get; }

    internal long ByteCount => Dense.Sum(d => d.ByteCount) + Norms.Sum(n => n.ByteCount) + Embeddings.Sum(e => e.ByteCount) + Biases.OfType<PositionBiases>().Distinct().Sum(b => b.ByteCount);

    internal NetworkWeights Share()
    {
        _users.Add();
        return this;
    }

    internal void Release()
    {
        if (_users.Remove())
            foreach (var owned in _owned) owned.Dispose();
    }
}
