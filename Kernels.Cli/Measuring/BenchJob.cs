using Kernels.Models;

namespace Kernels.Cli;

/// <summary>What is measured: a prompt, and tokens fed one by one after it. Time does not depend on which tokens they are.</summary>
/// <param name="Prompt">Ids of the prompt.</param>
/// <param name="Decoded">Ids fed one by one.</param>
internal sealed record BenchJob(int[] Prompt, int[] Decoded)
{
    private const int UsualPrompt = 128;
    private const int UsualTokens = 32;

    /// <summary>A job that fits a network, of the usual sizes where nothing is asked for and the context allows them.</summary>
    /// <param name="network">The network.</param>
    /// <param name="prompt">Tokens of the prompt, or null.</param>
    /// <param name="tokens">Tokens after it, or null.</param>
    /// <exception cref="InputException">The context is too short.</exception>
    public static BenchJob Of(ISequenceNetwork network, int? prompt, int? tokens)
    {
        var context = network.Context;
        var decoded = tokens ?? Math.Clamp(prompt is { } given ? context - given : context / 2, 1, UsualTokens);
        var first = prompt ?? Math.Clamp(context - decoded, 1, UsualPrompt);
        if ((long)first + decoded > context)
            throw new InputException(Messages.BenchTooLong(first, decoded, context));
        var random = new RandomNumbers(1);
        return new(Draw(random, first, network.Vocabulary), Draw(random, decoded, network.Vocabulary));
    }

    /// <summary>A source and tokens of the text for it; each has a context for itself.</summary>
    /// <exception cref="InputException">A context is too short.</exception>
    public static BenchJob Of(EncoderDecoderModel model, int? source, int? tokens)
    {
        var (first, decoded) = (source ?? Math.Min(UsualPrompt, model.SourceContext), tokens ?? Math.Min(UsualTokens, model.Decoder.Context));
        if (first > model.SourceContext || decoded > model.Decoder.Context)
            throw new InputException(Messages.BenchPairTooLong(first, model.SourceContext, decoded, model.Decoder.Context));
        var random = new RandomNumbers(1);
        return new(Draw(random, first, model.Encoder.Vocabulary), Draw(random, decoded, model.Decoder.Vocabulary));
    }

    private static int[] Draw(RandomNumbers random, int count, int vocabulary) => [.. Enumerable.Range(0, count).Select(_ => (int)(random.NextUnit() * vocabulary))];
}
