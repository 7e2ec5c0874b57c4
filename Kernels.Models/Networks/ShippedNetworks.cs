namespace Kernels.Models;

/// <summary>The networks that were compiled with this package, by their numbers.</summary>
internal static class ShippedNetworks
{
    /// <summary>Makes a network of one class from weights.</summary>
    public delegate ISequenceNetwork Loader(WeightSource weights, NetworkOptions options);

    private static readonly Dictionary<Gpt2Config, Loader> Loaders = new()
    {
        [Gpt2Config.Small] = Gpt2Small.Load,
        [Gpt2Config.Medium] = Gpt2Medium.Load,
        [Gpt2Config.Large] = Gpt2Large.Load,
        [Gpt2Config.Xl] = Gpt2Xl.Load,
        [new(4096, 256, 6, 4, 512)] = NovelsGpt2.Load,
    };

    /// <summary>The loader of the class with exactly these numbers, or null.</summary>
    public static Loader? Find(Gpt2Config config) => Loaders.GetValueOrDefault(config);
}
