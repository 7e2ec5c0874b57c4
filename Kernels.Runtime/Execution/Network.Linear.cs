using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kernels.Model;

namespace Kernels;

/// <summary>Linear layers in the arithmetic of the instance, and what is recorded of them.</summary>
public abstract partial class Network
{
    /// <summary>Operations of a linear layer in the integer modes.</summary>
    private const int OfIntegers = 3;

    /// <summary>From the first operation of a linear layer to the one for the format of the weights, where that is not f32.</summary>
    private readonly int _formatOperation;

    /// <summary>Whether small linear layers that follow each other are one operation.</summary>
    private readonly bool _chains;

    private float _levels;
    private int _eventRow;

    /// <summary>The magnitude that the largest value of a row becomes, in the present layer.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected float Levels() => _levels;

    /// <summary>The register width of 8-bit products.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Isa IntegerIsa() => _integerIsa;

    /// <summary>The sums of the present layer's inputs, row by row, block by block.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ref int BlockSums() => ref _blockSums!.Reference;

    /// <summary>The row whose events are added up.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected int EventRow() => _eventRow;

    /// <summary>How many events it has.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected int EventCount() => _events!.Count;

    /// <summary>Its first event.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ref int Events() => ref _events!.First;

    /// <summary>How many there are up to the end of each block of inputs, where weights are in blocks.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ref int EventEnds() => ref _events!.Ends;

    /// <summary>Its scale.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ref float EventScale() => ref Unsafe.Add(ref RowScales, _eventRow);

    /// <summary>What happened in the layers since the start or the last call, and forgets it; null unless <see cref="NetworkOptions.Activity"/> asked for it.</summary>
    /// <exception cref="InvalidOperationException">Another caller uses this instance.</exception>
    /// <exception cref="ObjectDisposedException">The instance was disposed, whether or not it recorded.</exception>
    public Activity? TakeActivity()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _state) >= DisposedWhileRunning, this);
        if (_recorder is null) return null;
        Enter();
        try
        {
            return _recorder.Take();
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Runs a linear layer.</summary>
    /// <param name="first">
    /// Its first operation, which computes in f32. In an integer mode the next ones run instead: quantise the rows; multiply them, or else
    /// add up the events of one row. After these come the operations for other formats of weights: f32 on them, and for those in blocks integers on them, whole rows or events.
    /// </param>
    /// <param name="slot">Its weights.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void RunLinear(int first, int slot)
    {
        var layer = _linear[slot];
        var panels = Dense(slot).Panels;
        var products = (long)layer.Inputs * layer.Outputs;
        if (!layer.Arithmetic.IsInteger)
        {
            _recorder?.Record(slot, Rows);
            CountWeights(slot);
            Share(layer.Arithmetic.Format == WeightFormat.Float32 ? first : first + _formatOperation, panels, products * Rows);
            return;
        }

        _levels = layer.Arithmetic.Levels;
        Share(first + 1, Rows, layer.Inputs * 4L * Rows);
        _recorder?.Record(slot, ref Quantized, Rows);
        if (_moments is { IsWatching: true }) _moments.Add(slot, layer.Inputs, ref Quantized, MemoryMarshal.CreateReadOnlySpan(ref RowScales, Rows));
        var inBlocks = layer.Arithmetic.Format.IsBlocks();
        if (!ByEvents(layer.Arithmetic, layer.Spikes))
        {
            CountWeights(slot);
            if (inBlocks) Kernels.BlockSums.Of(ref Quantized, layer.Inputs, Rows, ref _blockSums!.Reference);
            Share(inBlocks ? first + _formatOperation + 1 : first + 2, panels, products / 2 * Rows);
            return;
        }

        for (_eventRow = 0; _eventRow < Rows; _eventRow++)
        {
            _events!.Fill(layer, ref Unsafe.Add(ref Quantized, _eventRow * Padding.Bytes(layer.Inputs)));
            CountEvents(slot, _events.Count);
            Share(inBlocks ? first + _formatOperation + 2 : first + 3, panels, _events.Count * 2L * layer.Outputs);
        }
    }

    /// <summary>Runs small linear layers that follow each other as one operation, whose units are rows; not where integers are multiplied, or somebody watches each layer.</summary>
    /// <param name="operation">The operation that does them all in f32.</param>
    /// <param name="slot">The weights of the first of them.</param>
    /// <param name="layers">How many there are.</param>
    /// <param name="workPerRow">Their multiply-adds.</param>
    /// <returns>Whether it did.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected bool RunChain(int operation, int slot, int layers, long workPerRow)
    {
        if (!_chains || Watcher is not null) return false;
        for (var i = slot; i < slot + layers; i++)
        {
            _recorder?.Record(i, Rows);
            CountWeights(i);
        }

        Share(operation, Rows, workPerRow * Rows);
        return true;
    }

    /// <summary>Runs a convolution.</summary>
    /// <param name="first">
    /// Its first operation, which computes in f32. In an integer mode the next ones run instead: quantise the images; make their windows rows; multiply
    /// these, or else add up the events of one; put the results side by side.
    /// </param>
    /// <param name="slot">Its weights.</param>
    /// <param name="positions">Windows of an image.</param>
    /// <param name="lines">Rows of windows of an image.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void RunConv2d(int first, int slot, int positions, int lines)
    {
        var layer = _linear[slot];
        var panels = Dense(slot).Panels;
        var products = (long)layer.Inputs * layer.Outputs * positions;
        if (!layer.Arithmetic.IsInteger)
        {
            _recorder?.Record(slot, Rows * (long)positions);
            CountWeights(slot);
            Share(first, Rows * lines, products * Rows);
            return;
        }

        _levels = layer.Arithmetic.Levels;
        Share(first + 1, Rows, (long)layer.Inputs * positions * Rows);
        Share(first + 2, Rows * lines, (long)layer.Inputs * positions * Rows);
        _recorder?.Record(slot, ref Quantized, Rows * positions);
        if (!ByEvents(layer.Arithmetic, layer.Spikes))
        {
            CountWeights(slot);
            Share(first + 3, panels, products / 2 * Rows);
        }
        else
        {
            for (_eventRow = 0; _eventRow < Rows * positions; _eventRow++)
            {
                _events!.Fill(layer, ref Unsafe.Add(ref Quantized, _eventRow * Padding.Bytes(layer.Inputs)));
                CountEvents(slot, _events.Count);
                Share(first + 4, panels, _events.Count * 2L * layer.Outputs);
            }
        }

        Share(first + 5, Rows, (long)layer.Outputs * positions * Rows);
    }

    /// <summary>Counts the windows that enter a convolution, if anyone wants to know.</summary>
    /// <param name="slot">The layer's weights.</param>
    /// <param name="positions">Windows per row.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void RecordWindows(int slot, int positions)
    {
        CountWeights(slot);
        _recorder?.Record(slot, Rows * (long)positions);
    }

    /// <summary>Counts the spikes that enter a linear layer, if anyone wants to know.</summary>
    /// <param name="slot">The layer's weights.</param>
    /// <param name="trains">The first row's train.</param>
    /// <param name="stride">Values from one row to the next.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void RecordTrains(int slot, ref float trains, int stride)
    {
        CountWeights(slot); // as a whole: which of them spikes reach is known to the kernel alone
        _recorder?.RecordTrains(slot, ref trains, stride, Rows);
    }

    /// <summary>Counts what the next encoder, neurons or integrator of the plan fired, if anyone wants to know.</summary>
    /// <param name="trains">The first row's train.</param>
    /// <param name="stride">Values from one row to the next.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void RecordNeurons(ref float trains, int stride) => _recorder?.RecordNeurons(ref trains, stride, Rows);

    /// <summary>Whether a layer's spikes are added up event by event.</summary>
    private bool ByEvents(LayerArithmetic arithmetic, SpikeStrategy planned) =>
        arithmetic is { IsInteger: true, Placement: not Placement.Dense } && (_options.Spikes ?? planned) == SpikeStrategy.Events;
}
