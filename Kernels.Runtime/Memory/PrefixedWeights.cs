namespace Kernels;

/// <summary>Weights whose names may carry a prefix or not.</summary>
internal sealed class PrefixedWeights(WeightSource inner, string prefix) : WeightSource
{
    public override string Name => inner.Name;

    public override IEnumerable<TensorInfo> Tensors => inner.Tensors;

    public override bool TryFind(string name, out TensorInfo info)
        => inner.TryFind(name, out info)
        || inner.TryFind(prefix + name, out info)
        || (name.StartsWith(prefix, StringComparison.Ordinal) && inner.TryFind(name[prefix.Length..], out info));

    public override void ReadRaw(TensorInfo info, long firstByte, Span<byte> destination) => inner.ReadRaw(info, firstByte, destination);

    protected override void Dispose(bool disposing) => inner.Dispose();
}
