using Kernels.Models.Tokenizing;

namespace Kernels.Models.Tests.Tokenizing;

/// <summary>Special and other added tokens in texts.</summary>
public class AddedTokenTests
{
    [Fact]
    public void A_prompt_cannot_forge_the_end_of_text()
    {
        var tokenizer = TokenizerFiles.Small;
        var end = Assert.NotNull(tokenizer.EndOfText);
        const string text = "one<|endoftext|>two<|endoftext|>";
        Assert.DoesNotContain(end, tokenizer.Encode(text));
        Assert.Equal([.. tokenizer.Encode("one"), end, .. tokenizer.Encode("two"), end], tokenizer.Encode(text, allowSpecial: true));
        Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text)));
        Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text, allowSpecial: true)));
        Assert.True(tokenizer.IsSpecial(end));
        Assert.False(tokenizer.IsSpecial(0));
    }

    [Fact]
    public void GPT2_ends_its_texts_with_50256()
    {
        Assert.Equal(50257, TokenizerFiles.Gpt2.VocabularySize);
        Assert.Equal(50256, TokenizerFiles.Gpt2.EndOfText);
        Assert.Equal([15496, 50256, 995], TokenizerFiles.Gpt2.Encode("Hello<|endoftext|> world", allowSpecial: true));
        Assert.Equal([15496, 27, 91, 437, 1659, 5239, 91, 29, 995], TokenizerFiles.Gpt2.Encode("Hello<|endoftext|> world"));
    }

    [Fact]
    public void A_vocabulary_without_an_end_of_text_says_so()
        => Assert.Null(new TinyVocabulary().FromVocabulary().EndOfText);

    [Fact]
    public void The_longest_of_several_wins_and_those_that_are_text_are_always_found()
    {
        var tiny = new TinyVocabulary();
        string[] spellings = ["<x>", "<x>y", "<x>yzz", "  ", "字", "<|endoftext|>"];
        foreach (var spelling in spellings)
            tiny.Added.Add(TinyVocabulary.AddedToken(256 + tiny.Added.Count, spelling, special: spelling[0] == '<'));
        var tokenizer = tiny.FromTokenizerJson();
        int Byte(char c) => tiny.Pieces.IndexOf(c.ToString());

        Assert.Equal([257, Byte('z')], tokenizer.Encode("<x>yz", allowSpecial: true));
        Assert.Equal([258, 256], tokenizer.Encode("<x>yzz<x>", allowSpecial: true));
        Assert.Equal([Byte('<'), 256, Byte('<')], tokenizer.Encode("<<x><", allowSpecial: true));
        Assert.Equal([Byte('a'), 259, 259, Byte('Ġ'), Byte('b'), 260], tokenizer.Encode("a     b字"));
        Assert.Equal([Byte('<'), Byte('x'), Byte('>')], tokenizer.Encode("<x>"));
        Assert.Equal("字<x>", tokenizer.Decode([260, 256]));
        Assert.Equal(261, tokenizer.EndOfText);
    }
}
