namespace Kernels.Models;

/// <summary>The networks that were compiled with this package, by their numbers.</summary>
internal static class ShippedNetworks
{
    /// <summary>Makes a network of one class from weights.</summary>
    public delegate ISequenceNetwork Loader(WeightSource weights, NetworkOptions options);

    private static readonly Dictionary<Gpt2Config, Loader> Loaders = new()
    {
        [new(50257, 768, 12, 12, 1024)] = Gpt2Small.Load,
        [new(50257, 1024, 24, 16, 1024)] = Gpt2Medium.Load,
        [new(50257, 1280, 36, 20, 1024)] = Gpt2Large.Load,
        [new(50257, 1600, 48, 25, 1024)] = Gpt2Xl.Load,
        [new(4096, 256, 6, 4, 512)] = NovelsGpt2.Load,
    };

    /// <summary>The loader of the class with exactly these numbers, or null.</summary>
    public static Loader? Find(Gpt2Config config) => Loaders.GetValueOrDefault(config);
}
