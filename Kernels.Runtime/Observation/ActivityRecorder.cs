using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kernels.Model;

namespace Kernels;

/// <summary>
/// Counts, while a network runs, how often each magnitude enters each linear layer. It looks at the integers that the kernels multiply, so it
/// does not depend on how they are multiplied. All memory is taken at the start; the caller's thread alone counts.
/// </summary>
internal sealed class ActivityRecorder
{
    private const int Bins = SpikeCost.LargestMagnitude + 1;

    private readonly Arithmetic _arithmetic;
    private readonly LinearLayer[] _layers;
    private readonly long[] _rows;
    private readonly long[] _magnitudes;
    private readonly int[] _quarters;
    private readonly long[] _pending;
    private readonly long[][] _channels;
    private readonly NeuronLayer[] _neurons;
    private readonly long[] _neuronRows;
    private readonly long[] _fired;
    private int _nextNeurons;
    private long _allRows;
    private long _keysSeen;
    private long _memoryKeysSeen;

    /// <param name="arithmetic">The mode of the instance.</param>
    /// <param name="layers">Its linear layers.</param>
    /// <param name="neurons">Its encoders, neurons and integrators.</param>
    /// <param name="channels">Whether to count per input channel too: 128 counters for each.</param>
    public ActivityRecorder(Arithmetic arithmetic, LinearLayer[] layers, NeuronLayer[] neurons, bool channels)
    {
        _arithmetic = arithmetic;
        _layers = layers;
        _rows = new long[layers.Length];
        _magnitudes = new long[layers.Length * Bins];
        _quarters = new int[layers.Length * 4 * Bins];
        _pending = new long[layers.Length];
        _channels = channels ? Array.ConvertAll(layers, layer => layer.Arithmetic.IsInteger || layer.TrainSteps > 0 ? new long[layer.Inputs * Bins] : []) : [];
        _neurons = neurons;
        _neuronRows = new long[neurons.Length];
        _fired = new long[neurons.Length];
    }

    /// <summary>Bytes of the counters.</summary>
    public long ByteCount => (_quarters.Length * sizeof(int)) + ((_rows.Length + _pending.Length + _magnitudes.Length + _neuronRows.Length + _fired.Length + _channels.Sum(counts => (long)counts.Length)) * sizeof(long));

    /// <summary>Rows enter the network.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="position">The first one's place in its sequence; -1 where rows form none.</param>
    /// <param name="whole">Whether every row sees every row.</param>
    /// <param name="memory">Rows of the memory that each sees.</param>
    public void Begin(int rows, int position, bool whole, int memory)
    {
        _nextNeurons = 0;
        _allRows += rows;
        _memoryKeysSeen += (long)rows * memory;
        if (whole) _keysSeen += (long)rows * rows;
        else if (position >= 0) _keysSeen += (long)rows * (position + 1) + ((long)rows * (rows - 1) / 2);
    }

    /// <summary>Rows enter a layer that computes in f32.</summary>
    public void Record(int slot, long rows) => _rows[slot] += rows;

    /// <summary>Rows of integers enter a layer.</summary>
    /// <param name="slot">The layer.</param>
    /// <param name="q">The first value of the first row; rows lie <see cref="Padding.Bytes"/> apart.</param>
    /// <param name="rows">How many.</param>
    public void Record(int slot, ref sbyte q, int rows)
    {
        _rows[slot] += rows;
        var inputs = _layers[slot].Inputs;
        // No table may hold more than 32 bits can say, even where all values were equal.
        if (_pending[slot] + ((long)rows * inputs) > int.MaxValue) AddUp(slot);
        _pending[slot] += (long)rows * inputs;
        var quarters = _quarters.AsSpan(slot * 4 * Bins, 4 * Bins);
        for (var row = 0; row < rows; row++)
        {
            var values = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref q, row * Padding.Bytes(inputs)), inputs);
            Count(values, quarters);
            if (_channels.Length == 0) continue;
            var channels = _channels[slot];
            for (var k = 0; k < values.Length; k++) channels[(k * Bins) + Math.Abs((int)values[k])]++;
        }

    }

    /// <summary>
    /// Counts magnitudes in four tables in turn: neighbours are often equal, and a counter that was just written takes a while until it can be
    /// read again.
    /// </summary>
    /// <param name="values">Values, none of them -128: magnitudes are 0 to 127.</param>
    /// <param name="quarters">The four tables, one after the other.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Count(ReadOnlySpan<sbyte> values, Span<int> quarters)
    {
        ref var q = ref MemoryMarshal.GetReference(values);
        ref var table = ref MemoryMarshal.GetReference(quarters);
        nint k = 0;
        for (; k + 4 <= values.Length; k += 4)
        {
            Unsafe.Add(ref table, Math.Abs((int)Unsafe.Add(ref q, k)))++;
            Unsafe.Add(ref table, Bins + Math.Abs((int)Unsafe.Add(ref q, k + 1)))++;
            Unsafe.Add(ref table, (2 * Bins) + Math.Abs((int)Unsafe.Add(ref q, k + 2)))++;
            Unsafe.Add(ref table, (3 * Bins) + Math.Abs((int)Unsafe.Add(ref q, k + 3)))++;
        }

        for (; k < values.Length; k++) Unsafe.Add(ref table, Math.Abs((int)Unsafe.Add(ref q, k)))++;
    }

    /// <summary>Takes the four tables of a layer into its counters.</summary>
    private void AddUp(int slot)
    {
        for (var i = 0; i < 4 * Bins; i++) _magnitudes[(slot * Bins) + (i % Bins)] += _quarters[(slot * 4 * Bins) + i];
        Array.Clear(_quarters, slot * 4 * Bins, 4 * Bins);
        _pending[slot] = 0;
    }

    /// <summary>Trains enter a layer.</summary>
    /// <param name="slot">The layer.</param>
    /// <param name="trains">The first row's packed train.</param>
    /// <param name="stride">Values from one row to the next.</param>
    /// <param name="rows">How many.</param>
    public void RecordTrains(int slot, ref float trains, int stride, int rows)
    {
        var (inputs, steps) = (_layers[slot].Inputs, _layers[slot].TrainSteps);
        var fired = TrainCount.Spikes(ref trains, stride, rows, inputs, steps);
        _rows[slot] += (long)rows * steps;
        _magnitudes[slot * Bins] += ((long)rows * steps * inputs) - fired;
        _magnitudes[(slot * Bins) + 1] += fired;
        if (_channels.Length == 0) return;
        var channels = _channels[slot];
        for (var k = 0; k < inputs; k++) channels[k * Bins] += (long)rows * steps;
        for (var row = 0; row < rows; row++) TrainCount.Move(ref Unsafe.Add(ref trains, (nint)row * stride), inputs, steps, channels, Bins);
    }

    /// <summary>The next encoder, neurons or integrator of the plan has run.</summary>
    /// <param name="trains">The first row's packed train, where it fires.</param>
    /// <param name="stride">Values from one row to the next.</param>
    /// <param name="rows">How many.</param>
    public void RecordNeurons(ref float trains, int stride, int rows)
    {
        var at = _nextNeurons++;
        _neuronRows[at] += rows;
        if (_neurons[at].Fires) _fired[at] += TrainCount.Spikes(ref trains, stride, rows, _neurons[at].Width, _neurons[at].Steps);
    }

    /// <summary>What was counted; the counters start again.</summary>
    public Activity Take()
    {
        var layers = new List<LayerActivity>();
        for (var slot = 0; slot < _layers.Length; slot++)
        {
            var (layer, arithmetic) = (_layers[slot], _layers[slot].Arithmetic);
            AddUp(slot);
            var magnitudes = arithmetic.IsInteger || layer.TrainSteps > 0 ? _magnitudes.AsSpan(slot * Bins, Bins).ToArray() : [];
            layers.Add(new LayerActivity(
                layer.Name, layer.Inputs, layer.Outputs, arithmetic.IsInteger, arithmetic.Placement, arithmetic.Code, arithmetic.Steps, _rows[slot],
                magnitudes.ToEquatableList(), Channels(slot)) { Format = arithmetic.Format });
        }

        var activity = new Activity(_arithmetic.Mode, _arithmetic.Code, _allRows, _keysSeen, layers.ToEquatableList(),
            _neurons.Select((neurons, at) => new NeuronActivity(neurons.Name, neurons.Width, neurons.Steps, _neuronRows[at], _fired[at])).ToEquatableList())
        {
            MemoryKeysSeen = _memoryKeysSeen,
        };
        Clear();
        return activity;
    }

    private EquatableList<ChannelActivity> Channels(int slot)
    {
        if (_channels.Length == 0 || _channels[slot].Length == 0) return EquatableList<ChannelActivity>.Empty;
        var (layer, counts) = (_layers[slot], _channels[slot]);
        var cost = new SpikeCost(layer.Outputs, layer.Arithmetic.Code);
        var channels = new ChannelActivity[layer.Inputs];
        for (var k = 0; k < channels.Length; k++)
        {
            var (products, spikes, skips) = (0L, 0L, 0L);
            for (var a = 0; a < Bins; a++)
            {
                var count = counts[(k * Bins) + a];
                switch (layer.Arithmetic.DomainOf(a, layer.Outputs))
                {
                    case Domain.Dense: products += count; break;
                    case Domain.Spiking: spikes += count * cost.Spikes(a); break;
                    default: skips += count; break;
                }
            }

            channels[k] = new ChannelActivity(products, spikes, skips);
        }

        return channels.ToEquatableList();
    }

    private void Clear()
    {
        Array.Clear(_rows);
        Array.Clear(_neuronRows);
        Array.Clear(_fired);
        Array.Clear(_magnitudes);
        Array.Clear(_quarters);
        Array.Clear(_pending);
        foreach (var counts in _channels) Array.Clear(counts);
        _allRows = _keysSeen = _memoryKeysSeen = 0;
    }
}
