using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kernels.Models.Tokenizing;

namespace Kernels.Models.Tests.Tokenizing;

/// <summary>A <c>tokenizer.json</c> with a unigram model gives the ids of the SentencePiece model with the same pieces.</summary>
public class UnigramJsonTests
{
    private static readonly Lazy<SentencePieceTokenizer> T5Once = new(()
        => SentencePieceTokenizer.FromTokenizerJson(File.ReadAllBytes(Fixture.Shared("tokenizers", "t5-small-tokenizer.json")), "tokenizer.json"));

    [Fact]
    public void T5_has_the_ids_of_its_SentencePiece_model()
    {
        const string Model = "t5-spiece.model";
        Fixture.Shared("tokenizers", Model);
        var (tokenizer, count, ties) = (T5Once.Value, 0, 0);
        foreach (var fields in PieceFixture.Lines("ids.tsv", Model))
        {
            var text = PieceFixture.Strings[int.Parse(fields[0], CultureInfo.InvariantCulture)];
            // The one white space that the table of characters leaves alone: a word ends there, in SentencePiece it is unknown text.
            if (!text.Contains('\u0085'))
                ties += Same(TokenizerFiles.Ids(fields[1]), tokenizer.Encode(text));
            count++;
        }

        Assert.Equal(PieceFixture.Strings.Length, count);
        Assert.InRange(ties, 0, count / 50);
    }

    [Fact]
    public void T5_cuts_every_line_of_whole_files_as_its_SentencePiece_model_does()
    {
        var (json, model) = (T5Once.Value, PieceFixture.Model("t5-spiece.model"));
        foreach (var file in new[] { "botchan.txt", "SOURCE.txt", "ggml-vocab-llama-spm.gguf.inp", "gpt2-vocab.bpe" })
        {
            var text = File.ReadAllText(Fixture.Shared("tokenizers", file));
            var (lines, ties) = (text.Split('\n'), 0);
            foreach (var line in lines)
            {
                var ids = model.Encode(line);
                ties += Same(ids, json.Encode(line));
                if (!ids.Contains(model.Unknown))
                    Assert.Equal(model.Decode(ids), json.Decode(ids));
            }

            Assert.InRange(ties, 0, lines.Length / 50);
        }
    }

    // Of two paths with the same sum of scores, SentencePiece's rounding to single precision chooses another than double precision does: then the same
    // pieces stand in another order. 1 where that is so.
    private static int Same(int[] expected, int[] ids)
    {
        if (expected.AsSpan().SequenceEqual(ids))
            return 0;
        Assert.Equal(expected.Order(), ids.Order());
        return 1;
    }

    [Fact]
    public void T5_has_its_marks_and_its_sentinels()
    {
        var tokenizer = T5Once.Value;
        Assert.Equal((32100, 1, 0, 2, null), (tokenizer.VocabularySize, tokenizer.EndOfText, tokenizer.Padding, tokenizer.Unknown, tokenizer.StartOfText));
        Assert.Empty(tokenizer.Opening);
        Assert.Equal([1], tokenizer.Closing);
        Assert.Equal([32099, .. tokenizer.Encode("walks in"), 32098, .. tokenizer.Encode("park"), 1], tokenizer.Encode("<extra_id_0> walks in <extra_id_1> park", allowSpecial: true, addMarks: true));
        Assert.DoesNotContain(32099, tokenizer.Encode("<extra_id_0>"));
        Assert.Equal("<extra_id_0> x", tokenizer.Decode([32099, .. tokenizer.Encode("x")]));
        Assert.True(tokenizer.IsSpecial(32099) && tokenizer.IsSpecial(0) && !tokenizer.IsSpecial(3));
    }

    [Theory]
    [InlineData(JsonSpelling.Old)]
    [InlineData(JsonSpelling.Middle)]
    [InlineData(JsonSpelling.New)]
    public void Every_spelling_gives_the_ids_and_texts_of_the_model(JsonSpelling spelling)
    {
        var file = PieceFixture.Bytes("unigram.model");
        var (model, json) = (PieceFixture.Model("unigram.model"), UnigramJsonWriter.Of(file, spelling).Load());
        var count = 0;
        foreach (var text in PieceFixture.Strings)
        {
            // What the user defined is one piece to SentencePiece, and a token between two texts here. The table of this model leaves some white
            // space alone that a word ends at where white space cuts. The middle spelling keeps one space at either end.
            if (text.Contains("<sep>") || text.Contains("of  the") || text.Any(c => char.IsWhiteSpace(c) && !" \t\n\r\u00A0\u3000".Contains(c))
                || (spelling == JsonSpelling.Middle && (text.Trim() != text || text.Trim('\u2581') != text)))
                continue;
            var ids = model.Encode(text);
            Assert.Equal(ids, json.Encode(text));
            if (!ids.Contains(model.Unknown))
                Assert.Equal(model.Decode(ids), json.Decode(ids));
            count++;
        }

        Assert.True(count > 100, $"{count} strings");
    }

    [Fact]
    public void Spaces_go_where_the_scheme_says()
    {
        var tiny = new UnigramJsonWriter();
        tiny.Added.Add(UnigramJsonWriter.Token(9, "#", special: false));
        Assert.Equal([7, 8, 9, 8, 7], Ids(tiny, "a b#b a"));
        Assert.Equal([7, 8, 9, 8, 7], Ids(tiny, "  a   b#b  a "));
        tiny.Words!["prepend_scheme"] = "first";
        Assert.Equal([7, 8, 9, 5, 7], Ids(tiny, "a b#b a"));
        Assert.Equal([9, 5], Ids(tiny, "#b"));
        tiny.Words["prepend_scheme"] = "never";
        Assert.Equal([4, 8, 9, 5, 7], Ids(tiny, "a b#b a"));
        Assert.Equal(" a", tiny.Load().Decode([9, 7])[1..]);
        Assert.Equal("a", tiny.Load().Decode([7]));
        tiny.Decoder!["prepend_scheme"] = "never";
        Assert.Equal(" a", tiny.Load().Decode([7]));

        var old = new UnigramJsonWriter();
        old.Spell(JsonSpelling.Old, null);
        Assert.Equal([7, 8], Ids(old, "\u2003a\u2028b\u3000"));
        old.Words!["pretokenizers"]![1]!["add_prefix_space"] = false;
        Assert.Equal([4, 5], Ids(old, "a b"));
    }

    [Fact]
    public void A_token_takes_the_white_space_beside_it_where_it_says_so()
    {
        var tiny = new UnigramJsonWriter();
        tiny.Spell(JsonSpelling.Middle, null);
        tiny.Added.Add(UnigramJsonWriter.Token(9, "#"));
        Assert.Equal([7, 3, 9, 8], tiny.Load().Encode("a # b", allowSpecial: true));
        tiny.Added[3]!["lstrip"] = true;
        Assert.Equal([7, 9, 8], tiny.Load().Encode("a # b", allowSpecial: true));
        tiny.Words!["add_prefix_space"] = false;
        Assert.Equal([4, 9, 8], tiny.Load().Encode("a # b", allowSpecial: true));
        tiny.Added[3]!["rstrip"] = true;
        Assert.Equal([4, 9, 5], tiny.Load().Encode("a #\t\u3000 b", allowSpecial: true));
    }

    [Fact]
    public void What_no_piece_covers_is_one_unknown_or_its_bytes()
    {
        var tiny = new UnigramJsonWriter();
        Assert.Equal([7, 2, 4, 2], Ids(tiny, "axyaz"));
        Assert.Equal("a<unk>", tiny.Load().Decode([7, 2]));
        for (var value = 0; value < 256; value++)
            tiny.Pieces.Add(new JsonArray($"<0x{value:X2}>", -20d));
        tiny.Model["byte_fallback"] = true;
        Assert.Equal([7, 9 + 0xC3, 9 + 0xA9, 4], Ids(tiny, "a\u00e9a"));
        Assert.Equal("a\u00e9a", tiny.Load().Decode([7, 9 + 0xC3, 9 + 0xA9, 4]));
    }

    [Fact]
    public void A_folder_with_such_a_file_loads()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(folder, "tokenizer.json"), new UnigramJsonWriter().Bytes());
            Assert.Equal([7, 8, 1], SentencePieceTokenizer.Load(folder).Encode("a b", addMarks: true));
            var chosen = TokenizerChoice.Read(new FolderFiles(folder));
            Assert.Equal([7, 8], Assert.IsType<SentencePieceTokenizer>(chosen).Encode("a b"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int[] Ids(UnigramJsonWriter file, string text) => file.Load().Encode(text);
}
