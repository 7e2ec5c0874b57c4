using System.Text.Unicode;

namespace Kernels.Models.Tokenizing;

/// <summary>
/// Walks every rule of a table once before it is used: then no text can lead outside it, round in a circle, or into more bytes than its own
/// length a few times over. Takes a step per unit, whatever the table holds, and memory of two and a half times the table.
/// </summary>
/// <param name="units">The trie.</param>
/// <param name="texts">What its leaves point into.</param>
/// <param name="path">The file that messages name.</param>
internal sealed class CharacterMapCheck(uint[] units, byte[] texts, string path)
{
    // A place that children are counted from has them within its 256 units; sorted by that place they are found without a search.
    private readonly int[] _starts = new int[(units.Length | 0xFF) + 2];
    private readonly int[] _children = new int[units.Length];

    // How far it is from a place to the end of the longest rule, plus one; 0: not walked yet.
    private readonly short[] _heights = new short[(units.Length | 0xFF) + 1];

    public void Run()
    {
        Sort();
        var stack = new (int Place, int Child, int Height)[CharacterMap.LongestKey + 1];
        var depth = 0;
        stack[0] = Enter(Target(0));
        while (true)
        {
            ref var top = ref stack[depth];
            if (top.Child < _starts[top.Place + 1])
            {
                var place = Target(_children[top.Child++]);
                // A circle comes to this depth too.
                if (depth + Math.Max(1, (int)_heights[place]) > CharacterMap.LongestKey)
                    throw new ModelFormatException(path, Messages.CharacterMapDeep(CharacterMap.LongestKey));
                if (_heights[place] != 0)
                    top.Height = Math.Max(top.Height, _heights[place]);
                else
                    stack[++depth] = Enter(place);
                continue;
            }

            _heights[top.Place] = (short)(top.Height + 1);
            if (depth == 0)
                return;
            stack[depth - 1].Height = Math.Max(stack[depth - 1].Height, top.Height + 1);
            depth--;
        }
    }

    private (int Place, int Child, int Height) Enter(int place) => (place, _starts[place], 0);

    private void Sort()
    {
        for (var at = 0; at < units.Length; at++)
            if (CharacterMap.Label(units[at]) <= 0xFF)
                _starts[(at ^ (int)CharacterMap.Label(units[at])) + 1]++;
        for (var place = 1; place < _starts.Length; place++)
            _starts[place] += _starts[place - 1];
        var next = _starts.AsSpan(0, _starts.Length - 1).ToArray();
        for (var at = 0; at < units.Length; at++)
            if (CharacterMap.Label(units[at]) <= 0xFF)
                _children[next[at ^ (int)CharacterMap.Label(units[at])]++] = at;
    }

    private int Target(int at)
    {
        var place = CharacterMap.Target(units, at);
        if ((uint)place >= (uint)_heights.Length)
            throw new ModelFormatException(path, Messages.CharacterMapOutside);
        if (CharacterMap.HasLeaf(units[at]))
            CheckText(place);
        return place;
    }

    private void CheckText(int leaf)
    {
        if (leaf >= units.Length || CharacterMap.Value(units[leaf]) >= texts.Length)
            throw new ModelFormatException(path, Messages.CharacterMapOutside);
        var start = CharacterMap.Value(units[leaf]);
        var room = texts.AsSpan(start, Math.Min(texts.Length - start, CharacterMap.LongestText + 1));
        var end = room.IndexOf((byte)0);
        var text = end < 0 ? room : room[..end];
        if (text.Length > CharacterMap.LongestText || !Utf8.IsValid(text))
            throw new ModelFormatException(path, Messages.CharacterMapText(CharacterMap.LongestText));
    }
}
