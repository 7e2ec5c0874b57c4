using FsCheck;
using FsCheck.Fluent;

namespace Kernels.Generators.Tests.RandomNetworks;

/// <summary>
/// A network drawn at random: MLPs, residuals, stacks, attention; widths 1 to 130, depth 1 to 6, shared and unequal blocks, rows or
/// tokens in. The source follows from the four numbers, so that a failure shrinks and can be repeated.
/// </summary>
/// <param name="Seed">For sizes, wiring, weights and input.</param>
/// <param name="Depth">Parts between input and last layer.</param>
/// <param name="Tokens">Whether it takes tokens.</param>
/// <param name="Rows">Rows of the input.</param>
public sealed record DrawnNetwork(int Seed, int Depth, bool Tokens, int Rows)
{
    public static Arbitrary<DrawnNetwork> Arbitrary { get; } = Arb.From(
        from seed in Gen.Choose(0, int.MaxValue - 1)
        from depth in Gen.Choose(1, 6)
        from tokens in Gen.Elements(true, false)
        from rows in Gen.Choose(1, 75)
        select new DrawnNetwork(seed, depth, tokens, rows),
        Shrink);

    /// <summary>Networks whose every part spikes.</summary>
    public static Arbitrary<DrawnNetwork> Spiking { get; } = Arb.From(
        Arbitrary.Generator.Select(drawn => drawn with { Tokens = false, Spikes = true, Depth = 1 + (drawn.Depth % 3), Rows = 1 + (drawn.Rows % 20) }),
        Shrink);

    /// <summary>Whether every part is an encoder with what follows, up to an integrator.</summary>
    public bool Spikes { get; init; }

    /// <summary>Networks over images.</summary>
    public static Arbitrary<DrawnNetwork> OverImages { get; } = Arb.From(
        Arbitrary.Generator.Select(drawn => drawn with { Tokens = false, Images = true, Rows = 1 + (drawn.Rows % 9) }),
        Shrink);

    /// <summary>Whether its rows are images.</summary>
    public bool Images { get; init; }

    /// <summary>The annotated class and its blocks, under a name of its own.</summary>
    public string Source(string name) => Images
        ? new ImageWriter(name, new System.Random(Seed)).Network(Depth)
        : new NetworkWriter(name, new System.Random(Seed), Spikes).Network(Depth, Tokens);

    private static IEnumerable<DrawnNetwork> Shrink(DrawnNetwork drawn)
    {
        if (drawn.Depth > 1) yield return drawn with { Depth = drawn.Depth - 1 };
        if (drawn.Rows > 1) yield return drawn with { Rows = drawn.Rows / 2 };
        if (drawn.Rows > 1) yield return drawn with { Rows = drawn.Rows - 1 };
    }
}
