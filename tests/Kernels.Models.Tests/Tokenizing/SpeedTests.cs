using System.Text;
using Kernels.Models.Tokenizing;

namespace Kernels.Models.Tests.Tokenizing;

/// <summary>Seconds of processor time, so that other work on the machine does not count; nothing runs beside these.</summary>
[Collection("alone")]
public class SpeedTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("=")]
    [InlineData(" ")]
    [InlineData("字")]
    public void A_megabyte_without_a_break_takes_less_than_two_seconds(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, (1 << 20) / Encoding.UTF8.GetByteCount(unit)));
        var best = Enumerable.Range(0, 3).Min(_ => Seconds(() => TokenizerFiles.Small.Encode(text)));
        Assert.True(best <= 2, $"{best:F2} s");
    }

    [Fact]
    public void Many_added_tokens_with_one_beginning_cost_no_more_than_their_length()
    {
        var tiny = new TinyVocabulary();
        for (var i = 0; i < 20_000; i++)
            tiny.Added.Add(TinyVocabulary.AddedToken(256 + i, new string('a', 200) + "/" + i));
        var tokenizer = tiny.FromTokenizerJson();
        var seconds = Seconds(() => Assert.Equal(100_000, tokenizer.Encode(new string('a', 100_000), allowSpecial: true).Length));
        Assert.True(seconds <= 10, $"{seconds:F1} s"); // one after the other these would be 4 * 10^11 comparisons
    }

    [Fact]
    public void Loading_twice_the_merges_takes_little_more_than_twice_the_time()
    {
        // Every two of 40, 57, 80 pieces merge: each count has twice the merges of the one before.
        var seconds = new[] { 40, 57, 80 }.Select(count =>
        {
            var pieces = Enumerable.Range(0, count).Select(n => "abcdefghijklmnop"[n % 16] + "ABCDEFGHIJKLMNOP"[n / 16 % 16].ToString()).ToList();
            var tiny = new TinyVocabulary([.. pieces.Select(piece => $"{piece[0]} {piece[1]}"),
                .. pieces.SelectMany(left => pieces.Select(right => $"{left} {right}"))]);
            var (vocabulary, merges) = (tiny.VocabJson(), tiny.MergesText());
            return Enumerable.Range(0, 5).Min(_ => Seconds(() => TinyVocabulary.FromVocabulary(vocabulary, merges)));
        }).ToList();
        for (var i = 1; i < seconds.Count; i++)
            Assert.True(seconds[i] <= 4 * seconds[i - 1] + 0.05, string.Join(" s, ", seconds));
    }

    private static double Seconds(Action work)
    {
        var before = Environment.CpuUsage.TotalTime;
        work();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }
}

/// <summary>Tests that measure: nothing else of this assembly runs meanwhile.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public class AloneCollection;
