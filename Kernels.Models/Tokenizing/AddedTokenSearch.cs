using System.Buffers;

namespace Kernels.Models.Tokenizing;

/// <summary>
/// Finds added tokens in a text: the leftmost, and of several there the longest. The spellings stand sorted, and
/// each further character narrows the range that still fits, so a position costs at most the longest spelling.
/// </summary>
internal sealed class AddedTokenSearch
{
    private readonly AddedToken[] _sorted;
    private readonly SearchValues<char> _firstCharacters;

    public AddedTokenSearch(IEnumerable<AddedToken> tokens)
    {
        _sorted = [.. tokens.OrderBy(token => token.Text, StringComparer.Ordinal)];
        _firstCharacters = SearchValues.Create([.. _sorted.Select(token => token.Text[0]).Distinct()]);
    }

    /// <summary>The next added token at or after a position; null when none follows.</summary>
    public AddedToken? Find(ReadOnlySpan<char> text, int from, out int at)
    {
        for (at = from; at < text.Length; at++)
        {
            var step = text[at..].IndexOfAny(_firstCharacters);
            if (step < 0)
                break;
            at += step;
            if (LongestAt(text[at..]) is { } token)
                return token;
        }

        at = text.Length;
        return null;
    }

    private AddedToken? LongestAt(ReadOnlySpan<char> text)
    {
        AddedToken? longest = null;
        var (low, high) = (0, _sorted.Length);
        for (var depth = 0; depth < text.Length; depth++)
        {
            low = FirstNotBelow(low, high, depth, text[depth]);
            high = FirstNotBelow(low, high, depth, text[depth] + 1);
            if (low == high)
                break;
            // Of those that share this prefix the one that ends here sorts first.
            if (_sorted[low].Text.Length == depth + 1)
                longest = _sorted[low];
        }

        return longest;
    }

    private int FirstNotBelow(int low, int high, int depth, int character)
    {
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var spelling = _sorted[middle].Text;
            if (depth < spelling.Length && spelling[depth] >= character)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}
