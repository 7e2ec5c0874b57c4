using System.Text;
using System.Text.Json;
using Kernels.Models.Moses;
using Kernels.Models.Tests.Tokenizing;

namespace Kernels.Models.Tests.Moses;

/// <summary>Moses' rules against sacremoses itself, with the same lists of abbreviations: training/make_fsmt_tokenizer_fixture.py.</summary>
public class MosesReferenceTests
{
    [Fact]
    public void Texts_have_the_words_of_sacremoses()
    {
        var lines = FsmtFolder.Lines("words.tsv");
        Assert.Equal(["de", "en", "es", "fr", "it", "ru"], lines.Select(line => line[0]).Distinct().Order());
        Assert.True(lines.Count > 1500);
        var wrong = new List<string>();
        foreach (var line in lines)
        {
            var words = Words(line[0], FsmtFolder.Text(line[1]));
            if (words != FsmtFolder.Text(line[2]))
                wrong.Add($"{line[0]} {line[1]}\n  wants {line[2]}\n  has   {JsonSerializer.Serialize(words)}");
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong\n" + string.Join('\n', wrong.Take(12)));
    }

    [Fact]
    public void Words_join_as_in_sacremoses()
    {
        var lines = FsmtFolder.Lines("joined.tsv").Select(line => (Language: line[0], Words: line[1], Text: line[2]))
            .Concat(FsmtFolder.Lines("words.tsv").Select(line => (Language: line[0], Words: line[2], Text: line[3]))).ToList();
        Assert.True(lines.Count > 2500);
        var wrong = new List<string>();
        foreach (var (language, words, text) in lines)
        {
            var moses = new MosesDetokenizer(language);
            var joined = string.Concat(FsmtFolder.Text(words).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(moses.Add)) + moses.Finish();
            if (joined != FsmtFolder.Text(text))
                wrong.Add($"{language} {words}\n  wants {text}\n  has   {JsonSerializer.Serialize(joined)}");
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong\n" + string.Join('\n', wrong.Take(12)));
    }

    [Fact]
    public void Lower_case_is_that_of_Python()
    {
        var lines = FsmtFolder.Lines("lower.tsv");
        Assert.Equal(200, lines.Count);
        Assert.All(lines, line => Assert.Equal(FsmtFolder.Text(line[1]), LowerCase.Of(FsmtFolder.Text(line[0]))));
    }

    /// <summary>What the library's lists lack, a folder's file brings; a file takes the place of the library's list.</summary>
    [Fact]
    public void A_list_of_ones_own_says_what_keeps_its_point()
    {
        var own = NonbreakingPrefixes.Read("# comment\r\nAbb\r\nNo #NUMERIC_ONLY#\r\nBd"u8, "nonbreaking_prefix.de");
        string Cut(string text) => AsText(new MosesTokenizer("de", own).Tokenize(text));
        Assert.Equal("Abb. 5", Cut("Abb. 5"));
        Assert.Equal("No. 5 No . A", Cut("No. 5 No. A"));
        Assert.Equal("Bd. X", Cut("Bd. X"));
        Assert.Equal("Dr . X", Cut("Dr. X"));
        Assert.Equal("# comment .", Cut("# comment."));
        Assert.Contains("line 2", Assert.Throws<ModelFormatException>(() => NonbreakingPrefixes.Read([(byte)'a', 10, 0xFF, 10], "list")).Message, StringComparison.Ordinal);
        Assert.Null(NonbreakingPrefixes.Of("xx"));
    }

    /// <summary>sacremoses writes DOTMULTI for rows of points while it cuts, and makes points of a text that spells it; here it stays a word.</summary>
    [Fact]
    public void A_text_that_spells_the_placeholder_of_the_original_keeps_it()
        => Assert.Equal("DOTMULTI ... x", Words("en", "DOTMULTI...x"));

    private static string Words(string language, string text)
        => AsText(new MosesTokenizer(language, NonbreakingPrefixes.Of(language) ?? NonbreakingPrefixes.Of("en")!).Tokenize(new PunctuationNormalizer(language).Normalize(text)));

    private static string AsText(List<int> points) => string.Concat(points.Select(point => new Rune(point).ToString()));
}
