namespace Kernels.Models.Tokenizing;

/// <summary>A token that is found by its spelling in the text and not by merging.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">Its spelling.</param>
/// <param name="IsSpecial">Whether it is a mark and not text: found only where the caller allows special tokens.</param>
internal sealed record AddedToken(int Id, string Text, bool IsSpecial)
{
    /// <summary>The longest spelling taken: what a search may look at from each position of a text.</summary>
    public const int LongestText = 256;

    public const string EndOfText = "<|endoftext|>";

    /// <summary>Whether white space before the token belongs to it (<c>lstrip</c>).</summary>
    public bool TakesSpaceBefore { get; init; }

    /// <summary>Whether white space after the token belongs to it (<c>rstrip</c>).</summary>
    public bool TakesSpaceAfter { get; init; }
}
