using Kernels.CompilerServices;

namespace Kernels.Generators.Tests;

/// <summary>An embedding is told whether an output head that follows the mode shares its table: then int8 quantises both.</summary>
public sealed class TiedTableTests
{
    /// <summary>Two embeddings, of which the first one's table may be shared.</summary>
    private static string Network(string head) => $$"""
        using Kernels;
        namespace Demo;

        [Network]
        public sealed partial class Twice
        {
            [Embed(4, 2, Name = "a")] private partial Tensor Words(Tokens tokens);
            [Embed(4, 2, Name = "b")] private partial Tensor Kinds(Tokens tokens);
            {{head}} private partial Tensor Logits(Tensor x);

            [Forward] private Tensor Next(Tokens tokens) => Logits(Words(tokens) + Kinds(tokens));
        }
        """;

    public static TheoryData<string, bool> Heads => new()
    {
        { "[Tied(nameof(Words))]", true },
        { "[Tied(nameof(Words)), Precision(Precision.OfMode)]", true },
        { "[Tied(nameof(Words)), Precision(Precision.Float32)]", false },
        { "[Dense(4, Bias = false)]", false },
    };

    [Theory]
    [MemberData(nameof(Heads))]
    public void OnlyTheTableOfAHeadThatFollowsTheModeIsQuantised(string head, bool tied)
    {
        var project = GeneratorHarness.Run(Network(head));
        Assert.Empty(project.Reported);
        var define = project.Load().GetType("Demo.Twice", throwOnError: true)!.GetMethod("Define")!;
        float[] table = [0.1f, 0.2f, 0.3f, 1.1f, -127.3f, 5, 0, 0];

        foreach (var mode in Enum.GetValues<Mode>())
        {
            var weights = new MemoryWeights().Add("a.weight", [4, 2], table).Add("b.weight", [4, 2], table).Add("Logits.weight", [4, 2], table);
            var seen = new Dictionary<string, Tensor>();
            define.Invoke(null, [new DefinitionScope(weights, mode, seen.Add), new Tokens(0, 1, 2)]);

            Assert.Equal(table[..6], seen["Kinds"].Values.ToArray());
            float[] integers = [64 * (0.2f / 127), 127 * (0.2f / 127), 35 * (1.1f / 127), 127 * (1.1f / 127), -127 * (127.3f / 127), 5 * (127.3f / 127)];
            Assert.Equal(tied && mode != Mode.Dense ? integers : table[..6], seen["Words"].Values.ToArray());
        }
    }
}
