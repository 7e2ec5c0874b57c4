using System.Globalization;
using System.Security.Cryptography;
using Kernels.Models;
using Microsoft.Extensions.AI;

namespace Kernels.Extensions.AI;

/// <summary>A request that can be answered: its tokens fit, its options are sound.</summary>
internal sealed record ChatRequest(int[] Prompt, GenerationOptions Options)
{
    /// <summary>Reads a request, before any work of the network.</summary>
    /// <exception cref="ArgumentException">The prompt is longer than the context, or an option cannot be meant.</exception>
    /// <exception cref="NotSupportedException">A message holds other things than text.</exception>
    public static ChatRequest Read(ChatModel model, ChatSettings settings, IChatClient client, IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var generation = OptionsOf(client, options);
        var prompt = model.Encode(settings.Prompt([.. messages], options), generation);
        var context = model.Context;
        return prompt.Length <= context ? new(prompt, generation)
            : throw new ArgumentException($"The prompt has {prompt.Length} tokens, and the context of {model.Name} holds {context}. Send less text.", nameof(messages));
    }

    private static GenerationOptions OptionsOf(IChatClient client, ChatOptions? options)
    {
        var own = options?.RawRepresentationFactory?.Invoke(client) as GenerationOptions;
        var start = own ?? new GenerationOptions();
        var sampling = start.Sampling;
        return start with
        {
            Tokens = options?.MaxOutputTokens ?? start.Tokens,
            Stop = options?.StopSequences is { } stops ? [.. stops] : start.Stop,
            Sampling = sampling with
            {
                Temperature = Exact(options?.Temperature) ?? sampling.Temperature,
                TopK = options?.TopK ?? sampling.TopK,
                TopP = Exact(options?.TopP) ?? sampling.TopP,
                RepetitionPenalty = PenaltyOf(options) ?? sampling.RepetitionPenalty,
                Seed = options?.Seed is { } seed ? unchecked((ulong)seed) : own is not null ? sampling.Seed : (ulong)RandomNumberGenerator.GetInt32(int.MaxValue),
            },
        };
    }

    /// <summary>The decimal number that was meant: 0.8f is 0.8, as where the same option is given as a double.</summary>
    private static double? Exact(float? value) => value is { } single ? double.Parse(single.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : null;

    private static double? PenaltyOf(ChatOptions? options)
    {
        if (options?.AdditionalProperties?.TryGetValue(ChatProperties.RepetitionPenalty, out var value) is not true || value is null) return null;
        return value switch
        {
            double number => number,
            float number => Exact(number),
            int number => number,
            _ => throw new ArgumentException($"{ChatProperties.RepetitionPenalty} is a {value.GetType().Name}. Give a double above 0; 1 is no penalty.", nameof(options)),
        };
    }
}
