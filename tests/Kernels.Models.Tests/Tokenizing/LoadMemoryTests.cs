using System.Text;
using Kernels.Models.Tokenizing;

namespace Kernels.Models.Tests.Tokenizing;

/// <summary>No file costs memory out of proportion: what loading allocates in all stays within a few times the file.</summary>
public class LoadMemoryTests
{
    // Everything ever allocated while loading, garbage included: more than the peak can be.
    private const int Times = 10;
    private const int Slack = 1 << 20;

    [Fact]
    public void Files_made_to_cost_memory_do_not()
    {
        var tiny = new TinyVocabulary("a b");
        var json = tiny.TokenizerJson();
        var vocabulary = tiny.VocabJson();
        var (manyPieces, manyMerges) = ManyPieces();
        Check("many tiny pieces", manyPieces, "#version: 0.2\n", loads: true);
        Check("many merges", manyPieces, manyMerges, loads: true);
        Check("one long piece", vocabulary[..^1] + ",\"" + new string('a', 4 << 20) + "\":257}", "", loads: true);
        Check("one long escaped piece", vocabulary[..^1] + ",\"" + Repeat("\\u0120", 400_000) + "\":257}", "", loads: true);
        Check("one long bad piece", "{\"" + Repeat("字", 400_000) + "\":0}", "", loads: false);
        Check("ids with gaps", "{" + Repeat("\"a\":2147483647,", 1) + "\"b\":2147483646}", "", loads: false);
        Check("long merges", vocabulary, Repeat(new string('a', 1000) + " " + new string('b', 1000) + "\n", 1000), loads: false);
        Check("one long merge", vocabulary, new string('a', 2 << 20) + " b\n", loads: false);
        Check("many empty lines", vocabulary, new string('\n', 4 << 20), loads: false);
        Check("many fields", json.Replace("{\"version\"", "{" + Repeat("\"x\":0,", 500_000) + "\"version\""), null, loads: false);
        Check("skipped padding", json.Replace("\"padding\":null", $"\"padding\":[{Repeat("{},", 1_000_000)}0]"), null, loads: true);
        Check("many added tokens", json.Replace("\"added_tokens\":[", "\"added_tokens\":[" + string.Join(",",
            Enumerable.Range(257, 60_000).Select(id => TinyVocabulary.AddedToken(id, $"<{id}>")))), null, loads: true);
        Check("too many added tokens", json.Replace("\"added_tokens\":[", "\"added_tokens\":[" + string.Join(",",
            Enumerable.Range(257, 200_000).Select(id => $"{{\"id\":{id},\"content\":\"<{id}>\"}}"))), null, loads: false);
    }

    [Fact]
    public void The_vocabulary_of_GPT2_costs_less_than_five_times_its_files()
    {
        _ = TokenizerFiles.Gpt2;
        var folder = Path.Combine(TokenizerFiles.SharedData, "tokenizers");
        var (vocabulary, merges) = (File.ReadAllBytes(Path.Combine(folder, "gpt2-encoder.json")), File.ReadAllBytes(Path.Combine(folder, "gpt2-vocab.bpe")));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var tokenizer = BytePairTokenizer.FromVocabulary(vocabulary, merges, "vocab.json", "merges.txt");
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(50257, tokenizer.VocabularySize);
        Assert.True(allocated <= 5L * (vocabulary.Length + merges.Length), $"{allocated} bytes");
    }

    private static void Check(string what, string first, string? merges, bool loads)
    {
        var (a, b) = (Encoding.UTF8.GetBytes(first), Encoding.UTF8.GetBytes(merges ?? ""));
        var before = GC.GetAllocatedBytesForCurrentThread();
        ModelFormatException? refused = null;
        try
        {
            _ = merges == null ? BytePairTokenizer.FromTokenizerJson(a, "tokenizer.json") : BytePairTokenizer.FromVocabulary(a, b, "vocab.json", "merges.txt");
        }
        catch (ModelFormatException error)
        {
            refused = error;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {(double)allocated / (a.Length + b.Length):F2} times {a.Length + b.Length}");
        Assert.True(loads == (refused == null), $"{what}: {refused?.Message}");
        Assert.True(allocated <= (long)Times * (a.Length + b.Length) + Slack, $"{what}: {allocated} for {a.Length + b.Length} bytes");
    }

    private static (string Vocabulary, string Merges) ManyPieces()
    {
        var tiny = new TinyVocabulary();
        var letters = Enumerable.Range('!', 94).Where(c => c is not ('"' or '\\')).Select(c => (char)c).ToArray();
        var vocabulary = new StringBuilder(tiny.VocabJson()).Remove(tiny.VocabJson().Length - 1, 1);
        var merges = new StringBuilder();
        var id = 256;
        foreach (var a in letters)
            foreach (var b in letters)
            {
                vocabulary.Append($",\"{a}{b}\":{id++}");
                merges.Append($"{a} {b}\n");
            }

        foreach (var a in letters)
            foreach (var b in letters)
                foreach (var c in letters[..20])
                {
                    vocabulary.Append($",\"{a}{b}{c}\":{id++}");
                    merges.Append($"{a}{b} {c}\n{a} {b}{c}\n");
                }

        return (vocabulary.Append('}').ToString(), merges.ToString());
    }

    private static string Repeat(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();
}
