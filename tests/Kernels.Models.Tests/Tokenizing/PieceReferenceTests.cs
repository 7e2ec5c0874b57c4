using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Kernels.Models.Tokenizing;

namespace Kernels.Models.Tests.Tokenizing;

/// <summary>Ids and texts equal those of SentencePiece itself, and the pairs that come with Llama's vocabulary.</summary>
public class PieceReferenceTests
{
    [Theory]
    [MemberData(nameof(PieceFixture.AllNames), MemberType = typeof(PieceFixture))]
    public void Hostile_strings_have_the_ids_of_the_original(string model)
    {
        var tokenizer = PieceFixture.Model(model);
        var count = 0;
        foreach (var fields in PieceFixture.Lines("ids.tsv", model))
        {
            var text = PieceFixture.Strings[int.Parse(fields[0], CultureInfo.InvariantCulture)];
            var ids = TokenizerFiles.Ids(fields[1]);
            Assert.Equal(ids, tokenizer.Encode(text));
            if (fields.Length > 2)
                Assert.Equal(JsonSerializer.Deserialize<string>(fields[2]), tokenizer.Decode(ids));
            count++;
        }

        Assert.Equal(PieceFixture.Strings.Length, count);
    }

    [Theory]
    [MemberData(nameof(PieceFixture.AllNames), MemberType = typeof(PieceFixture))]
    public void Any_ids_decode_to_the_text_of_the_original(string model)
    {
        var tokenizer = PieceFixture.Model(model);
        var count = 0;
        foreach (var fields in PieceFixture.Lines("decode.tsv", model))
        {
            Assert.Equal(JsonSerializer.Deserialize<string>(fields[1]), tokenizer.Decode(TokenizerFiles.Ids(fields[0])));
            count++;
        }

        Assert.Equal(60, count);
    }

    [Theory]
    [MemberData(nameof(PieceFixture.SharedNames), MemberType = typeof(PieceFixture))]
    public void Whole_files_have_the_ids_of_the_original(string model)
    {
        var tokenizer = PieceFixture.Model(model);
        var files = PieceFixture.Lines("files.tsv", model).ToList();
        Assert.Equal(6, files.Count);
        foreach (var fields in files)
        {
            // As Python reads them: line ends are \n, and a byte order mark at the start is a character.
            var text = Encoding.UTF8.GetString(File.ReadAllBytes(Fixture.Shared("tokenizers", fields[0]))).Replace("\r\n", "\n").Replace('\r', '\n');
            var ids = tokenizer.Encode(text);
            Assert.Equal(fields[1], ids.Length.ToString(CultureInfo.InvariantCulture));
            var bytes = new byte[4 * ids.Length];
            for (var i = 0; i < ids.Length; i++)
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * i), ids[i]);
            Assert.Equal(fields[2], Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
    }

    [Fact]
    public void Llama_has_the_ids_that_come_with_its_vocabulary()
    {
        var tokenizer = PieceFixture.Model("llama2-tokenizer.model");
        var texts = File.ReadAllText(Fixture.Shared("tokenizers", "ggml-vocab-llama-spm.gguf.inp")).Split("\n__ggml_vocab_test__\n");
        var ids = File.ReadAllLines(Fixture.Shared("tokenizers", "ggml-vocab-llama-spm.gguf.out"));
        var pairs = texts.Zip(ids).ToList();
        Assert.True(pairs.Count > 40 && texts.Length - ids.Length is 0 or 1, $"{texts.Length} texts, {ids.Length} lines");
        foreach (var (text, line) in pairs)
            Assert.Equal(TokenizerFiles.Ids(line), tokenizer.Encode(text));
    }

    [Theory]
    [MemberData(nameof(PieceFixture.OwnNames), MemberType = typeof(PieceFixture))]
    public void What_a_stream_gives_joined_is_what_decoding_gives(string model)
    {
        var tokenizer = PieceFixture.Model(model);
        Prop.ForAll(Gen.Choose(0, tokenizer.VocabularySize - 1).ArrayOf().ToArbitrary(), ids =>
        {
            var stream = new TextStream(tokenizer);
            return string.Concat(ids.Select(stream.Add)) + stream.Finish() == tokenizer.Decode(ids);
        }).Check(Draws.Config);
    }

    [Fact]
    public void A_character_of_bytes_comes_out_when_it_is_whole()
    {
        var tokenizer = PieceFixture.Model("pairs.model");
        var ids = tokenizer.Encode("a😀");
        Assert.Equal(4, ids.Count(id => tokenizer.Bytes(id) is [>= 0x80]));
        var stream = new TextStream(tokenizer);
        Assert.Equal(["", "", "", "😀", ""], [.. ids[^4..].Select(stream.Add), stream.Finish()]);
        Assert.Equal("\uFFFD\uFFFD\uFFFD", tokenizer.Decode(ids[^4..^1]));
    }

    [Fact]
    public void Marks_are_found_only_where_they_are_allowed_and_put_where_they_are_asked_for()
    {
        var tokenizer = PieceFixture.Model("pairs.model");
        var (start, end) = (Assert.NotNull(tokenizer.StartOfText), Assert.NotNull(tokenizer.EndOfText));
        Assert.Equal((1, 2, 0, null), (start, end, tokenizer.Unknown, tokenizer.Padding));
        Assert.Equal([.. tokenizer.Encode("the"), end, .. tokenizer.Encode("rain")], tokenizer.Encode("the</s>rain", allowSpecial: true));
        Assert.DoesNotContain(end, tokenizer.Encode("the</s>rain"));
        Assert.Equal("the</s>rain", tokenizer.Decode(tokenizer.Encode("the</s>rain")));
        Assert.True(tokenizer.IsSpecial(start) && tokenizer.IsSpecial(end) && tokenizer.IsSpecial(0) && !tokenizer.IsSpecial(3));
        Assert.Equal(tokenizer.Encode("the"), tokenizer.Encode("the", addMarks: true));
        var marked = tokenizer.WithMarks(start: true, end: true);
        Assert.Equal([start, .. tokenizer.Encode("the"), end], marked.Encode("the", addMarks: true));
        Assert.Equal(tokenizer.Encode("the"), marked.Encode("the"));
        Assert.Equal("the", marked.Decode(marked.Encode("the", addMarks: true)));
    }

    [Fact]
    public void Refused_texts_leave_the_list_as_it_was()
    {
        var ids = new List<int> { 7 };
        var tokenizer = PieceFixture.Model("unigram.model");
        Assert.Throws<ArgumentException>(() => tokenizer.Encode("a\uD800", ids));
        Assert.Throws<ArgumentException>(() => tokenizer.Encode(new string('a', SentencePieceTokenizer.LongestText + 1), ids));
        Assert.Equal([7], ids);
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Bytes(tokenizer.VocabularySize));
    }
}
