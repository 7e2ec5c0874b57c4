using System.Globalization;
using System.Text;
using System.Text.Json;
using Kernels.Models.Tokenizing;

namespace Kernels.Models.Tests.Tokenizing;

/// <summary>Two SentencePiece models and one vocabulary, as training/make_marian_fixture.py has them from SentencePiece itself.</summary>
public class MarianTokenizerTests
{
    private static readonly MarianTokenizer s_tokenizer = Read(File.ReadAllBytes(Fixture.PathOf("pieces", "marian-vocab.json")));

    [Fact]
    public void Hostile_strings_have_the_ids_of_the_original()
    {
        string[] strings = [.. PieceFixture.Strings, .. JsonSerializer.Deserialize<string[]>(File.ReadAllText(Fixture.PathOf("pieces", "marian-strings.json")))!];
        var lines = File.ReadAllLines(Fixture.PathOf("pieces", "marian-ids.tsv"));
        Assert.Equal(strings.Length, lines.Length);
        foreach (var line in lines)
        {
            var fields = line.Split('\t');
            var text = strings[int.Parse(fields[0], CultureInfo.InvariantCulture)];
            Assert.Equal(TokenizerFiles.Ids(fields[1]), s_tokenizer.Encode(text, addMarks: true));
        }
    }

    [Fact]
    public void Ids_read_as_the_original_has_them()
    {
        var lines = File.ReadAllLines(Fixture.PathOf("pieces", "marian-decode.tsv"));
        Assert.Equal(80, lines.Length);
        foreach (var line in lines)
        {
            var fields = line.Split('\t');
            Assert.Equal(JsonSerializer.Deserialize<string>(fields[1]), s_tokenizer.Decode(TokenizerFiles.Ids(fields[0])).Trim());
        }
    }

    [Fact]
    public void Codes_of_languages_are_marks_that_count_at_the_start_only()
    {
        Assert.Equal([">>fra<<", ">>cmn_Hans<<"], s_tokenizer.Languages);
        var (plain, coded) = (s_tokenizer.Encode("the rain"), s_tokenizer.Encode(">>fra<< the rain"));
        Assert.Equal(plain, coded[1..]);
        Assert.True(s_tokenizer.IsSpecial(coded[0]) && !s_tokenizer.IsSpecial(coded[1]));
        Assert.Equal("the rain", s_tokenizer.Decode(coded));
        Assert.DoesNotContain(coded[0], s_tokenizer.Encode("the >>fra<< rain"));
        Assert.Equal([s_tokenizer.EndOfText!.Value], s_tokenizer.Closing);
    }

    [Fact]
    public void Refused_texts_leave_the_list_as_it_was()
    {
        var ids = new List<int> { 7 };
        Assert.Throws<ArgumentException>(() => s_tokenizer.Encode(">>fra<< a\uD800", ids));
        Assert.Equal([7], ids);
        Assert.Throws<ArgumentOutOfRangeException>(() => s_tokenizer.Bytes(s_tokenizer.VocabularySize));
        Assert.Throws<ArgumentOutOfRangeException>(() => s_tokenizer.KeepsStart(-1));
    }

    [Theory]
    [InlineData("""{"</s>":0,"<unk>":1}""", "<pad>")]
    [InlineData("""{"</s>":0,"<pad>":1}""", "<unk>")]
    [InlineData("""{"<unk>":0,"<pad>":1}""", "</s>")]
    [InlineData("""{"</s>":0,"<unk>":1,"<pad>":3}""", "3")]
    [InlineData("""{"</s>":0,"<unk>":1,"<pad>":1}""", "<pad>")]
    [InlineData("""{"</s>":0,"<unk>":1,"<pad>":2,"<pad>":3}""", "<pad>")]
    [InlineData("""{"</s>":0,"<unk>":1,"<pad>":-2}""", "-2")]
    [InlineData("""{"</s>":0,"<unk>":1,"":2}""", "empty")]
    [InlineData("""["</s>"]""", "vocabulary")]
    [InlineData("""{"</s>":0,"<unk>":1,"<pad>":2}}""", "after")]
    public void Vocabularies_that_are_not_sound_are_refused_by_name(string json, string named)
    {
        var fault = Assert.Throws<ModelFormatException>(() => Read(Encoding.UTF8.GetBytes(json)));
        Assert.Contains("vocab.json", fault.Message, StringComparison.Ordinal);
        if (named is not ("-2" or "after"))
            Assert.Contains(named, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_with_a_part_of_the_files_says_what_it_needs()
    {
        var folder = Directory.CreateTempSubdirectory("marian");
        try
        {
            File.Copy(Fixture.PathOf("pieces", "unigram.model"), Path.Combine(folder.FullName, "source.spm"));
            Assert.Contains("target.spm", Assert.Throws<ModelFormatException>(() => MarianTokenizer.Load(folder.FullName)).Message, StringComparison.Ordinal);
            File.Copy(Fixture.PathOf("pieces", "spaces.model"), Path.Combine(folder.FullName, "target.spm"));
            File.Copy(Fixture.PathOf("pieces", "marian-vocab.json"), Path.Combine(folder.FullName, "vocab.json"));
            Assert.Equal(s_tokenizer.Encode("Rain again"), MarianTokenizer.Load(folder.FullName).Encode("Rain again"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static MarianTokenizer Read(byte[] vocabulary)
        => MarianTokenizer.FromFiles(PieceFixture.Bytes("unigram.model"), PieceFixture.Bytes("spaces.model"), vocabulary, "opus");
}
