namespace Kernels.Models.Tokenizing;

/// <summary>Which texts get a space in front.</summary>
internal enum SpaceBefore
{
    /// <summary>None.</summary>
    Never,

    /// <summary>The beginning of a whole text only.</summary>
    First,

    /// <summary>Every one.</summary>
    Always,
}

/// <summary>One step that a normalizer takes after it has mapped characters.</summary>
/// <param name="StripsLeft">Whether white space at the start goes.</param>
/// <param name="StripsRight">Whether white space at the end goes.</param>
/// <param name="Runs">What two spaces or more become; null: they stay.</param>
internal sealed record NormalizerStep(bool StripsLeft, bool StripsRight, byte[]? Runs);

/// <summary>What a <c>tokenizer.json</c> with a unigram model does to a text before it is cut and to ids before they are a text.</summary>
internal sealed class TextSteps
{
    /// <summary>The table of characters and what they become; null: none.</summary>
    public byte[]? CharacterMap { get; set; }

    /// <summary>What follows the table, in order.</summary>
    public List<NormalizerStep> Steps { get; } = [];

    /// <summary>Whether a text is cut at white space, which goes.</summary>
    public bool CutsAtSpace { get; set; }

    /// <summary>Whether a new word starts at every mark for a space.</summary>
    public bool CutsAtMarks { get; set; } = true;

    /// <summary>What gets a space in front; null: the file does not say.</summary>
    public SpaceBefore? Before { get; set; }

    /// <summary>What loses a space in front when it is decoded; null: the file does not say.</summary>
    public SpaceBefore? Decoded { get; set; }

    /// <summary>Ids before a whole text.</summary>
    public List<int> Opening { get; } = [];

    /// <summary>Ids after a whole text.</summary>
    public List<int> Closing { get; } = [];
}
