namespace Kernels.Models.Moses;

/// <summary>A text as code points that walks rewrite, one after the other.</summary>
/// <param name="text">The text; taken over.</param>
internal sealed class Walk(List<int> text)
{
    private List<int> _written = [];

    /// <summary>The text as the last walk left it.</summary>
    public List<int> Text { get; private set; } = text;

    /// <summary>
    /// Puts spaces beside a mark wherever its neighbours are of a kind. A neighbour that is asked about is taken by the match: the next begins after it.
    /// </summary>
    /// <param name="mark">The mark.</param>
    /// <param name="left">What must stand before it; null: anything, or nothing.</param>
    /// <param name="right">What must stand after it; null: anything, or nothing.</param>
    /// <param name="before">Whether a space is put before the mark.</param>
    /// <param name="after">Whether a space is put after the mark.</param>
    public void Split(int mark, Func<int, bool>? left = null, Func<int, bool>? right = null, bool before = false, bool after = false)
    {
        if (!Text.Contains(mark))
            return;
        _written.Clear();
        for (var at = 0; at < Text.Count;)
        {
            var place = left is null ? at : at + 1;
            var end = right is null ? place + 1 : place + 2;
            if (end > Text.Count || Text[place] != mark || left?.Invoke(Text[at]) == false || right?.Invoke(Text[end - 1]) == false)
            {
                _written.Add(Text[at++]);
                continue;
            }

            if (left is not null)
                _written.Add(Text[at]);
            if (before)
                _written.Add(' ');
            _written.Add(mark);
            if (after)
                _written.Add(' ');
            if (right is not null)
                _written.Add(Text[end - 1]);
            at = end;
        }

        (Text, _written) = (_written, Text);
    }
}
