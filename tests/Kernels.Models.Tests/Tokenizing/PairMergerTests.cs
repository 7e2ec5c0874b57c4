using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Kernels.Models.Tokenizing;

namespace Kernels.Models.Tests.Tokenizing;

/// <summary>The heap merges as the original's rounds do, and its work grows no faster than n log n.</summary>
public class PairMergerTests
{
    [Fact]
    public void Random_merges_in_any_order_give_what_rounds_over_the_whole_word_give()
    {
        // Merges over three letters, each of pieces that exist by then, in shuffled order: ranks may well fall.
        var merges = Gen.Choose(0, 1000).ListOf(12).Select(draws =>
        {
            List<string> pieces = ["a", "b", "c"], list = [];
            foreach (var draw in draws)
            {
                var (left, right) = (pieces[draw % pieces.Count], pieces[draw / 31 % pieces.Count]);
                if (left.Length + right.Length > 12 || list.Contains($"{left} {right}"))
                    continue;
                list.Add($"{left} {right}");
                if (!pieces.Contains(left + right))
                    pieces.Add(left + right);
            }

            return list.Select((merge, i) => (merge, Key: (i + 1) * (draws[i % draws.Count] + 1) % 101))
                .OrderBy(entry => entry.Key).Select(entry => entry.merge).ToArray();
        });
        var words = Gen.Elements('a', 'b', 'c').ArrayOf().Select(letters => new string(letters)).Resize(60);
        var differ = 0;
        Prop.ForAll(merges.ToArbitrary(), words.ToArbitrary(), (list, word) =>
            {
                var tokenizer = new TinyVocabulary(list).FromVocabulary();
                var rounds = Rounds(word, list);
                differ += rounds.Count < word.Length ? 1 : 0;
                return tokenizer.Encode(word).Select(id => Encoding.UTF8.GetString(tokenizer.Bytes(id))).SequenceEqual(rounds);
            })
            .Check(Draws.Config.WithMaxTest(1_500));
        Assert.True(differ > 500, $"only {differ} words merged at all");
    }

    [Fact]
    public void A_pair_made_in_a_round_waits_for_the_next_even_when_it_ranks_lower()
    {
        // "ab c" ranks after "abc ab": the original merges both "ab c" first.
        var tokenizer = new TinyVocabulary("a b", "b c", "abc ab", "a bc", "ab c").FromVocabulary();
        Assert.Equal(["abc", "abc"], Rounds("abcabc", ["a b", "b c", "abc ab", "a bc", "ab c"]));
        Assert.Equal(["abc", "abc"], tokenizer.Encode("abcabc").Select(id => Encoding.UTF8.GetString(tokenizer.Bytes(id))));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("=")]
    [InlineData("'")]
    [InlineData(" ")]
    [InlineData("\n ")]
    [InlineData("\u0301")]
    [InlineData("😀")]
    [InlineData("abcdefghijklmnopqrstuvwxyz")]
    [InlineData("a1")]
    [InlineData("<")]
    [InlineData("The quick brown fox; ")]
    public void Twice_the_text_takes_little_more_than_twice_the_steps(string unit)
    {
        var steps = new List<long>();
        for (var size = 1 << 14; size <= 1 << 17; size *= 2)
            steps.Add(Steps(TokenizerFiles.Small, Repeat(unit, size)));
        for (var i = 1; i < steps.Count; i++)
            Assert.True(steps[i] <= 2.3 * steps[i - 1], $"{steps[i - 1]} steps became {steps[i]}");
        // n log2 n, with room for the three pairs that each merge looks at.
        Assert.True(steps[^1] <= (1L << 17) * 17 * 6, $"{steps[^1]} steps");
    }

    [Fact]
    public void A_chain_of_merges_made_to_be_slow_stays_within_n_log_n()
    {
        // Pieces a, aa, aaa, ... each one letter longer: every merge but the last is undone for the next word in the original.
        var chain = Enumerable.Range(1, 400).Select(n => $"{new string('a', n)} a").ToArray();
        var tokenizer = new TinyVocabulary(chain).FromVocabulary();
        var steps = Enumerable.Range(12, 4).Select(bits => Steps(tokenizer, new string('a', 1 << bits))).ToList();
        for (var i = 1; i < steps.Count; i++)
            Assert.True(steps[i] <= 2.3 * steps[i - 1], $"{steps[i - 1]} steps became {steps[i]}");
    }

    private static long Steps(BytePairTokenizer tokenizer, string text)
    {
        var merger = tokenizer.CountingMerger();
        List<int> ids = [];
        tokenizer.Encode(text, ids, allowSpecial: true, merger);
        Assert.Equal(text, tokenizer.Decode(ids.ToArray()));
        return merger.Steps;
    }

    private static string Repeat(string unit, int length)
        => string.Concat(Enumerable.Repeat(unit, length / unit.Length + 1))[..(length - length % unit.Length)];

    // The original's way, word by word: find the lowest pair, merge it everywhere from the left, look again.
    private static List<string> Rounds(string word, string[] merges)
    {
        var parts = word.Select(letter => letter.ToString()).ToList();
        while (true)
        {
            var rank = Enumerable.Range(0, Math.Max(0, parts.Count - 1))
                .Select(i => Array.IndexOf(merges, $"{parts[i]} {parts[i + 1]}")).Where(r => r >= 0).DefaultIfEmpty(-1).Min();
            if (rank < 0)
                return parts;
            var merged = new List<string>();
            for (var i = 0; i < parts.Count; i++)
                if (i + 1 < parts.Count && $"{parts[i]} {parts[i + 1]}" == merges[rank])
                    merged.Add(parts[i] + parts[++i]);
                else
                    merged.Add(parts[i]);
            parts = merged;
        }
    }
}
