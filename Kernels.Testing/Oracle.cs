using Kernels.Testing.Checking;
using Kernels.Testing.Drawing;

namespace Kernels.Testing;

/// <summary>
/// Compares the kernels of a network with its definition, bit for bit: every ISA of this process, every mode, several numbers of
/// threads and sizes of chunks. What was recorded then runs on the emulated chip, whose laws (nothing lost, nothing added) must hold. Any test framework will do: <c>Oracle.Check&lt;Digits&gt;().ThrowIfBroken()</c>.
/// </summary>
public static class Oracle
{
    /// <summary>Checks a network on weights and inputs drawn by chance, special values among them.</summary>
    /// <typeparam name="TNetwork">A class with <see cref="NetworkAttribute"/>.</typeparam>
    /// <param name="samples">How many inputs, each of one or more rows.</param>
    /// <param name="seed">The same seed draws the same samples on every machine.</param>
    /// <returns>What was compared, and what differed.</returns>
    public static OracleReport Check<TNetwork>(int samples = 200, int seed = 1)
        where TNetwork : Network, INetwork<TNetwork> => Check<TNetwork>(new OracleOptions { Samples = samples, Seed = seed });

    /// <summary>Checks a network on weights and inputs drawn by chance, special values among them.</summary>
    /// <typeparam name="TNetwork">A class with <see cref="NetworkAttribute"/>.</typeparam>
    /// <param name="options">What to draw and where to run it.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option makes no sense.</exception>
    /// <exception cref="PlatformNotSupportedException">An ISA was asked for that this process lacks.</exception>
    public static OracleReport Check<TNetwork>(OracleOptions options)
        where TNetwork : Network, INetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(options);
        return new OracleRun<TNetwork>(options).Run(set => WeightSampling.Draw(TNetwork.Model, options.Seed, set));
    }

    /// <summary>Checks a network on weights of the caller, with inputs drawn by chance.</summary>
    /// <typeparam name="TNetwork">A class with <see cref="NetworkAttribute"/>.</typeparam>
    /// <param name="weights">The tensors; they stay open and are the caller's to dispose.</param>
    /// <param name="options">What to draw and where to run it; null for the defaults.</param>
    /// <exception cref="ModelFormatException">A tensor is missing, or has another shape or type.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option makes no sense.</exception>
    /// <exception cref="PlatformNotSupportedException">An ISA was asked for that this process lacks.</exception>
    public static OracleReport Check<TNetwork>(WeightSource weights, OracleOptions? options = null)
        where TNetwork : Network, INetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(weights);
        return new OracleRun<TNetwork>((options ?? new OracleOptions()) with { WeightSets = 1 }).Run(_ => weights);
    }
}
