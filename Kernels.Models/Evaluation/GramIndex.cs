using System.Runtime.InteropServices;

namespace Kernels.Models;

/// <summary>
/// Numbers n-grams: equal ones get equal numbers, whatever text they are from. One of length n + 1 is one of length n and the token after it, so
/// long ones cost no more than short ones.
/// </summary>
internal sealed class GramIndex
{
    private readonly Dictionary<string, int> _words = [];
    private readonly Dictionary<(int Before, int Last), int> _grams = [];

    /// <summary>The numbers of tokens.</summary>
    public int[] Of(IReadOnlyList<string> tokens)
    {
        var numbers = new int[tokens.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_words, tokens[i], out var known);
            if (!known)
                number = Next;
            numbers[i] = number;
        }

        return numbers;
    }

    /// <summary>The n-grams of a text from those one shorter.</summary>
    /// <param name="tokens">The text: its n-grams of length 1.</param>
    /// <param name="shorter">Its n-grams of length n - 1, one per start.</param>
    /// <returns>One fewer than of the shorter ones, none from none.</returns>
    public int[] Longer(ReadOnlySpan<int> tokens, ReadOnlySpan<int> shorter)
    {
        if (shorter.IsEmpty)
            return [];
        var longer = new int[shorter.Length - 1];
        for (var i = 0; i < longer.Length; i++)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_grams, (shorter[i], tokens[tokens.Length - longer.Length + i]), out var known);
            if (!known)
                number = Next;
            longer[i] = number;
        }

        return longer;
    }

    /// <summary>How often each n-gram occurs.</summary>
    public static Dictionary<int, int> Counts(ReadOnlySpan<int> grams)
    {
        var counts = new Dictionary<int, int>(grams.Length);
        foreach (var gram in grams)
            CollectionsMarshal.GetValueRefOrAddDefault(counts, gram, out _)++;
        return counts;
    }

    /// <summary>Sum over n-grams of the smaller of two counts: how many of one text find a partner in the other.</summary>
    public static int Matches(Dictionary<int, int> some, Dictionary<int, int> others)
    {
        var matches = 0;
        foreach (var (gram, count) in some)
            matches += Math.Min(count, others.GetValueOrDefault(gram));
        return matches;
    }

    // The entry that asks is counted already.
    private int Next => _words.Count + _grams.Count;
}
