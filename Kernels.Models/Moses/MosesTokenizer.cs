using System.Runtime.InteropServices;

namespace Kernels.Models.Moses;

/// <summary>
/// Cuts a text into words as Moses' tokenizer does with hyphens split and signs of XML escaped. The rules are walks over the text, each after the one before
/// it, because a match takes its neighbours with it: what one match took no other match of the same walk sees. Immutable.
/// </summary>
/// <param name="language">The code of the text's language.</param>
/// <param name="prefixes">What keeps its point.</param>
internal sealed class MosesTokenizer(string language, NonbreakingPrefixes prefixes)
{
    private const int Space = ' ', Point = '.', Apostrophe = '\'', Comma = ',', Hyphen = '-';

    /// <summary>The words of a text with one space between them, as code points.</summary>
    /// <param name="text">Well-formed UTF-16. Takes time in proportion to it.</param>
    public List<int> Tokenize(ReadOnlySpan<char> text)
    {
        var walk = new Walk(Apart(Points(text)));
        walk.Split(Comma, left: NotNumber, before: true, after: true);
        walk.Split(Comma, right: NotNumber, before: true, after: true);
        if (walk.Text is [.., var number, Comma] && MosesCharacters.IsNumber(number))
            walk.Text.Insert(walk.Text.Count - 1, Space); // no other comma after a number stands at the end
        Apostrophes(walk);
        return Words(CollectionsMarshal.AsSpan(walk.Text));
    }

    private void Apostrophes(Walk walk)
    {
        if (language == "en")
        {
            walk.Split(Apostrophe, NotLetter, NotLetter, before: true, after: true);
            walk.Split(Apostrophe, NeitherLetterNorNumber, MosesCharacters.IsLetter, before: true, after: true);
            walk.Split(Apostrophe, MosesCharacters.IsLetter, NotLetter, before: true, after: true);
            walk.Split(Apostrophe, MosesCharacters.IsLetter, MosesCharacters.IsLetter, before: true);
            walk.Split(Apostrophe, MosesCharacters.IsNumber, static point => point == 's', before: true);
        }
        else if (language is "fr" or "it")
        {
            walk.Split(Apostrophe, NotLetter, NotLetter, before: true, after: true);
            walk.Split(Apostrophe, NotLetter, MosesCharacters.IsLetter, before: true, after: true);
            walk.Split(Apostrophe, MosesCharacters.IsLetter, NotLetter, before: true, after: true);
            walk.Split(Apostrophe, MosesCharacters.IsLetter, MosesCharacters.IsLetter, after: true);
        }
        else
            walk.Split(Apostrophe, before: true, after: true);
    }

    private static bool NotNumber(int point) => !MosesCharacters.IsNumber(point);

    private static bool NotLetter(int point) => !MosesCharacters.IsLetter(point);

    private static bool NeitherLetterNorNumber(int point) => !MosesCharacters.IsLetter(point) && !MosesCharacters.IsNumber(point);

    /// <summary>Code points; white space is one space, and none stands at the ends; signs that control go.</summary>
    private static List<int> Points(ReadOnlySpan<char> text)
    {
        var points = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var space = rune.IsBmp && MosesCharacters.IsSpace((char)rune.Value);
            if (space ? points is [.., not Space] : rune.Value >= Space)
                points.Add(space ? Space : rune.Value);
        }

        if (points is [.., Space])
            points.RemoveAt(points.Count - 1);
        return points;
    }

    /// <summary>
    /// Puts spaces around signs and hyphens within words, and makes each row of points one code, the number of points below zero: a word of its own that no
    /// later rule takes apart.
    /// </summary>
    private static List<int> Apart(List<int> text)
    {
        var apart = new List<int>(text.Count + (text.Count / 4));
        for (var at = 0; at < text.Count; at++)
        {
            var point = text[at];
            if (point == Point && at + 1 < text.Count && text[at + 1] == Point)
            {
                var end = at + 1;
                while (end < text.Count && text[end] == Point)
                    end++;
                apart.AddRange([Space, at - end]);
                if (end < text.Count)
                    apart.Add(Space);
                at = end - 1;
            }
            else if (point == Hyphen && at > 0 && at + 1 < text.Count && MosesCharacters.IsWord(text[at - 1]) && MosesCharacters.IsWord(text[at + 1]))
                apart.AddRange([Space, '@', Hyphen, '@', Space]);
            else if (point is Space or Point or Apostrophe or '`' or Comma or Hyphen || MosesCharacters.IsWord(point))
                apart.Add(point);
            else
                apart.AddRange([Space, point, Space]);
        }

        return apart;
    }

    private List<int> Words(ReadOnlySpan<int> rest)
    {
        var words = new List<int>(rest.Length + 16);
        for (rest = rest.TrimStart(Space); !rest.IsEmpty;)
        {
            var word = First(rest);
            rest = rest[word.Length..].TrimStart(Space);
            // Of the last word alone, a point before an apostrophe is cut off too.
            var tail = rest.IsEmpty && word is [.., Point, Apostrophe] ? 2
                : word is [_, .., Point] && !prefixes.KeepsPoint(word[..^1], First(rest)) ? 1 : 0;
            Write(word[..^tail], words);
            for (; tail > 0; tail--)
                Write(word.Slice(word.Length - tail, 1), words);
        }

        return words;
    }

    private static ReadOnlySpan<int> First(ReadOnlySpan<int> text) => text.IndexOf(Space) is >= 0 and var end ? text[..end] : text;

    /// <summary>Writes a word, with rows of points as points again and the signs of XML escaped.</summary>
    private static void Write(ReadOnlySpan<int> word, List<int> words)
    {
        if (word.IsEmpty)
            return;
        if (words.Count > 0)
            words.Add(Space);
        foreach (var point in word)
        {
            if (MosesEscapes.Of(point) is { } escape)
                foreach (var one in escape)
                    words.Add(one);
            else if (point >= 0)
                words.Add(point);
            else
                for (var count = point; count < 0; count++)
                    words.Add(Point);
        }
    }
}
