namespace Kernels;

/// <summary>
/// How keys and values that stay from one call to the next are kept: those of causal attention and those of a memory. An encoder's own, which
/// are gone with the call, are always f32.
/// </summary>
public enum CacheFormat
{
    /// <summary>As they are.</summary>
    Float32,

    /// <summary>
    /// As 8-bit integers, each key and each value of a head with a scale of its own (docs/numerics.md): a bit more than a quarter of the bytes, and
    /// other bits. Attention reads integer times scale, in f32.
    /// </summary>
    Int8,
}
