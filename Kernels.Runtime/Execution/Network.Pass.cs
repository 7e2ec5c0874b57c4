using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kernels.CompilerServices;

namespace Kernels;

/// <summary>One forward pass: what generated code calls and is called by.</summary>
public abstract partial class Network
{
    /// <summary>Less work than this many multiply-adds is not worth waking another thread for.</summary>
    private const long WorthSharing = 100_000;

    /// <summary>From this many multiply-adds on an operation is cut into more pieces than there are threads.</summary>
    private const long WorthCutting = 4_000_000;

    private int _fault;

    // The buffers of the input and the result are the caller's own rows while a pass uses them; they are pinned then. An offset of -1: they are not.
    private unsafe float* _inputRows;
    private unsafe float* _resultRows;
    private int _inputOffset = -1;
    private int _resultOffset = -1;

    /// <summary>Rows of the present chunk that the present step works on.</summary>
    protected int Rows { get; private set; }

    /// <summary>The first of those rows within the chunk.</summary>
    protected int FirstRow { get; private set; }

    /// <summary>The position in the sequence of the chunk's first row.</summary>
    protected int ChunkPosition { get; private set; }

    /// <summary>The block of a stack that is being run.</summary>
    protected int Layer { get; set; }

    /// <summary>Rows taken since the start or the last reset, for a network whose rows form a sequence.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected int SequencePosition { get; set; }

    /// <summary>Runs the steps that need all rows of a chunk.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract void RunBody();

    /// <summary>Runs the steps that work row by row.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract void RunTail();

    /// <summary>Does units of an operation; called by any worker.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract void Execute(int operation, int first, int end);

    /// <summary>The name of the layer of an operation, for errors.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract string LayerOf(int operation);

    /// <summary>The first value of the present rows of a buffer.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected unsafe ref float Buffer(int offset, int stride)
    {
        if (offset == _inputOffset) return ref Unsafe.AsRef<float>(_inputRows);
        if (offset == _resultOffset) return ref Unsafe.AsRef<float>(_resultRows);
        return ref Unsafe.Add(ref _arena!.Reference, ((nint)offset * ChunkRows) + ((nint)FirstRow * stride));
    }

    /// <summary>A linear layer's weights.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected DenseWeights Dense(int slot) => _weights!.Dense[slot];

    /// <summary>A norm's weights.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected NormWeights Norm(int slot) => _weights!.Norms[slot];

    /// <summary>The first quantised value of the present rows.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ref sbyte Quantized => ref _quantized!.Reference;

    /// <summary>The first scale of the present quantised rows.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ref float RowScales => ref _rowScales!.Reference;

    /// <summary>The first value of the present images, quantised.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ref sbyte Images => ref _images!.Reference;

    /// <summary>The first scale of the present quantised images.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ref float ImageScales => ref _imageScales!.Reference;

    /// <summary>The key cache of a head.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ref byte Keys(int slot, int head) => ref _cache!.Keys(slot, head);

    /// <summary>The value cache of a head.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ref byte Values(int slot, int head) => ref _cache!.Values(slot, head);

    /// <summary>Whether the caches hold 8-bit integers.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected bool RoundedCache => _cache!.Rounded;

    /// <summary>Scratch memory of a head, or of some that one thread takes in turn.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ref float Scratch(int head) => ref _cache!.Scratch(head);

    /// <summary>Shares an operation among the threads when that pays.</summary>
    /// <param name="operation">The operation's number.</param>
    /// <param name="units">Into how many independent units it can be cut.</param>
    /// <param name="workPerRow">Its multiply-adds per row, or what takes as long.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void Run(int operation, int units, long workPerRow)
    {
        Share(operation, units, workPerRow * Rows);
    }

    private void Share(int operation, int units, long work)
    {
        if (work < WorthSharing || _crew!.Threads == 1) Execute(operation, 0, units);
        else _crew.Crew.Run(this, operation, units, work < WorthCutting ? 1 : Tuning.PiecesPerThread);
        if (_fault != 0) ThrowNotFinite(operation);
        Watcher?.Invoke();
    }

    /// <summary>Notes that a layer met a value that is not finite; the caller's thread throws.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void NotFinite() => Volatile.Write(ref _fault, 1);

    /// <summary>Writes the embeddings of some of the present rows.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void EmbedRows(int slot, int offset, int stride, int width, int first, int end)
    {
        ref var to = ref Buffer(offset, stride);
        var table = _weights!.Embeddings[slot];
        for (var row = first; row < end; row++)
        {
            var span = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref to, (nint)row * stride), width);
            table.Read(_tokens[FirstRow + row], ChunkPosition + FirstRow + row, span);
        }
    }

    /// <summary>Runs rows of values through the network; the length of both spans tells how many.</summary>
    /// <param name="input">The rows.</param>
    /// <param name="result">Receives the rows of results.</param>
    /// <param name="inputOffset">The buffer of the input.</param>
    /// <param name="inputStride">Values from one row of it to the next.</param>
    /// <param name="outputOffset">The buffer of the result.</param>
    /// <param name="outputStride">Values from one row of it to the next.</param>
    /// <param name="readsInput">Whether steps read the caller's rows where they lie: no row has padding, and nothing writes to that buffer.</param>
    /// <param name="writesResult">Whether steps write the caller's rows of results where they lie: no row has padding.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected unsafe void RunRows(
        ReadOnlySpan<float> input, Span<float> result, int inputOffset, int inputStride, int outputOffset, int outputStride, bool readsInput = false, bool writesResult = false)
    {
        Enter();
        try
        {
            var layout = _layout!;
            CheckMemory();
            var rows = CountRows(input.Length, layout.InputWidth, result.Length, layout.OutputWidth);
            if (input.Overlaps(result)) throw new ArgumentException("The input and the result share memory; give the result memory of its own.");
            var start = SequencePosition;
            fixed (float* from = input, to = result)
            {
                if (readsInput) _inputOffset = inputOffset;
                if (writesResult) _resultOffset = outputOffset;
                for (var done = 0; done < rows; done += Rows)
                {
                    Begin(start + done, Math.Min(ChunkRows, rows - done));
                    _inputRows = from + ((nint)done * inputStride);
                    _resultRows = to + ((nint)done * outputStride);
                    if (!readsInput)
                        CopyRows(input.Slice(done * layout.InputWidth, Rows * layout.InputWidth), layout.InputWidth, ref Buffer(inputOffset, inputStride), inputStride);
                    RunBody();
                    RunTail();
                    if (!writesResult)
                        CopyRows(ref Buffer(outputOffset, outputStride), outputStride, result.Slice(done * layout.OutputWidth, Rows * layout.OutputWidth), layout.OutputWidth);
                }
            }

            if (Capacity > 0 && !layout.Whole) SequencePosition = start + rows;
        }
        finally
        {
            (_inputOffset, _resultOffset) = (-1, -1);
            Leave();
        }
    }

    /// <summary>Runs tokens through the network, continuing its sequence.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void RunTokens(ReadOnlySpan<int> tokens, Span<float> result, bool lastOnly, int vocabulary, int outputOffset, int outputStride)
    {
        Enter();
        try
        {
            var width = _layout!.OutputWidth;
            CheckMemory();
            CheckTokens(tokens, vocabulary, result.Length, lastOnly ? width : (long)tokens.Length * width);
            var start = SequencePosition;
            for (var done = 0; done < tokens.Length;)
            {
                var rows = RunBody(tokens[done..], start + done);
                if (!lastOnly)
                {
                    RunTail();
                    CopyRows(ref Buffer(outputOffset, outputStride), outputStride, result.Slice(done * width, rows * width), width);
                }
                else if (done + rows == tokens.Length)
                {
                    FirstRow = rows - 1;
                    Rows = 1;
                    RunTail();
                    CopyRows(ref Buffer(outputOffset, outputStride), outputStride, result, width);
                }

                done += rows;
            }

            if (Capacity > 0 && !_layout!.Whole) SequencePosition = start + tokens.Length;
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Runs tokens through the steps that need all rows, continuing the sequence; no row of results is worked out.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void RunTokens(ReadOnlySpan<int> tokens, int vocabulary)
    {
        Enter();
        try
        {
            CheckMemory();
            CheckTokens(tokens, vocabulary, 0, 0);
            var start = SequencePosition;
            for (var done = 0; done < tokens.Length;) done += RunBody(tokens[done..], start + done);
            if (Capacity > 0) SequencePosition = start + tokens.Length;
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Runs the next chunk of tokens.</summary>
    /// <returns>Its rows.</returns>
    private int RunBody(ReadOnlySpan<int> tokens, int position)
    {
        var rows = Math.Min(ChunkRows, tokens.Length);
        Begin(position, rows);
        tokens[..rows].CopyTo(_tokens);
        RunBody();
        return rows;
    }

    /// <summary>Moves back in the sequence.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void SetPosition(int position)
    {
        Enter();
        try
        {
            if (position < 0 || position > SequencePosition)
                throw new ArgumentOutOfRangeException(nameof(position), position, $"The position must be 0 to {SequencePosition}.");
            SequencePosition = position;
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Takes over positions of another instance's sequence.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void CopySequence(object other, int from, int to)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other is not Network source || ReferenceEquals(source, this) || !ReferenceEquals(source._weights, _weights))
            throw new ArgumentException("Only another instance over the same weights can be copied from: Share makes one.", nameof(other));
        Enter();
        try
        {
            source.Enter();
            try
            {
                if (Capacity == 0) return; // rows of their own: there is nothing to take over
                if (from < 0 || from > SequencePosition)
                    throw new ArgumentOutOfRangeException(nameof(from), from, $"The first position must be 0 to {SequencePosition}.");
                if (to < from || to > source.SequencePosition)
                    throw new ArgumentOutOfRangeException(nameof(to), to, $"The last position must be {from} to {source.SequencePosition}.");
                CopyMemory(source, from);
                _cache?.CopyFrom(source._cache!, from, to);
                SequencePosition = to;
            }
            finally
            {
                source.Leave();
            }
        }
        finally
        {
            Leave();
        }
    }

    private void CheckTokens(ReadOnlySpan<int> tokens, int vocabulary, int result, long expected)
    {
        if (tokens.IsEmpty) throw new ArgumentException("No tokens were given; give at least one.");
        if (result != expected) throw new ArgumentException($"The result has room for {result} values; {expected} are needed.");
        if (Capacity > 0 && tokens.Length > Capacity - SequencePosition)
            throw new ArgumentException($"{tokens.Length} more tokens after {SequencePosition} do not fit the context of {Capacity}.");
        foreach (var token in tokens)
            if ((uint)token >= (uint)vocabulary) throw new ArgumentException($"Token {token} is not in the vocabulary of {vocabulary} (0 to {vocabulary - 1}).");
    }

    private int CountRows(int input, int inputWidth, int result, int outputWidth)
    {
        if (input == 0 || input % inputWidth != 0)
            throw new ArgumentException($"The input has {input} values; it must be one or more rows of {inputWidth}.");
        var rows = input / inputWidth;
        if (result != (long)rows * outputWidth)
            throw new ArgumentException($"The result has room for {result} values; {rows} rows of {outputWidth} need {(long)rows * outputWidth}.");
        if (Capacity > 0 && rows > Capacity - SequencePosition)
            throw new ArgumentException($"{rows} more rows after {SequencePosition} do not fit the context of {Capacity}.");
        return rows;
    }

    private void Begin(int position, int rows)
    {
        BeginUncounted(position, rows);
        _recorder?.Begin(rows, Capacity > 0 ? position : -1, _layout!.Whole, MemoryRows);
    }

    /// <summary>Rows of a memory are none that enter the network.</summary>
    private void BeginUncounted(int position, int rows)
    {
        ChunkPosition = position;
        Rows = rows;
        FirstRow = 0;
        Layer = 0;
        _fault = 0;
    }

    private void ThrowNotFinite(int operation)
    {
        _fault = 0;
        throw new ArithmeticException(Messages.ValueNotFinite(LayerOf(operation)));
    }

    private static void CopyRows(ReadOnlySpan<float> from, int width, ref float to, int stride)
    {
        if (width == stride)
        {
            from.CopyTo(MemoryMarshal.CreateSpan(ref to, from.Length));
            return;
        }

        for (var row = 0; row * width < from.Length; row++)
            from.Slice(row * width, width).CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref to, (nint)row * stride), width));
    }

    private static void CopyRows(ref float from, int stride, Span<float> to, int width)
    {
        if (width == stride)
        {
            MemoryMarshal.CreateReadOnlySpan(ref from, to.Length).CopyTo(to);
            return;
        }

        for (var row = 0; row * width < to.Length; row++)
            MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref from, (nint)row * stride), width).CopyTo(to.Slice(row * width, width));
    }
}
