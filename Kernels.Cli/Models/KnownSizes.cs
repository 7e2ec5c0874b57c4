using Kernels.Models;

namespace Kernels.Cli;

/// <summary>Networks whose sizes have a name.</summary>
internal static class KnownSizes
{
    private static readonly (string Name, Gpt2Config Config)[] s_sizes =
    [
        ("gpt2", Gpt2Config.Small), ("gpt2-medium", Gpt2Config.Medium), ("gpt2-large", Gpt2Config.Large), ("gpt2-xl", Gpt2Config.Xl),

        // Nobody published this one: small enough to be written and run at once.
        ("gpt2-tiny", new(Vocabulary: 512, Width: 64, Layers: 2, Heads: 1, Positions: 128)),
    ];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_sizes.Select(size => size.Name)];

    /// <summary>The sizes that go by a name, or null.</summary>
    public static Gpt2Config? Find(string name) => Array.Find(s_sizes, size => size.Name == name).Config;
}
