using Kernels.Models.Tokenizing;

namespace Kernels.Models.Tests.Tokenizing;

/// <summary>The same ids as independent implementations, on every Unicode block.</summary>
public class ReferenceIdTests
{
    [Fact]
    public void The_small_vocabulary_gives_the_reference_ids()
        => Compare(TokenizerFiles.Small, example => example.SmallIds);

    [Fact]
    public void The_vocabulary_of_GPT2_gives_the_reference_ids()
        => Compare(TokenizerFiles.Gpt2, example => example.Gpt2Ids);

    [Fact]
    public void The_fixture_is_large_and_reaches_beyond_the_basic_plane()
    {
        var cases = TokenizerFiles.Cases().ToList();
        Assert.True(cases.Select(example => example.Text).Distinct().Count() >= 500);
        Assert.True(cases.Count(example => example.Text.Any(char.IsHighSurrogate)) >= 150);
        Assert.True(cases.Count(example => example.AllowSpecial) >= 3);
    }

    [Fact]
    public void Reference_strings_of_GPT2_agree()
    {
        var gpt2 = TokenizerFiles.Gpt2;
        var folder = Path.Combine(TokenizerFiles.SharedData, "tokenizers");
        var texts = File.ReadAllText(Path.Combine(folder, "ggml-vocab-gpt-2.gguf.inp")).Split("\n__ggml_vocab_test__\n")[..^1];
        var lines = File.ReadAllText(Path.Combine(folder, "ggml-vocab-gpt-2.gguf.out")).Split('\n')[..^1];
        Assert.Equal(lines.Length, texts.Length);
        Assert.True(texts.Length >= 40);
        for (var i = 0; i < texts.Length; i++)
            Assert.Equal(TokenizerFiles.Ids(lines[i]), gpt2.Encode(texts[i]));
    }

    private static void Compare(BytePairTokenizer tokenizer, Func<TokenizerFiles.Case, int[]> expected)
    {
        foreach (var example in TokenizerFiles.Cases())
        {
            var ids = tokenizer.Encode(example.Text, example.AllowSpecial);
            Assert.True(expected(example).AsSpan().SequenceEqual(ids),
                $"{example.Text}\nexpected {string.Join(' ', expected(example))}\ngot      {string.Join(' ', ids)}");
            Assert.Equal(example.Text, tokenizer.Decode(ids));
        }
    }
}
