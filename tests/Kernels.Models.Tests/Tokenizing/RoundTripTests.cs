using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Kernels.Models.Tokenizing;

namespace Kernels.Models.Tests.Tokenizing;

/// <summary>Text to ids and back, whole and as a stream.</summary>
public class RoundTripTests
{
    private static readonly Gen<string> AnyText = Gen.OneOf(
            Gen.Choose(0, 0x7F), Gen.Choose(0, 0x7F), Gen.Choose(0x80, 0x7FF), Gen.Choose(0x800, 0xD7FF), Gen.Choose(0xE000, 0xFFFF),
            Gen.Choose(0x10000, 0x10FFFF), Gen.Elements(' ', '\n', 'a', 'e', 's', '\'').Select(c => (int)c))
        .ArrayOf().Select(points => string.Concat(points.Select(point => new Rune(point).ToString()))).Resize(80);

    [Fact]
    public void Any_text_comes_back_as_it_was()
        => Prop.ForAll(AnyText.ToArbitrary(), text =>
                TokenizerFiles.Small.Decode(TokenizerFiles.Small.Encode(text)) == text
                && TokenizerFiles.Small.Decode(TokenizerFiles.Small.Encode(text, allowSpecial: true)) == text)
            .Check(Draws.Config.WithMaxTest(2_000));

    [Fact]
    public void Words_are_encoded_apart_so_texts_join_where_a_word_ends()
        => Prop.ForAll(AnyText.ToArbitrary(), AnyText.ToArbitrary(), (first, second) =>
                // A letter before a space ends its word whatever follows the space.
                TokenizerFiles.Small.Encode(first + "x" + " y" + second)
                    .SequenceEqual([.. TokenizerFiles.Small.Encode(first + "x"), .. TokenizerFiles.Small.Encode(" y" + second)]))
            .Check(Draws.Config.WithMaxTest(1_000));

    [Fact]
    public void A_stream_gives_whole_characters_only()
        => Prop.ForAll(AnyText.ToArbitrary(), text =>
            {
                var stream = new TextStream(TokenizerFiles.Small);
                var parts = TokenizerFiles.Small.Encode(text).Select(stream.Add).ToList();
                return parts.All(IsWellFormed) && string.Concat(parts) == text && stream.Finish().Length == 0;
            })
            .Check(Draws.Config.WithMaxTest(2_000));

    [Fact]
    public void A_stream_of_any_ids_equals_their_text_at_once()
        => Prop.ForAll(Gen.Choose(0, TokenizerFiles.Small.VocabularySize - 1).ArrayOf().Resize(60).ToArbitrary(), ids =>
            {
                var stream = new TextStream(TokenizerFiles.Small);
                var text = string.Concat(ids.Select(stream.Add)) + stream.Finish();
                return text == TokenizerFiles.Small.Decode(ids) && IsWellFormed(text);
            })
            .Check(Draws.Config.WithMaxTest(2_000));

    [Fact]
    public void An_unfinished_character_ends_as_U_FFFD_and_the_stream_is_as_new()
    {
        var ids = new TinyVocabulary().FromVocabulary().Encode("é");
        var stream = new TextStream(new TinyVocabulary().FromVocabulary());
        Assert.Equal("", stream.Add(ids[0]));
        Assert.Equal("\uFFFD", stream.Finish());
        Assert.Equal("", stream.Add(ids[0]));
        Assert.Equal("é", stream.Add(ids[1]));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused_with_its_place()
    {
        // Not as data of a theory: attributes are stored as UTF-8, which has no room for such halves.
        (string Text, int Position, string Unit)[] cases =
            [("ab\uD800c", 2, "D800"), ("\uDC00", 0, "DC00"), ("😀\uDC00\uD83D", 2, "DC00"), ("x\uD83D", 1, "D83D"), ("\uD83D\uD83D\uDE00", 0, "D83D")];
        foreach (var (text, position, unit) in cases)
        {
            List<int> ids = [];
            var error = Assert.Throws<ArgumentException>(() => TokenizerFiles.Small.Encode(text, ids));
            Assert.Contains($"\\u{unit}, at position {position}:", error.Message);
            Assert.DoesNotContain('\n', error.Message);
            Assert.Empty(ids);
        }
    }

    [Fact]
    public void Ids_outside_the_vocabulary_are_refused()
    {
        foreach (var id in new[] { -1, TokenizerFiles.Small.VocabularySize, int.MaxValue })
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => TokenizerFiles.Small.Decode([id]));
            Assert.Contains($"0 to {TokenizerFiles.Small.VocabularySize - 1}", error.Message);
            Assert.Throws<ArgumentOutOfRangeException>(() => TokenizerFiles.Small.IsSpecial(id));
        }
    }

    private static bool IsWellFormed(string text)
    {
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var used) != OperationStatus.Done)
                return false;
            rest = rest[used..];
        }

        return true;
    }
}
