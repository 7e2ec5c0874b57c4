namespace Kernels.Models.Tokenizing;

/// <summary>
/// Makes the text of what tokens decode to, where that is not the text yet: <see cref="ITokenizer.Joiner"/>. Serves one text; not for concurrent use.
/// </summary>
public interface ITextJoiner
{
    /// <summary>Takes what was decoded and gives the text that is sure now, which may be empty.</summary>
    /// <param name="decoded">Characters that the tokens decode to; a part of them at a time.</param>
    string Add(ReadOnlySpan<char> decoded);

    /// <summary>Ends the text and gives the rest of it.</summary>
    string Finish();
}
