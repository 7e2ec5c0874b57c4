using System.Text;
using Kernels.Models.Tokenizing;

namespace Kernels.Models.Tests.Tokenizing;

/// <summary>Files made to hurt: each is refused in one line that says what is wrong, or loads as the format means it.</summary>
public class HostileFileTests
{
    private static readonly TinyVocabulary Tiny = new("a b", "ab a", "Ġ a");

    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("[]", "the vocabulary must be an object")]
    [InlineData("{", "not valid JSON")]
    [InlineData("{}", "lacks the byte 0x00")]
    [InlineData("{\"a\":0} x", "more after its end")]
    [InlineData("{\"a\":0}{}", "more after its end")]
    [InlineData("\uFEFF{\"a\":0}", "not valid JSON")]
    [InlineData("{\"a\":0,}", "not valid JSON")]
    [InlineData("{\"a\":-1}", "whole number from 0")]
    [InlineData("{\"a\":2147483648}", "whole number from 0")]
    [InlineData("{\"a\":1.0}", "whole number from 0")]
    [InlineData("{\"a\":1e0}", "whole number from 0")]
    [InlineData("{\"a\":\"1\"}", "whole number from 0")]
    [InlineData("{\"a\":null}", "whole number from 0")]
    [InlineData("{\"a\":[[[0]]]}", "whole number from 0")]
    [InlineData("{\"\":0}", "empty piece")]
    [InlineData("{\"a\":0,\"a\":1}", "the piece 'a' twice")]
    [InlineData("{\"a\":0,\"\\u0061\":1}", "the piece 'a' twice")]
    [InlineData("{\"a\":0,\"b\":0}", "'a' and 'b' both have the id 0")]
    [InlineData("{\"a\":0,\"b\":2147483647}", "leaves gaps")]
    [InlineData("{\"a\":1,\"b\":2}", "leaves gaps")]
    [InlineData("{\"a b\":0}", "256 byte characters")]
    [InlineData("{\"字\":0}", "256 byte characters")]
    [InlineData("{\"\\ud800\":0}", "not valid Unicode")]
    [InlineData("{\"\\udc00\\ud800\":0}", "not valid Unicode")]
    [InlineData("{\"\\u0000\":0}", "256 byte characters")]
    [InlineData("{\"\\u202e\":0}", "'\\u202E'")]
    public void Vocabularies(string vocabulary, string expected)
        => Refused(() => TinyVocabulary.FromVocabulary(vocabulary, "#version: 0.2\n"), "vocab.json", expected);

    [Theory]
    [InlineData("a b\na b\n", "merge 2 repeats an earlier one")]
    [InlineData("a\n", "merge 1 must be two pieces")]
    [InlineData("a b c\n", "merge 1 must be two pieces")]
    [InlineData("a  b\n", "merge 1 must be two pieces")]
    [InlineData(" a\n", "merge 1 must be two pieces")]
    [InlineData("a b\n\nab a\n", "merge 2 must be two pieces")]
    [InlineData("a b\n\n\n", "merge 2 must be two pieces")]
    [InlineData("a\tb\n", "merge 1 must be two pieces")]
    [InlineData("a zz\n", "merge 1 names the piece 'zz'")]
    [InlineData("zz a\n", "merge 1 names the piece 'zz'")]
    [InlineData("a 字\n", "merge 1 names the piece '字'")]
    [InlineData("a z\n", "makes a piece that the vocabulary lacks")]
    [InlineData("a \uFFFD\n", "merge 1 names the piece")]
    [InlineData("a b\n#version: 0.2\n", "merge 2 names the piece '#version:'")]
    public void Merges(string merges, string expected)
        => Refused(() => TinyVocabulary.FromVocabulary(Tiny.VocabJson(), merges), "merges.txt", expected);

    [Theory]
    [InlineData("")]
    [InlineData("#version: 0.2")]
    [InlineData("a b")]
    [InlineData("#version: 0.2\r\na b\r\nab a\r\n")]
    [InlineData("a b\n\n")]
    [InlineData("ab a\na b\n")]
    public void Merges_that_load(string merges)
    {
        var tokenizer = TinyVocabulary.FromVocabulary(Tiny.VocabJson(), merges);
        Assert.Equal("abab a", tokenizer.Decode(tokenizer.Encode("abab a")));
    }

    [Fact]
    public void Text_that_is_no_UTF8_is_refused()
    {
        byte[] bad = [.. "{\""u8, 0xC0, 0x80, .. "\":0}"u8];
        Refused(() => BytePairTokenizer.FromVocabulary(bad, [], "vocab.json", "merges.txt"), "vocab.json", "valid");
        byte[] merge = [.. "a "u8, 0xFF, .. "\n"u8];
        Refused(() => BytePairTokenizer.FromVocabulary(Encoding.UTF8.GetBytes(Tiny.VocabJson()), merge, "vocab.json", "merges.txt"),
            "merges.txt", "merge 1 names the piece");
    }

    [Fact]
    public void Every_byte_must_be_there()
    {
        for (var id = 0; id < 256; id++)
        {
            var tiny = new TinyVocabulary();
            (tiny.Pieces[id], var lost) = ("zz", tiny.Pieces[id]);
            var value = new TinyVocabulary().FromVocabulary().Bytes(id)[0];
            Refused(() => tiny.FromVocabulary(), "vocab.json", $"lacks the byte 0x{value:X2};");
            Assert.NotEqual("zz", lost);
        }
    }

    [Fact]
    public void A_merge_cannot_make_a_special_token()
    {
        var tiny = new TinyVocabulary("a b", "ab a");
        tiny.Added.Add(TinyVocabulary.AddedToken(257, "aba"));
        Refused(() => tiny.FromTokenizerJson(), "tokenizer.json", "merge 2 of 'ab' and 'a' makes a special token");
        tiny.Added[0] = TinyVocabulary.AddedToken(tiny.Pieces.IndexOf("a"), "a");
        Refused(() => tiny.FromTokenizerJson(), "tokenizer.json", "'a' is also a single byte");
    }

    [Theory]
    [InlineData("\"version\":\"1.0\"", "\"version\":\"2.0\"", "version '2.0' is not known")]
    [InlineData("\"version\":\"1.0\"", "\"version\":1", "version must be text")]
    [InlineData("\"version\":\"1.0\"", "\"version\":\"1.0\",\"version\":\"1.0\"", "the field 'version' twice")]
    [InlineData("\"version\":\"1.0\"", "\"extra\":{}", "the field 'extra', whose meaning is not known")]
    [InlineData("\"normalizer\":null", "\"normalizer\":{\"type\":\"NFC\"}", "has a normalizer")]
    [InlineData("\"normalizer\":null", "\"normalizer\":{\"type\":\"Replace\",\"pattern\":{\"Regex\":\"(a+)+\"},\"content\":\"\"}", "has a normalizer")]
    [InlineData("\"add_prefix_space\":false", "\"add_prefix_space\":true", "add_prefix_space must be false")]
    [InlineData("\"add_prefix_space\":false", "\"add_prefix_space\":0", "add_prefix_space must be true or false")]
    [InlineData("\"add_prefix_space\":false,", "", "add_prefix_space must be false")]
    [InlineData("\"use_regex\":true},\n\"post", "\"use_regex\":false},\n\"post", "use_regex is false")]
    [InlineData("{\"type\":\"ByteLevel\",\"add_prefix_space\":false", "{\"type\":\"Digits\",\"add_prefix_space\":false", "pre_tokenizer is 'Digits'")]
    [InlineData("\"pre_tokenizer\":{", "\"pre_tokenizer\":null,\"padding\":{", "pre_tokenizer must be ByteLevel")]
    [InlineData("\"pre_tokenizer\":{", "\"padding \":null,\"q\":{", "the field 'padding ', whose meaning is not known")]
    [InlineData("\"post_processor\":{\"type\":\"ByteLevel\"", "\"post_processor\":{\"type\":\"TemplateProcessing\"", "post_processor is 'TemplateProcessing'")]
    [InlineData("\"decoder\":{\"type\":\"ByteLevel\"", "\"decoder\":{\"type\":\"Metaspace\"", "decoder is 'Metaspace'")]
    [InlineData("\"decoder\":{\"type\":\"ByteLevel\"", "\"decoder\":{\"t\":1", "decoder has the field 't', whose meaning is not known")]
    [InlineData("\"decoder\":{\"type\":\"ByteLevel\",", "\"decoder\":{", "decoder must be ByteLevel")]
    [InlineData("\"decoder\":{\"type\":\"ByteLevel\"", "\"decoder\":{\"\\ud800\":1", "not valid Unicode")]
    [InlineData("\"type\":\"BPE\"", "\"type\":\"Unigram\"", "the model is 'Unigram'")]
    [InlineData("\"dropout\":null", "\"dropout\":0.1", "dropout must be null or 0")]
    [InlineData("\"end_of_word_suffix\":\"\"", "\"end_of_word_suffix\":\"</w>\"", "end_of_word_suffix must be null or empty")]
    [InlineData("\"ignore_merges\":false", "\"ignore_merges\":true", "ignore_merges is true")]
    [InlineData("\"ignore_merges\":false", "\"cache\":7", "the model has the field 'cache'")]
    [InlineData("\"merges\":[", "\"merges\":{},\"merges\":[", "the model has the field 'merges' twice")]
    [InlineData("\"vocab\":", "\"unk_token\":", "the field 'unk_token' twice")]
    [InlineData("\"merges\":[", "\"merges\":[\"a b c\",", "merge 1 must be two pieces")]
    [InlineData("\"merges\":[", "\"merges\":[[\"a\",\"b\",\"c\"],", "merge 1 has more than two pieces")]
    [InlineData("\"merges\":[", "\"merges\":[[\"a\"],", "a piece of a merge must be text")]
    [InlineData("\"merges\":[", "\"merges\":[7,", "a merge must be text")]
    [InlineData("\"merges\":[", "\"merges\":[\"a \\ud800\",", "a merge is not valid Unicode")]
    [InlineData("\"added_tokens\":[", "\"added_tokens\":[7", "an added token must be an object")]
    [InlineData("\"added_tokens\":[", "\"added_tokens\":[{\"id\":1}", "an added token needs an id and a content")]
    [InlineData("\"added_tokens\":[", "\"added_tokens\":[{\"id\":900,\"content\":\"\"}", "a content that is not empty")]
    [InlineData("\"added_tokens\":[", "\"added_tokens\":[{\"id\":900,\"content\":\"x y\"}", "leaves gaps")]
    [InlineData("\"added_tokens\":[", "\"added_tokens\":[{\"id\":900,\"content\":\"x y\",\"lstrip\":true}", "an added token has lstrip")]
    [InlineData("\"added_tokens\":[", "\"added_tokens\":[{\"id\":900,\"content\":\"\\udc00\"}", "not valid Unicode")]
    [InlineData("\"added_tokens\":[", "\"added_tokens\":[{\"id\":3,\"content\":\"ab\"}", "'ab' has the id 3, but 256 in the vocabulary")]
    [InlineData("\"added_tokens\":[", "\"added_tokens\":[{\"id\":3,\"content\":\"x y\"}", "'$' and 'x y' both have the id 3")]
    [InlineData("\"added_tokens\":[", "\"added_tokens\":[{\"id\":259,\"content\":\"x y\"},{\"id\":259,\"content\":\"z z\"}", "two added tokens have the id 259")]
    [InlineData("\"added_tokens\":[", "\"added_tokens\":[{\"id\":259,\"content\":\"x y\"},{\"id\":260,\"content\":\"x y\"}", "the added token 'x y' occurs twice")]
    [InlineData("\"added_tokens\":[", "\"added_tokens\":[{\"id\":165,\"content\":\"é\"}", "'é' is spelt like the byte characters of other text")]
    [InlineData("\"added_tokens\":[", "\"added_tokens\":[{\"id\":260,\"content\":\"x y\"},{\"id\":261,\"content\":\"z z\"}", "leaves gaps")]
    public void Parts_of_tokenizer_json(string part, string replacement, string expected)
    {
        var json = Tiny.TokenizerJson();
        Assert.Contains(part, json);
        Assert.NotNull(TinyVocabulary.FromTokenizerJson(json));
        var at = json.IndexOf(part, StringComparison.Ordinal);
        Refused(() => TinyVocabulary.FromTokenizerJson(json[..at] + replacement + json[(at + part.Length)..]), "tokenizer.json", expected);
    }

    [Fact]
    public void Long_and_deep_things_are_refused_without_harm()
    {
        var json = Tiny.TokenizerJson();
        Refused(() => TinyVocabulary.FromTokenizerJson(json.Replace("\"padding\":null", $"\"padding\":{new string('[', 100_000)}")),
            "tokenizer.json", "nested deeper than 64");
        Refused(() => TinyVocabulary.FromTokenizerJson(json.Replace("\"normalizer\":null",
            $"\"normalizer\":{string.Concat(Enumerable.Repeat("{\"type\":\"Sequence\",\"normalizers\":[", 10_000))}")), "tokenizer.json", "nested deeper");
        Refused(() => TinyVocabulary.FromTokenizerJson(json.Replace("[\"a b\"", $"[\"{new string('x', 1 << 20)} b\"")),
            "tokenizer.json", "merge 1 names the piece 'xxxx");
        Refused(() => TinyVocabulary.FromTokenizerJson(json.Replace("\"version\":\"1.0\"", $"\"{new string('\u202e', 1 << 20)}\":0")),
            "tokenizer.json", "whose meaning is not known");
        Refused(() => TinyVocabulary.FromTokenizerJson(json.Replace("\"added_tokens\":[",
            $"\"added_tokens\":[{TinyVocabulary.AddedToken(259, new string('x', 1 << 20))}")), "tokenizer.json", "longer than 256 characters");
    }

    [Fact]
    public void Older_spellings_of_the_same_file_load()
    {
        var json = Tiny.TokenizerJson();
        foreach (var same in new[]
        {
            json.Replace("\"type\":\"BPE\",", ""), // before models named their type
            json.Replace("\"a b\"", "[\"a\",\"b\"]"),
            json.Replace("\"dropout\":null", "\"dropout\":0.0"),
            json.Replace("\"continuing_subword_prefix\":\"\"", "\"continuing_subword_prefix\":null"),
            json.Replace("\"truncation\":null", "\"truncation\":{\"max_length\":8,\"strategy\":\"LongestFirst\"}"),
            json.Replace("\"byte_fallback\":false,\"ignore_merges\":false,", ""),
            json.Replace("\"truncation\":null,", ""),
        })
            Assert.Equal(Tiny.FromVocabulary().Encode("aba ab a"), TinyVocabulary.FromTokenizerJson(same).Encode("aba ab a"));
    }

    private static void Refused(Func<BytePairTokenizer> load, string path, string expected)
    {
        var error = Assert.Throws<ModelFormatException>(load);
        Assert.Equal(path, error.Path);
        Assert.Contains(expected, error.Message);
        Assert.DoesNotContain(error.Message, char.IsControl);
        Assert.True(error.Message.Length < 1500);
    }
}
