using System.ComponentModel;

namespace Kernels.CompilerServices;

/// <summary>The packed weights of a network, shared by its instances and freed with the last of them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class NetworkWeights
{
    private readonly List<IDisposable> _owned;
    private int _users = 1;

    internal NetworkWeights(DenseWeights[] dense, NormWeights[] norms, EmbeddingWeights[] embeddings)
    {
        Dense = dense;
        Norms = norms;
        Embeddings = embeddings;
        _owned = [.. dense, .. norms, .. embeddings];
    }

    internal DenseWeights[] Dense { get; }

    internal NormWeights[] Norms { get; }

    internal EmbeddingWeights[] Embeddings { get; }

    internal long ByteCount => Dense.Sum(d => d.ByteCount) + Norms.Sum(n => n.ByteCount) + Embeddings.Sum(e => e.ByteCount);

    internal NetworkWeights Share()
    {
        if (Interlocked.Increment(ref _users) > 1) return this;
        Interlocked.Decrement(ref _users);
        throw new ObjectDisposedException(nameof(Network), "The network's weights were freed with its last instance.");
    }

    internal void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            foreach (var owned in _owned) owned.Dispose();
    }
}
