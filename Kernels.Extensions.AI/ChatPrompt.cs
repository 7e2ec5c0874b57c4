using Microsoft.Extensions.AI;

namespace Kernels.Extensions.AI;

/// <summary>Messages as one text.</summary>
internal static class ChatPrompt
{
    public static string Join(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        var texts = messages.Select(TextOf).ToList();
        if (options?.Instructions is { Length: > 0 } instructions) texts.Insert(0, instructions);
        return string.Join('\n', texts);
    }

    private static string TextOf(ChatMessage message)
    {
        foreach (var content in message.Contents)
        {
            if (content is not (TextContent or UsageContent))
                throw new NotSupportedException($"A message holds {content.GetType().Name}, and the model reads text alone. Send TextContent.");
        }

        return message.Text;
    }
}
