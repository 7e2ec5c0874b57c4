namespace Kernels.Models.Tokenizing;

/// <summary>
/// Merges the bytes, or the first pieces, of one word into pieces. The original looks, round by round, for the pair of lowest rank and merges it
/// everywhere from left to right: quadratic in the word. Here a linked list and a heap ordered by (rank,
/// position) give the same rounds in n log n. Holds its buffers for the words of one text; not for concurrent use.
/// </summary>
/// <param name="merges">The merges.</param>
/// <param name="idOfByte">The piece of each byte; empty where words are given as pieces.</param>
internal sealed class PairMerger(MergeTable merges, int[] idOfByte)
{
    // A node is a position of the word; a merge keeps the left node and takes the right one out of the list.
    private int[] _ids = [];
    private int[] _next = [];
    private int[] _previous = [];

    // Rank of the pair (node, next node) as of now: an entry of the heap that says otherwise is stale.
    private int[] _ranks = [];
    private ulong[] _heap = [];
    private int _heapCount;
    private int _length;

    // Pairs that a merge of this round made and that rank lower: they wait for the next round.
    private readonly List<int> _waiting = [];

    /// <summary>Steps taken so far in the heap and the list: what the time spent is proportional to.</summary>
    public long Steps { get; private set; }

    /// <summary>Appends the ids of the pieces of a word.</summary>
    public void Merge(ReadOnlySpan<byte> word, List<int> ids)
    {
        if (word.Length == 1)
        {
            ids.Add(idOfByte[word[0]]);
            return;
        }

        Room(word.Length);
        for (var node = 0; node < _length; node++)
            _ids[node] = idOfByte[word[node]];
        Merge(ids);
    }

    /// <summary>Appends the ids of the pieces of a word that is cut into its first pieces already.</summary>
    public void Merge(ReadOnlySpan<int> word, List<int> ids)
    {
        Room(word.Length);
        word.CopyTo(_ids);
        Merge(ids);
    }

    private void Merge(List<int> ids)
    {
        Start();
        while (_heapCount > 0)
            Round((int)(_heap[0] >> 32));

        for (var node = 0; node < _length; node = _next[node])
            ids.Add(_ids[node]);
    }

    private void Room(int length)
    {
        _length = length;
        if (_ids.Length < _length)
        {
            var size = Math.Max(64, _length);
            (_ids, _next, _previous, _ranks) = (new int[size], new int[size], new int[size], new int[size]);
        }
    }

    private void Start()
    {
        for (var node = 0; node < _length; node++)
            (_next[node], _previous[node]) = (node + 1, node - 1);

        for (var node = 0; node < _length; node++)
        {
            _ranks[node] = RankAt(node);
            if (_ranks[node] != MergeTable.None)
                Push(node);
        }
    }

    private void Round(int rank)
    {
        while (_heapCount > 0 && (int)(_heap[0] >> 32) == rank)
        {
            var node = (int)(uint)Pop();
            if (_ranks[node] == rank)
                MergeAt(node, rank);
        }

        foreach (var node in _waiting)
            if (_ranks[node] != MergeTable.None)
                Push(node);
        _waiting.Clear();
    }

    private void MergeAt(int node, int rank)
    {
        var gone = _next[node];
        _ids[node] = merges.Product(rank);
        _next[node] = _next[gone];
        if (_next[node] < _length)
            _previous[_next[node]] = node;
        _ranks[gone] = MergeTable.None;
        Refresh(node, rank);
        if (_previous[node] >= 0)
            Refresh(_previous[node], rank);
    }

    private void Refresh(int node, int round)
    {
        var rank = _ranks[node] = RankAt(node);
        if (rank == MergeTable.None)
            return;
        if (rank > round)
            Push(node);
        else
            _waiting.Add(node);
    }

    private int RankAt(int node)
    {
        Steps++;
        return _next[node] < _length ? merges.Rank(_ids[node], _ids[_next[node]]) : MergeTable.None;
    }

    private void Push(int node)
    {
        if (_heapCount == _heap.Length)
            Array.Resize(ref _heap, Math.Max(64, 2 * _heapCount));

        var entry = ((ulong)(uint)_ranks[node] << 32) | (uint)node;
        var at = _heapCount++;
        for (; at > 0 && _heap[(at - 1) / 2] > entry; at = (at - 1) / 2, Steps++)
            _heap[at] = _heap[(at - 1) / 2];
        _heap[at] = entry;
    }

    private ulong Pop()
    {
        var top = _heap[0];
        var last = _heap[--_heapCount];
        var at = 0;
        for (var child = 1; child < _heapCount; child = 2 * at + 1, Steps++)
        {
            if (child + 1 < _heapCount && _heap[child + 1] < _heap[child])
                child++;
            if (_heap[child] >= last)
                break;
            _heap[at] = _heap[child];
            at = child;
        }

        _heap[at] = last;
        return top;
    }
}
