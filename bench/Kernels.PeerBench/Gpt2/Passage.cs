namespace Kernels.PeerBench.Gpt2;

/// <summary>What is done with a text.</summary>
internal enum TextWork
{
    /// <summary>One token after the other, behind the prompt, from the cache of keys and values.</summary>
    Decode,

    /// <summary>The prompt at once, up to the scores behind its last token.</summary>
    Prefill,
}

/// <summary>The tokens that everybody takes, drawn: their meaning changes no time.</summary>
internal static class Passage
{
    /// <summary>Tokens of the prompt.</summary>
    public const int PromptLength = 128;

    /// <summary>Tokens that follow it one by one.</summary>
    public const int NextLength = 32;

    private static readonly int[] s_tokens = Draw();

    public static ReadOnlySpan<int> Prompt => s_tokens.AsSpan(0, PromptLength);

    public static ReadOnlySpan<int> Next => s_tokens.AsSpan(PromptLength);

    /// <summary>Tokens of one pass.</summary>
    public static int TokensOf(TextWork work) => work == TextWork.Decode ? NextLength : PromptLength;

    private static int[] Draw()
    {
        var random = new Random(7);
        var tokens = new int[PromptLength + NextLength];
        for (var i = 0; i < tokens.Length; i++) tokens[i] = random.Next(Models.Gpt2Config.Small.Vocabulary);
        return tokens;
    }
}
