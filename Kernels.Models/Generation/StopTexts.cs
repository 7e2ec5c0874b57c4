namespace Kernels.Models;

/// <summary>Lets a text through up to the first place where one of some texts occurs in it; of several that end together, the longest counts.</summary>
/// <param name="texts">The texts, none of them empty.</param>
internal sealed class StopTexts(IReadOnlyList<string> texts)
{
    private string _held = "";

    /// <summary>Whether one of the texts has occurred.</summary>
    public bool Found { get; private set; }

    /// <summary>Takes more text and gives what can no longer be part of a text to stop at.</summary>
    public string Add(string more)
    {
        if (Found)
            return "";
        var text = _held + more;
        // The one that is whole first ends the text; the streams' pieces then make no difference.
        for (var end = _held.Length + 1; end <= text.Length; end++)
        {
            var longest = texts.Where(stop => text.AsSpan(0, end).EndsWith(stop, StringComparison.Ordinal)).Select(stop => stop.Length).DefaultIfEmpty().Max();
            if (longest == 0)
                continue;
            (Found, _held) = (true, "");
            return text[..(end - longest)];
        }

        var keep = texts.Max(stop => Overlap(text, stop));
        _held = text[^keep..];
        return text[..^keep];
    }

    /// <summary>Takes the last text and gives all that is left.</summary>
    public string Finish(string more)
    {
        var text = Add(more);
        (text, _held) = (text + _held, "");
        return text;
    }

    // How many characters at the end of a text may begin a text to stop at.
    private static int Overlap(string text, string stop)
    {
        for (var length = Math.Min(text.Length, stop.Length - 1); length > 0; length--)
            if (text.AsSpan(text.Length - length).SequenceEqual(stop.AsSpan(0, length)))
                return length;
        return 0;
    }
}
