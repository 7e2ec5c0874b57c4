namespace Kernels.Chip;

/// <summary>The networks that the chip was shown with, as far as their public configurations tell. Which sizes were used is itself a reading.</summary>
public static class WorkTables
{
    /// <summary>707.79 million block parameters: the 708 M of the press.</summary>
    public static WorkTable Gpt2Large { get; } = WorkTable.Of(
        "GPT-2 Large", "openai-community/gpt2-large config.json: 36 layers, width 1280", 36,
        ("Split", 1280, 3840), ("Join", 1280, 1280), ("Grow", 1280, 5120), ("Fold", 5120, 1280));

    /// <summary>100.66 million block parameters.</summary>
    public static WorkTable FsmtDecoder { get; } = WorkTable.Of(
        "FSMT decoder", "facebook/wmt19-de-en config.json: 6 decoder layers, width 1024, feed-forward 4096", 6,
        [.. Attentions(1024), ("Grow", 1024, 4096), ("Fold", 4096, 1024)]);

    /// <summary>402.65 million block parameters: the 402 M of the press.</summary>
    public static WorkTable T5LargeDecoder { get; } = WorkTable.Of(
        "T5-Large decoder", "google-t5/t5-large config.json: 24 layers, width 1024, feed-forward 4096", 24,
        [.. Attentions(1024), ("Grow", 1024, 4096), ("Fold", 4096, 1024)]);

    /// <summary>408.94 million block parameters.</summary>
    public static WorkTable Mt5LargeDecoder { get; } = WorkTable.Of(
        "mT5-Large decoder", "google/mt5-large config.json: 24 layers, width 1024, gated feed-forward 2816", 24,
        [.. Attentions(1024), ("Gate", 1024, 2816), ("Grow", 1024, 2816), ("Fold", 2816, 1024)]);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<WorkTable> All { get; } = [Gpt2Large, FsmtDecoder, T5LargeDecoder, Mt5LargeDecoder];

    /// <summary>Self-attention and attention to the encoder: query, key, value, output of each.</summary>
    private static IEnumerable<(string, int, int)> Attentions(int width) =>
        from place in (string[])["Self", "Cross"]
        from part in (string[])["Query", "Key", "Value", "Output"]
        select (place + part, width, width);
}
