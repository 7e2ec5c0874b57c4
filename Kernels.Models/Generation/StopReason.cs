namespace Kernels.Models;

/// <summary>Why a text ended.</summary>
public enum StopReason
{
    /// <summary>It has not.</summary>
    None,

    /// <summary>As many tokens as asked for were made.</summary>
    TokenLimit,

    /// <summary>The network ended the text; the end token is the last one.</summary>
    EndOfText,

    /// <summary>The network's context is full: nothing can follow the last token.</summary>
    ContextLimit,

    /// <summary>The caller cancelled.</summary>
    Cancelled,

    /// <summary>A text of <see cref="GenerationOptions.Stop"/> occurred.</summary>
    StopText,

    /// <summary>No token may follow: <see cref="GenerationOptions.NoRepeatNgram"/>, <see cref="GenerationOptions.MinTokens"/> and <see cref="GenerationOptions.Banned"/> forbid all of them.</summary>
    NothingAllowed,
}
