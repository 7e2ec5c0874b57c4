using Kernels.Chip;
using Kernels.Models;
using Microsoft.Extensions.AI;

namespace Kernels.Extensions.AI;

/// <summary>Writes one answer with one instance, token by token.</summary>
internal sealed class AnswerWriter
{
    private readonly LanguageModel _model;
    private readonly ChatRequest _request;
    private readonly OperatingPoint _point;
    private readonly Generation _generation;
    private readonly GeneratedText _text;
    private readonly StopText _stops;
    private readonly ChatCost _cost;
    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly DateTimeOffset _start = DateTimeOffset.UtcNow;

    public AnswerWriter(LanguageModel model, ChatRequest request, OperatingPoint point)
    {
        (_model, _request, _point) = (model, request, point);
        _stops = new(request.Stops);
        _cost = new(model);
        _cost.Begin();
        _generation = model.Start(request.Prompt, request.Options);
        _text = new(model.Tokenizer!);
    }

    /// <summary>What the last token added; null when nothing became whole.</summary>
    public ChatResponseUpdate? Update { get; private set; }

    /// <summary>Makes one more token or, after the last, the update that ends the answer.</summary>
    /// <returns>False when the answer has ended.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; the instance can serve another text.</exception>
    public bool Next(CancellationToken cancellation)
    {
        if (!_stops.IsComplete && _generation.Next(cancellation))
        {
            _cost.Note(_generation);
            cancellation.ThrowIfCancellationRequested();
            var piece = _stops.Add(_text.Add(_generation));
            Update = piece.Length > 0 ? Part(new TextContent(piece)) : null;
            return true;
        }

        cancellation.ThrowIfCancellationRequested();
        Update = Last();
        return false;
    }

    private ChatResponseUpdate Last()
    {
        var rest = _stops.IsComplete ? "" : _stops.Add(_text.Finish()) + _stops.Finish();
        var usage = new UsageContent(new()
        {
            InputTokenCount = _request.Prompt.Length, OutputTokenCount = _generation.Count, TotalTokenCount = _request.Prompt.Length + _generation.Count,
        });
        var last = rest.Length > 0 ? Part(new TextContent(rest), usage) : Part(usage);
        last.FinishReason = _stops.IsComplete || _generation.StopReason == StopReason.EndOfText ? ChatFinishReason.Stop : ChatFinishReason.Length;
        last.AdditionalProperties = new() { [ChatProperties.Seed] = unchecked((long)_request.Options.Sampling.Seed) };
        _cost.Write(last.AdditionalProperties, _point);
        return last;
    }

    private ChatResponseUpdate Part(params AIContent[] contents)
        => new(ChatRole.Assistant, contents) { ResponseId = _id, MessageId = _id, CreatedAt = _start, ModelId = _model.Name };
}
