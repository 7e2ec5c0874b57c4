using System.Text;
using Kernels.Models.Tokenizing;

namespace Kernels.Models.Tests.Tokenizing;

/// <summary>Damaged files: each is refused by the one exception, in one line, or loads and then works.</summary>
public class MutantTests
{
    private const int Mutants = 4_000;
    private const string Probe = "aba ab's\n  字😀 <|endoftext|>x";

    // What damages more than single bytes do: other numbers, names, brackets, halves of characters, ends of lines.
    private static readonly byte[][] Splinters =
    [.. new[]
    {
        "{", "}", "[", "]", "\"", ",", ":", "null", "true", "false", "0", "-1", "1.0", "1e9", "2147483647", "2147483648", "99999999999999999999",
        "\\ud800", "\\u0000", "\\u0120", "a", "Ġ", "é", "字", "\"a\":0,", "\"id\":7,", "\"a b\",", "a b\n", "\n", "\r\n", " ", "  ", "#version", "<|endoftext|>",
        "\"normalizer\":{},", "\"type\":\"BPE\",", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    }.Select(Encoding.UTF8.GetBytes), [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0]];

    [Fact]
    public void Mutants_of_tokenizer_json()
    {
        var tiny = Tiny();
        tiny.Added.Add(TinyVocabulary.AddedToken(tiny.Pieces.Count, "<|endoftext|>"));
        tiny.Added.Add(TinyVocabulary.AddedToken(tiny.Pieces.Count + 1, "字 😀", special: false));
        Try(Encoding.UTF8.GetBytes(tiny.TokenizerJson()), file => BytePairTokenizer.FromTokenizerJson(file, "tokenizer.json"));
    }

    [Fact]
    public void Mutants_of_vocab_json()
    {
        var merges = Encoding.UTF8.GetBytes(Tiny().MergesText());
        Try(Encoding.UTF8.GetBytes(Tiny().VocabJson()),
            file => BytePairTokenizer.FromVocabulary(file, merges, "vocab.json", "merges.txt"));
    }

    [Fact]
    public void Mutants_of_merges_txt()
    {
        var vocabulary = Encoding.UTF8.GetBytes(Tiny().VocabJson());
        Try(Encoding.UTF8.GetBytes(Tiny().MergesText()),
            file => BytePairTokenizer.FromVocabulary(vocabulary, file, "vocab.json", "merges.txt"));
    }

    [Fact]
    public void Every_prefix_of_a_file_is_refused_or_loads()
    {
        var json = Encoding.UTF8.GetBytes(Tiny().TokenizerJson());
        for (var length = 0; length < json.Length; length++)
            Assert.Throws<ModelFormatException>(() => BytePairTokenizer.FromTokenizerJson(json.AsSpan(0, length), "tokenizer.json"));
    }

    private static TinyVocabulary Tiny() => new("a b", "ab a", "Ġ a", "å Ń", "åŃ Ĺ", "b a", "Ġa b");

    private static void Try(byte[] file, Func<byte[], BytePairTokenizer> load)
    {
        var random = new Random(20250929);
        var (loaded, refused) = (0, 0);
        for (var mutant = 0; mutant < Mutants; mutant++)
        {
            var bytes = Mutate(file, random);
            try
            {
                var tokenizer = load(bytes);
                loaded++;
                foreach (var special in new[] { false, true })
                    Assert.Equal(Probe, tokenizer.Decode(tokenizer.Encode(Probe, special)));
            }
            catch (ModelFormatException error)
            {
                refused++;
                Assert.DoesNotContain(error.Message, char.IsControl);
                Assert.True(error.Message.Length < 1500);
            }
        }

        // The harness must see both kinds, or it tests one only.
        Assert.True(loaded >= Mutants / 100 && refused >= Mutants / 4, $"{loaded} loaded, {refused} refused");
    }

    internal static byte[] Mutate(byte[] file, Random random)
    {
        var bytes = file.ToList();
        for (var changes = 1 + random.Next(2); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, random.Next(2) == 0 ? 4 : 200), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.RemoveRange(at, Math.Min(length, bytes.Count - 1)); break;
                case 3: bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length)); break;
                case 4: bytes.InsertRange(at, Splinters[random.Next(Splinters.Length)]); break;
                case 5: ReplaceNumber(bytes, at, random); break;
                default: SwapLines(bytes, at, random); break;
            }
        }

        return [.. bytes];
    }

    private static void ReplaceNumber(List<byte> bytes, int from, Random random)
    {
        var at = bytes.FindIndex(from, b => char.IsAsciiDigit((char)b));
        if (at >= 0)
            bytes[at] = (byte)('0' + random.Next(10));
    }

    // Exchanges two parts that commas or line ends part: order is what merges mean.
    private static void SwapLines(List<byte> bytes, int at, Random random)
    {
        bool Ends(byte b) => b is (byte)',' or (byte)'\n';
        var (first, second) = (bytes.FindIndex(at, Ends), bytes.FindIndex(random.Next(bytes.Count), Ends));
        var (firstEnd, secondEnd) = (first < 0 ? -1 : bytes.FindIndex(first + 1, Ends), second < 0 ? -1 : bytes.FindIndex(second + 1, Ends));
        if (firstEnd < 0 || secondEnd < 0 || firstEnd > second)
            return;
        var (a, b) = (bytes.GetRange(first, firstEnd - first), bytes.GetRange(second, secondEnd - second));
        bytes.RemoveRange(second, b.Count);
        bytes.InsertRange(second, a);
        bytes.RemoveRange(first, a.Count);
        bytes.InsertRange(first, b);
    }
}
