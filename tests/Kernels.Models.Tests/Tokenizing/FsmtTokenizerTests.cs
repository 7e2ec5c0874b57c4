using System.Globalization;
using Kernels.Models.Tokenizing;

namespace Kernels.Models.Tests.Tokenizing;

/// <summary>FSMT's tokenizer against Hugging Face's definition with sacremoses: training/make_fsmt_tokenizer_fixture.py.</summary>
public class FsmtTokenizerTests
{
    private static readonly FsmtTokenizer s_tokenizer = FsmtTokenizer.Load(Fixture.PathOf("fsmt"));

    [Fact]
    public void Sources_have_the_ids_of_the_original()
    {
        var texts = FsmtFolder.Lines("words.tsv").Where(line => line[0] == "en").Select(line => FsmtFolder.Text(line[1])).ToList();
        var lines = FsmtFolder.Lines("ids.tsv");
        Assert.Equal(texts.Count, lines.Count);
        foreach (var line in lines)
            Assert.Equal(TokenizerFiles.Ids(line[1]), s_tokenizer.Encode(texts[int.Parse(line[0], CultureInfo.InvariantCulture)], addMarks: true));
        Assert.True(lines.Select(line => TokenizerFiles.Ids(line[1]).Length).Max() > 200);
    }

    [Fact]
    public void Ids_read_as_the_original_has_them_whole_and_as_they_come()
    {
        var lines = FsmtFolder.Lines("decode.tsv");
        Assert.Equal(200, lines.Count);
        var stream = new TextStream(s_tokenizer);
        foreach (var line in lines)
        {
            var (ids, text) = (TokenizerFiles.Ids(line[0]), FsmtFolder.Text(line[1]));
            Assert.Equal(text, s_tokenizer.Decode(ids));
            Assert.Equal(text, string.Concat(ids.Select(stream.Add)) + stream.Finish());
        }
    }

    [Fact]
    public void The_two_vocabularies_have_their_own_ids()
    {
        Assert.Equal(("en", "de"), (s_tokenizer.SourceLanguage, s_tokenizer.TargetLanguage));
        Assert.NotEqual(s_tokenizer.SourceVocabularySize, s_tokenizer.VocabularySize);
        Assert.Equal([2], s_tokenizer.Closing);
        Assert.Equal((2, 3), (s_tokenizer.EndOfText, s_tokenizer.Unknown));
        Assert.Empty(((ITokenizer)s_tokenizer).Opening);
        Assert.Equal([true, true, true, true, false], Enumerable.Range(0, 5).Select(s_tokenizer.IsSpecial));
        Assert.Throws<ArgumentOutOfRangeException>(() => s_tokenizer.Bytes(s_tokenizer.VocabularySize));
        Assert.Throws<ArgumentOutOfRangeException>(() => s_tokenizer.IsSpecial(-1));
    }

    [Fact]
    public void Marks_are_text_unless_they_are_allowed()
    {
        Assert.Equal([.. s_tokenizer.Encode("the"), 2, 3, .. s_tokenizer.Encode("rain")], s_tokenizer.Encode("the</s><unk> rain", allowSpecial: true));
        Assert.DoesNotContain(2, s_tokenizer.Encode("the</s> rain"));
    }

    [Fact]
    public void Refused_texts_leave_the_list_as_it_was()
    {
        var ids = new List<int> { 7 };
        Assert.Throws<ArgumentException>(() => s_tokenizer.Encode("the a\uD800", ids));
        Assert.Throws<ArgumentException>(() => s_tokenizer.Encode(new string('a', FsmtTokenizer.LongestText + 1), ids));
        Assert.Equal([7], ids);
    }

    [Fact]
    public void Sources_are_lowered_where_the_settings_say_so()
    {
        var lowered = new FsmtFolder().With("tokenizer_config.json", """{"do_lower_case":true,"langs":["en","de"],"other":[{"langs":1}]}""").Load();
        Assert.Equal(s_tokenizer.Encode("the rain"), lowered.Encode("The RAIN"));
        Assert.NotEqual(s_tokenizer.Encode("the rain"), s_tokenizer.Encode("The RAIN"));
    }

    [Fact]
    public void Languages_stand_in_the_configuration_too()
    {
        const string Config = """{"langs":["ru","en"],"d_model":4}""";
        Assert.Equal("ru", new FsmtFolder().With("config.json", Config).Without("tokenizer_config.json").Load().SourceLanguage);
        Assert.Equal("ru", new FsmtFolder().With("config.json", Config).With("tokenizer_config.json", "{}").Load().SourceLanguage);
        Assert.Equal("en", new FsmtFolder().With("config.json", Config).Load().SourceLanguage);
    }

    /// <summary>A file of the folder takes the place of the library's list, and gives a language one that has none here.</summary>
    [Fact]
    public void A_folders_own_abbreviations_count()
    {
        var own = new FsmtFolder().With("nonbreaking_prefix.en", "rain\n").Load();
        Assert.NotEqual(s_tokenizer.Encode("Mr . B"), s_tokenizer.Encode("Mr. B"));
        Assert.Equal(own.Encode("Mr . B"), own.Encode("Mr. B"));
        Assert.NotEqual(own.Encode("rain . B"), own.Encode("rain. B"));
        Assert.Equal(s_tokenizer.Encode("rain . B"), s_tokenizer.Encode("rain. B"));
        Assert.Equal("fr", new FsmtFolder().With("tokenizer_config.json", """{"langs":["fr","en"]}""").With("nonbreaking_prefix.fr", "M\n").Load().SourceLanguage);
    }

    /// <summary>Merges that the original takes: with a version line, with how often each was met, without an end of line, of pieces that nothing makes.</summary>
    [Theory]
    [InlineData("t h\nth e</w>\n", 1)]
    [InlineData("#version: 0.2\nt h\nth e</w>\n", 1)]
    [InlineData("t h 812\r\nth e</w> 77\r\n", 1)]
    [InlineData("t h\nth e</w>", 1)]
    [InlineData("x yz\nt h\nth e</w>\n", 1)]
    [InlineData("th e</w>\nt h\n", 1)]
    [InlineData("t h\n", 2)]
    [InlineData("\n", 3)]
    public void Merges_are_read_as_they_come(string merges, int pieces)
        => Assert.Equal(pieces, new FsmtFolder().With("merges.txt", merges).Load().Encode("the").Length);

    [Fact]
    public void What_merges_make_and_no_vocabulary_has_is_unknown()
    {
        var tokenizer = new FsmtFolder().With("merges.txt", "t h\nth e</w>\nthe</w> x\nq q</w>\n").Load();
        Assert.Equal([tokenizer.Unknown], tokenizer.Encode("qq"));
        Assert.Equal([tokenizer.Unknown], tokenizer.Encode("\U0001F600"));
    }
}
