using System.Text;
using Kernels.Models.Tokenizing;

namespace Kernels.Models.Tests.Tokenizing;

/// <summary>Files of an FSMT's tokenizer that are not sound: each is refused by its name, in one line that says what is wrong and where.</summary>
public class FsmtHostileTests
{
    private const int Mutants = 1_000;

    [Theory]
    [InlineData("vocab-src.json", "[]", "the vocabulary must be")]
    [InlineData("vocab-src.json", "{\"<unk>\":0,\"</s>\":1", "not valid JSON at line 1")]
    [InlineData("vocab-src.json", "{\"<unk>\":0}", "</s>")]
    [InlineData("vocab-src.json", "{\"</s>\":0}", "<unk>")]
    [InlineData("vocab-src.json", "{\"<unk>\":0,\"</s>\":1,\"a\":3}", "3")]
    [InlineData("vocab-src.json", "{\"<unk>\":0,\"</s>\":1,\"a\":1}", "'a'")]
    [InlineData("vocab-src.json", "{\"<unk>\":0,\"</s>\":1,\"a\":\"2\"}", "at byte 24")]
    [InlineData("vocab-tgt.json", "{\"<unk>\":0,\"</s>\":1,\"a\":2,\"a\":3}", "'a'")]
    [InlineData("vocab-tgt.json", "{\"<unk>\":0}", "</s>")]
    [InlineData("vocab-tgt.json", "{\"<unk>\":0,\"</s>\":1}]", "after")]
    [InlineData("merges.txt", "t h\na\n", "merge 2")]
    [InlineData("merges.txt", "t h\n\na b\n", "merge 2")]
    [InlineData("merges.txt", "t h x\n", "merge 1")]
    [InlineData("merges.txt", "t h 1 2\n", "merge 1")]
    [InlineData("merges.txt", "t  h\n", "merge 1")]
    [InlineData("merges.txt", " t h\n", "merge 1")]
    [InlineData("merges.txt", "t h\na b\nt h 5\n", "merge 3 repeats")]
    [InlineData("tokenizer_config.json", "{}", "langs must name two")]
    [InlineData("tokenizer_config.json", "[]", "must be")]
    [InlineData("tokenizer_config.json", "{\"langs\":\"en\"}", "langs must be a list")]
    [InlineData("tokenizer_config.json", "{\"langs\":[\"en\"]}", "langs must name two")]
    [InlineData("tokenizer_config.json", "{\"langs\":[\"en\",\"de\",\"ru\"]}", "langs must name two")]
    [InlineData("tokenizer_config.json", "{\"langs\":[\"en\",7]}", "langs must be text")]
    [InlineData("tokenizer_config.json", "{\"langs\":[\"en\",\"../x\"]}", "'../x'")]
    [InlineData("tokenizer_config.json", "{\"langs\":[\"en\",\"de\"],\"langs\":[\"en\",\"de\"]}", "langs")]
    [InlineData("tokenizer_config.json", "{\"langs\":[\"ja\",\"en\"]}", "ja")]
    [InlineData("tokenizer_config.json", "{\"langs\":[\"en\",\"fi\"]}", "fi")]
    [InlineData("tokenizer_config.json", "{\"langs\":[\"en\",\"de\"],\"do_lower_case\":1}", "do_lower_case must be")]
    [InlineData("tokenizer_config.json", "{\"langs\":[\"en\",\"de\"],\"unk_token\":\"\"}", "unk_token")]
    [InlineData("tokenizer_config.json", "{\"langs\":[\"en\",\"de\"],\"sep_token\":{\"lstrip\":true}}", "sep_token")]
    [InlineData("tokenizer_config.json", "{\"langs\":[\"en\",\"de\"]", "not valid JSON at line 1")]
    [InlineData("nonbreaking_prefix.en", "", null)]
    public void What_is_not_sound_is_refused_by_name(string file, string text, string? says)
    {
        var folder = new FsmtFolder().With(file, text);
        if (says is null)
        {
            Assert.NotEmpty(folder.Load().Encode("Mr. X"));
            return;
        }

        var error = Assert.Throws<ModelFormatException>(folder.Load);
        Assert.Equal("wmt/" + file, error.Path);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    [Fact]
    public void Marks_that_other_settings_name_must_be_there()
    {
        var folder = new FsmtFolder().With("tokenizer_config.json", """{"langs":["en","de"],"sep_token":{"content":"<end>"}}""");
        Assert.Contains("<end>", Assert.Throws<ModelFormatException>(folder.Load).Message, StringComparison.Ordinal);
        Assert.Equal([0], new FsmtFolder().With("tokenizer_config.json", """{"langs":["en","de"],"sep_token":{"special":true,"content":"<s>"}}""").Load().Closing);
    }

    [Fact]
    public void What_is_missing_is_asked_for()
    {
        foreach (var name in (string[])["vocab-src.json", "vocab-tgt.json", "merges.txt"])
        {
            var error = Assert.Throws<ModelFormatException>(new FsmtFolder().Without(name).Load);
            Assert.Equal("wmt", error.Path);
            Assert.Contains(name, error.Message, StringComparison.Ordinal);
        }

        Assert.Contains("nonbreaking_prefix.pl", Assert.Throws<ModelFormatException>(
            new FsmtFolder().With("tokenizer_config.json", """{"langs":["pl","en"]}""").Load).Message, StringComparison.Ordinal);
        Assert.Throws<ModelFormatException>(() => FsmtTokenizer.Load(Path.Combine(Fixture.Root, "nowhere")));
    }

    [Fact]
    public void More_merges_than_any_model_has_are_refused()
    {
        var folder = new FsmtFolder().With("merges.txt", string.Concat(Enumerable.Repeat("a b\n", (1 << 22) + 1)));
        var error = Assert.Throws<ModelFormatException>(folder.Load);
        Assert.Contains("4194304 merges", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Merges_that_are_not_Utf8_are_refused()
    {
        var folder = new FsmtFolder();
        folder.Files["merges.txt"] = [(byte)'a', (byte)' ', 0xFF, 10];
        Assert.Contains("merge 1", Assert.Throws<ModelFormatException>(folder.Load).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vocab-src.json")]
    [InlineData("vocab-tgt.json")]
    [InlineData("merges.txt")]
    [InlineData("tokenizer_config.json")]
    public void Mutants_are_refused_in_one_line_or_work(string file)
    {
        var small = new FsmtFolder()
            .With("vocab-src.json", """{"<s>":0,"<pad>":1,"</s>":2,"<unk>":3,"a":4,"b</w>":5,"ab</w>":6,"&apos;":7,"é":8}""")
            .With("vocab-tgt.json", """{"<s>":0,"<pad>":1,"</s>":2,"<unk>":3,"a":4,"b</w>":5,"@-@</w>":6,"&quot;</w>":7,"é":8}""")
            .With("merges.txt", "a b</w>\n&a pos;\na a 77\né é\n");
        var sound = small.Files[file];
        var random = new Random(20261127);
        var (loaded, refused) = (0, 0);
        for (var mutant = 0; mutant < Mutants; mutant++)
        {
            small.Files[file] = MutantTests.Mutate(sound, random);
            try
            {
                var tokenizer = small.Load();
                loaded++;
                Assert.All(tokenizer.Encode("ab's \"é...\" <unk>x", allowSpecial: true), id => Assert.InRange(id, 0, tokenizer.SourceVocabularySize - 1));
                Assert.NotNull(tokenizer.Decode([.. Enumerable.Range(0, tokenizer.VocabularySize)]));
            }
            catch (ModelFormatException error)
            {
                refused++;
                Assert.DoesNotContain(error.Message, char.IsControl);
                Assert.True(error.Message.Length < 1500);
            }
        }

        Assert.True(loaded >= Mutants / 100 && refused >= Mutants / 20, $"{loaded} loaded, {refused} refused");
    }
}
