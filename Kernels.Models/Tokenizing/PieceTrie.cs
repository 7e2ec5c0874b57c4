namespace Kernels.Models.Tokenizing;

/// <summary>
/// Finds pieces at the beginning of a text, byte by byte. The children of a node are neighbours and stand in the order of their bytes, so a
/// node costs nine bytes and there are never more nodes than bytes in the pieces.
/// </summary>
internal sealed class PieceTrie
{
    /// <summary>The node that every piece starts from.</summary>
    public const int Root = 0;

    // The children of node n are the nodes from _first[n] to _first[n + 1].
    private readonly int[] _first;
    private readonly byte[] _labels;
    private readonly int[] _ids;

    private PieceTrie(int nodes) => (_first, _labels, _ids) = (new int[nodes + 1], new byte[nodes], new int[nodes]);

    /// <summary>Builds the trie of some pieces of a list.</summary>
    /// <param name="pieces">The list.</param>
    /// <param name="ids">Which of its pieces, none of them empty; is sorted.</param>
    /// <param name="twice">The later of two equal pieces, or -1; the trie then finds the earlier.</param>
    public static PieceTrie Build(PieceList pieces, int[] ids, out int twice)
    {
        Array.Sort(ids, (a, b) => pieces[a].SequenceCompareTo(pieces[b]) is not 0 and var order ? order : a.CompareTo(b));
        twice = -1;
        var nodes = 1L;
        for (var i = 0; i < ids.Length; i++)
        {
            var shared = i == 0 ? 0 : pieces[ids[i]].CommonPrefixLength(pieces[ids[i - 1]]);
            nodes += pieces[ids[i]].Length - shared;
            if (shared == pieces[ids[i]].Length)
                twice = ids[i];
        }

        var trie = new PieceTrie(checked((int)nodes));
        trie.Fill(pieces, ids);
        return trie;
    }

    /// <summary>The node that a byte leads to, -1 where no piece goes on so.</summary>
    public int Step(int node, byte value)
    {
        var first = _first[node];
        var child = _labels.AsSpan(first, _first[node + 1] - first).IndexOf(value);
        return child < 0 ? -1 : first + child;
    }

    /// <summary>The node that bytes lead to, -1 where no piece goes on so.</summary>
    public int Step(int node, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (node < 0)
                break;
            node = Step(node, value);
        }

        return node;
    }

    /// <summary>The piece that ends at a node, -1 where none does.</summary>
    public int Id(int node) => _ids[node];

    /// <summary>The length of the longest piece that a text begins with; 0: none.</summary>
    public int Longest(ReadOnlySpan<byte> text)
    {
        var longest = 0;
        for (int node = Root, at = 0; at < text.Length && (node = Step(node, text[at])) >= 0; at++)
            if (_ids[node] >= 0)
                longest = at + 1;
        return longest;
    }

    // Level by level: a node is a range of the sorted pieces that share their first bytes.
    private void Fill(PieceList pieces, int[] ids)
    {
        var level = new List<(int Low, int High)> { (0, ids.Length) };
        var next = new List<(int Low, int High)>();
        var (node, used) = (0, 1);
        for (var depth = 0; level.Count > 0; depth++)
        {
            foreach (var (from, high) in level)
            {
                var low = from;
                _ids[node] = -1;
                for (; low < high && pieces[ids[low]].Length == depth; low++)
                    if (_ids[node] < 0)
                        _ids[node] = ids[low];
                _first[node++] = used;
                while (low < high)
                {
                    var label = _labels[used++] = pieces[ids[low]][depth];
                    var start = low;
                    while (low < high && pieces[ids[low]][depth] == label)
                        low++;
                    next.Add((start, low));
                }
            }

            (level, next) = (next, level);
            next.Clear();
        }

        _first[node] = used;
    }
}
