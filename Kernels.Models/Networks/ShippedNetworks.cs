using Kernels.Model;

namespace Kernels.Models;

/// <summary>The networks that were compiled with this package, by their numbers.</summary>
internal static class ShippedNetworks
{
    /// <summary>Makes a network of one class from weights.</summary>
    public delegate ISequenceNetwork Loader(WeightSource weights, NetworkOptions options);

    private static readonly Dictionary<Gpt2Config, Shipped> Classes = new()
    {
        [Gpt2Config.Small] = new(Gpt2Small.Load, () => Gpt2Small.Model),
        [Gpt2Config.Medium] = new(Gpt2Medium.Load, () => Gpt2Medium.Model),
        [Gpt2Config.Large] = new(Gpt2Large.Load, () => Gpt2Large.Model),
        [Gpt2Config.Xl] = new(Gpt2Xl.Load, () => Gpt2Xl.Model),
        [new(4096, 256, 6, 4, 512)] = new(NovelsGpt2.Load, () => NovelsGpt2.Model),
        [new(4096, 128, 2, 4, 512)] = new(NovelsLittleGpt2.Load, () => NovelsLittleGpt2.Model),
    };

    /// <summary>The class with exactly these numbers, or null.</summary>
    public static Shipped? Find(Gpt2Config config) => Classes.GetValueOrDefault(config);

    /// <summary>One class.</summary>
    /// <param name="Load">Makes a network of it.</param>
    /// <param name="Model">The network as it was defined.</param>
    public sealed record Shipped(Loader Load, Func<NetworkModel> Model)
    {
        /// <summary>Whether it has kernels for the weights that are asked for; those that every class has are not looked up.</summary>
        public bool Has(NetworkOptions options) => options.Weights == WeightFormat.Float32 || (options.Weights == WeightFormat.Int8 && options.Mode != Mode.Dense)
            || Model().Graph.Formats.Contains(options.Weights);
    }
}
