using System.Runtime.CompilerServices;
using Kernels.Models;
using Microsoft.Extensions.AI;

namespace Kernels.Extensions.AI;

/// <summary>
/// Answers with a model, for any number of callers at once: a request waits for one of a bounded number of instances that share the
/// weights. An answer depends on the request alone, to the bit.
/// </summary>
/// <remarks>
/// Honoured of <see cref="ChatOptions"/>: Instructions, Temperature, TopK, TopP, MaxOutputTokens, StopSequences, Seed, a
/// <see cref="GenerationOptions"/> made by RawRepresentationFactory (the others take precedence), and <see cref="ChatProperties.RepetitionPenalty"/> in the
/// additional properties. All else is ignored, as the contract has it for what a client does not know. No conversation is kept: send all messages.
/// </remarks>
internal sealed class ModelChatClient(ChatModel model, ChatSettings settings) : IChatClient
{
    private readonly InstancePool _pool = new(model, settings.Instances);
    private readonly ChatClientMetadata _metadata = new("kernels", null, model.Name);

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
            updates.Add(update);
        var response = updates.ToChatResponse();

        // Gathered from updates, they are the message's alone; an answer that never was a stream carries them itself too.
        response.AdditionalProperties = updates[^1].AdditionalProperties;
        return response;
    }

    /// <summary>What cannot be answered is refused here, not when the answer is first asked for.</summary>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ObjectDisposedException.ThrowIf(_pool.Closing.IsCancellationRequested, this);
        return Answer(ChatRequest.Read(model, settings, this, messages, options), cancellationToken);
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(model.Tokenizer) && serviceType != typeof(object) ? model.Tokenizer
            : null;
    }

    /// <summary>Breaks off what is being answered: those requests end with <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => _pool.Dispose();

    private async IAsyncEnumerable<ChatResponseUpdate> Answer(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _pool.Closing);
        var instance = await Unless(_pool.RentAsync(either.Token), cancellation).ConfigureAwait(false);
        var isSound = false;
        try
        {
            using var writer = new AnswerWriter(instance, request, settings);
            var more = true;
            while (more)
            {
                // A pass takes a processor; the caller's thread stays free for it.
                isSound = false;
                more = await Unless(Task.Run(() => writer.Next(either.Token), either.Token), cancellation, () => isSound = true).ConfigureAwait(false);
                isSound = true;
                if (writer.Update is { } update) yield return update;
            }
        }
        finally
        {
            if (isSound) _pool.Return(instance);
            else _pool.Drop(instance);
        }
    }

    /// <summary>A cancellation that the caller did not ask for is the client's end.</summary>
    private async Task<T> Unless<T>(Task<T> work, CancellationToken cancellation, Action? onCancelled = null)
    {
        try
        {
            return await work.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            onCancelled?.Invoke();
            if (cancellation.IsCancellationRequested) throw new OperationCanceledException(cancellation);
            throw new ObjectDisposedException(GetType().FullName);
        }
    }
}
