using Kernels.CompilerServices;

namespace Kernels.Runtime.Tests.Definition;

/// <summary>
/// The definition against a network of other people: PyTorch computed the published tensors. Everything within 1e-4 of the
/// largest value, the distance allowed to an outside implementation, which sums in other orders and has other exponentials.
/// </summary>
public sealed class NanoSortTests
{
    private const double Tolerance = 1e-4;

    /// <summary>The published names of the first block's tensors, and the layers that compute them.</summary>
    private static readonly (string Published, string Path)[] Names =
    [
        ("x", "Embed"), ("ln1", "transformer.h.0.Settle"), ("qkv", "transformer.h.0.Ask"), ("y", "transformer.h.0.Mix"),
        ("yProj", "transformer.h.0.Answer"), ("attnResid", "attnResid"), ("ln2", "transformer.h.0.Calm"), ("fc", "transformer.h.0.Grow"),
        ("gelu", "gelu"), ("mlp", "transformer.h.0.Fold"), ("mlpResid", "transformer.h.0"), ("block0", "transformer.h.0"),
        ("block1", "transformer.h.1"), ("block2", "transformer.h.2"), ("ln_f", "Settle"), ("lm_head", "Head"),
    ];

    [Fact]
    public void EveryIntermediateTensorIsThePublishedOne()
    {
        using var partials = NanoSort.Partials();
        var published = partials.RootElement.EnumerateObject().Where(p => p.Name != "config").ToDictionary(p => p.Name, p => NanoSort.Values(p.Value));
        var unseen = published.Keys.ToHashSet();
        void Compare(string name, float[] expected, float[] actual)
        {
            var distance = Samples.Distance(Array.ConvertAll(expected, value => (double)value), actual);
            Assert.True(distance <= Tolerance, $"{name} is {distance:e2} of its largest value away");
            unseen.Remove(name);
        }

        var letters = Array.ConvertAll(published["idx"], value => (int)value);
        unseen.Remove("idx");
        var weights = NanoSort.Weights();
        for (var sample = 0; sample < 3; sample++)
        {
            var seen = new Dictionary<string, Tensor>();
            float[] Part(string name) => published[name].AsSpan(published[name].Length / 3 * sample, published[name].Length / 3).ToArray();
            void Keep(string path, Tensor tensor) => seen.TryAdd(path, tensor);
            NanoSort.Logits(new DefinitionScope(weights, Mode.Dense, Keep), new Tokens(letters.AsSpan(sample * 11, 11)), Keep);

            foreach (var (name, path) in Names) Compare(name, Part(name), seen[path].Values.ToArray());
            foreach (var (name, actual) in InsideAttention(seen["transformer.h.0.Ask"])) Compare(name, Part(name), actual);
            Compare("probs", Part("probs"), Softmax(seen["Head"]));

            var table = new Tokens(letters.AsSpan(sample * 11, 11));
            var alone = Reference.Embed(new DefinitionScope(weights, Mode.Dense), "Embed", "transformer.wte", table, 3, 48, 0, null);
            Compare("tok_emb", Part("tok_emb"), alone.Values.ToArray());
            Compare("pos_emb", published["pos_emb"], (seen["Embed"] + Tensor.FromRows(Array.ConvertAll(alone.Values.ToArray(), value => -value), 48)).Values.ToArray());
        }

        Assert.Empty(unseen);
    }

    /// <summary>What the attention layer does not show: its parts by head, scores (minus infinity for masked keys) and their softmax.</summary>
    private static IEnumerable<(string Name, float[] Values)> InsideAttention(Tensor qkv)
    {
        float[] ByHead(int part) =>
            (from head in Enumerable.Range(0, 3) from row in Enumerable.Range(0, 11) from d in Enumerable.Range(0, 16)
             select qkv[row, (part * 48) + (head * 16) + d]).ToArray();
        yield return ("q", ByHead(0));
        yield return ("k", ByHead(1));
        yield return ("v", ByHead(2));
        float[] scores = (from head in Enumerable.Range(0, 3) from row in Enumerable.Range(0, 11) from key in Enumerable.Range(0, 11)
                          select key <= row ? Reference.Score(qkv, row, key, head * 16, 16) : float.NegativeInfinity).ToArray();
        yield return ("att", scores);
        yield return ("attSm", Softmax(Tensor.FromRows(scores, 11)));
    }

    private static float[] Softmax(Tensor scores) => Enumerable.Range(0, scores.Rows).SelectMany(row =>
    {
        var p = Array.ConvertAll(scores.Row(row).ToArray(), value => VectorMath.Exp(value - Reduction.Maximum(scores.Row(row))));
        return Array.ConvertAll(p, value => value / Reduction.Sum(p));
    }).ToArray();

    [Fact]
    public void AllInputsAreSortedInDenseMode() => Assert.Equal(729, Sorted(Mode.Dense));

    [Fact]
    public void InputsSortedInInt8Mode()
    {
        var sorted = Sorted(Mode.Int8);
        TestContext.Current.TestOutputHelper?.WriteLine($"int8 sorts {sorted} of 729");
        Assert.Equal(729, sorted);
    }

    /// <summary>How many of all inputs of six letters greedy decoding sorts.</summary>
    private static int Sorted(Mode mode)
    {
        var scope = new DefinitionScope(NanoSort.Weights(), mode);
        var sorted = 0;
        for (var input = 0; input < 729; input++)
        {
            var code = input;
            var letters = Enumerable.Range(0, 6).Select(_ => { var letter = code % 3; code /= 3; return letter; }).ToArray();
            int[] answer = [.. letters.Order()];

            // Fed its own right answers the network must name the next one each time: exactly when greedy decoding is right.
            var logits = NanoSort.Logits(scope, new Tokens([.. letters, .. answer[..5]]));
            if (Enumerable.Range(0, 6).All(i => Best(logits.Row(5 + i)) == answer[i])) sorted++;
        }

        return sorted;
    }

    private static int Best(ReadOnlySpan<float> scores)
    {
        var best = 0;
        for (var i = 1; i < scores.Length; i++) if (scores[i] > scores[best]) best = i;
        return best;
    }
}
