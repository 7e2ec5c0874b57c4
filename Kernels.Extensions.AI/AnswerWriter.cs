using Kernels.Models;
using Microsoft.Extensions.AI;

namespace Kernels.Extensions.AI;

/// <summary>Writes one answer with one instance, token by token.</summary>
internal sealed class AnswerWriter : IDisposable
{
    private readonly ChatModel _model;
    private readonly ChatRequest _request;
    private readonly ChatSettings _settings;
    private IGeneration? _generation;
    private readonly GeneratedText _text;
    private readonly ChatCost _cost;
    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly DateTimeOffset _start = DateTimeOffset.UtcNow;

    public AnswerWriter(ChatModel model, ChatRequest request, ChatSettings settings)
    {
        (_model, _request, _settings) = (model, request, settings);
        _cost = new(model);
        _cost.Begin();
        _text = new(model.Tokenizer!, request.Options.Stop);
    }

    /// <summary>What the last token added; null when nothing became whole.</summary>
    public ChatResponseUpdate? Update { get; private set; }

    /// <summary>Makes one more token or, after the last, the update that ends the answer.</summary>
    /// <returns>False when the answer has ended.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; the instance can serve another text.</exception>
    public bool Next(CancellationToken cancellation)
    {
        // An encoder works here, not where the answer is asked for.
        _generation ??= _model.Start(_request.Prompt, _request.Options, _settings.Beams);
        if (_generation.Next(cancellation))
        {
            _cost.Note(_generation);
            cancellation.ThrowIfCancellationRequested();
            var piece = _text.Add(_generation);
            Update = piece.Length > 0 ? Part(new TextContent(piece)) : null;
            return true;
        }

        cancellation.ThrowIfCancellationRequested();
        Update = Last(_generation);
        return false;
    }

    /// <summary>Frees what a beam search took.</summary>
    public void Dispose() => (_generation as IDisposable)?.Dispose();

    private ChatResponseUpdate Last(IGeneration generation)
    {
        var rest = _text.Finish();
        var usage = new UsageContent(new()
        {
            InputTokenCount = _request.Prompt.Length, OutputTokenCount = generation.Count, TotalTokenCount = _request.Prompt.Length + generation.Count,
        });
        var last = rest.Length > 0 ? Part(new TextContent(rest), usage) : Part(usage);
        last.FinishReason = generation.StopReason is StopReason.EndOfText or StopReason.StopText ? ChatFinishReason.Stop : ChatFinishReason.Length;
        last.AdditionalProperties = [];
        // A beam search draws nothing.
        if (_settings.Beams is null) last.AdditionalProperties[ChatProperties.Seed] = unchecked((long)_request.Options.Sampling.Seed);
        _cost.Write(last.AdditionalProperties, _settings.Point, generation);
        return last;
    }

    private ChatResponseUpdate Part(params AIContent[] contents)
        => new(ChatRole.Assistant, contents) { ResponseId = _id, MessageId = _id, CreatedAt = _start, ModelId = _model.Name };
}
