namespace Kernels.Models.Tokenizing;

/// <summary>
/// Cuts a text by merging neighbours, characters at first: always the pair whose piece has the highest score, of several the leftmost
/// (R. Sennrich et al., "Neural Machine Translation of Rare Words with Subword Units", 2016, as SentencePiece does it). A linked
/// list and a heap: n log n steps for n characters, each at most the longest piece.
/// </summary>
/// <param name="model">Pieces and ranks.</param>
internal sealed class ScoreMerger(ScoreRanks model) : IPieceCutter
{
    private const int NoPair = int.MaxValue;

    // A symbol is a stretch of the text; a merge keeps the left one and takes the right one out of the list.
    private Symbol[] _symbols = [];
    private int _count;
    private readonly PriorityQueue<(int Left, int Rank), ulong> _pairs = new();

    // How a piece that is unused was last put together: the length of its left part.
    private readonly Dictionary<int, int> _splits = [];

    private struct Symbol
    {
        public int Start, Length, Previous, Next;

        // The trie's node for the symbol's bytes; -1 where no piece begins so.
        public int Node;

        // The rank of the symbol and its right neighbour as of now: a pair in the queue that says otherwise is stale.
        public int Rank;

        // A piece that the user defined never merges.
        public bool IsFixed;
    }

    public void Cut(ReadOnlySpan<byte> text, List<Cut> cuts)
    {
        Start(text);
        for (var left = 0; left + 1 < _count; left++)
            Propose(text, left);
        while (_pairs.TryDequeue(out var pair, out _))
            if (_symbols[pair.Left].Rank == pair.Rank)
                Merge(text, pair.Left);

        for (var symbol = 0; symbol >= 0 && _count > 0; symbol = _symbols[symbol].Next)
            Emit(text, _symbols[symbol].Start, _symbols[symbol].Length, _symbols[symbol].Node, cuts);
    }

    private void Start(ReadOnlySpan<byte> text)
    {
        _pairs.Clear();
        _splits.Clear();
        _count = 0;
        for (int at = 0, length; at < text.Length; at += length)
        {
            length = model.Defined?.Longest(text[at..]) ?? 0;
            var isFixed = length > 0;
            if (!isFixed)
                length = BestPath.WidthAt(text[at..]);
            if (_count == _symbols.Length)
                Array.Resize(ref _symbols, Math.Max(64, 2 * _count));
            _symbols[_count] = new Symbol
            {
                Start = at, Length = length, Previous = _count - 1, Next = at + length < text.Length ? _count + 1 : -1,
                Node = model.Trie.Step(PieceTrie.Root, text.Slice(at, length)), Rank = NoPair, IsFixed = isFixed,
            };
            _count++;
        }
    }

    private void Propose(ReadOnlySpan<byte> text, int left)
    {
        ref var symbol = ref _symbols[left];
        symbol.Rank = NoPair;
        if (symbol.Next < 0 || symbol.Node < 0 || symbol.IsFixed || _symbols[symbol.Next].IsFixed)
            return;
        ref var right = ref _symbols[symbol.Next];
        var node = model.Trie.Step(symbol.Node, text.Slice(right.Start, right.Length));
        if (node < 0 || model.Trie.Id(node) is not (>= 0 and var id))
            return;
        symbol.Rank = model.Ranks[id];
        _pairs.Enqueue((left, symbol.Rank), ((ulong)(uint)symbol.Rank << 32) | (uint)left);
        if (model.IsUnused?[id] ?? false)
            _splits[id] = symbol.Length;
    }

    private void Merge(ReadOnlySpan<byte> text, int left)
    {
        ref var symbol = ref _symbols[left];
        ref var right = ref _symbols[symbol.Next];
        symbol.Node = model.Trie.Step(symbol.Node, text.Slice(right.Start, right.Length));
        symbol.Length += right.Length;
        symbol.Next = right.Next;
        right.Rank = NoPair;
        if (symbol.Next >= 0)
            _symbols[symbol.Next].Previous = left;
        if (symbol.Previous >= 0)
            Propose(text, symbol.Previous);
        Propose(text, left);
    }

    // An unused piece becomes the pieces that it was put together from.
    private void Emit(ReadOnlySpan<byte> text, int start, int length, int node, List<Cut> cuts)
    {
        var id = node < 0 ? -1 : model.Trie.Id(node);
        if (id >= 0 && _splits.TryGetValue(id, out var left))
        {
            Emit(text, start, left, model.Trie.Step(PieceTrie.Root, text.Slice(start, left)), cuts);
            Emit(text, start + left, length - left, model.Trie.Step(PieceTrie.Root, text.Slice(start + left, length - left)), cuts);
            return;
        }

        cuts.Add(new Cut(start, length, id < 0 ? model.Unknown : id));
    }
}
