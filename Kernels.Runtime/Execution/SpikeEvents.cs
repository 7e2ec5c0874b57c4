using System.Runtime.InteropServices;
using Kernels.Model;

namespace Kernels;

/// <summary>
/// The list of events of one row: what event-driven kernels walk. An event is two integers: the number of a quad of neighbouring inputs,
/// and four bytes with what each of them carries. First come the products of the dense side, then the spikes, time step by time step; a quad
/// that is silent in a step has no event there, and a row of zeros has none at all. Steps look only at quads that hold a train. The list is
/// made once and filled again for every row. Where weights are in blocks of inputs, all of that stands block by block.
/// </summary>
internal sealed class SpikeEvents
{
    private const int Lanes = 4;

    private readonly int[] _events;
    private readonly int[] _quads; // quads with a train, ascending
    private readonly sbyte[] _trains; // of those: the signed magnitudes
    private readonly int[] _ends; // of blocks
    private readonly short[] _phases; // ... and how far each train has come, for the rate code
    private int _count;

    /// <param name="layers">The layers of the instance; those that may run event by event count.</param>
    public SpikeEvents(LinearLayer[] layers)
    {
        var walked = layers.Where(layer => layer is { Arithmetic.IsInteger: true, TrainSteps: 0 }).ToArray();
        var longest = walked.Max(layer => (long)Quads(layer.Inputs) * (layer.Arithmetic.Steps + 1) * 2);
        _events = GC.AllocateUninitializedArray<int>(checked((int)longest), pinned: true);
        var quads = walked.Max(layer => Quads(layer.Inputs));
        _quads = new int[quads];
        _trains = new sbyte[quads * Lanes];
        _phases = new short[quads * Lanes];
        _ends = GC.AllocateArray<int>(WeightBlocks.Of(walked.Max(layer => layer.Inputs)), pinned: true);
    }

    /// <summary>How many events there are.</summary>
    public int Count { get; private set; }

    /// <summary>The first event.</summary>
    public ref int First => ref MemoryMarshal.GetArrayDataReference(_events);

    /// <summary>How many events there are up to the end of the first block, followed by those of the others.</summary>
    public ref int Ends => ref MemoryMarshal.GetArrayDataReference(_ends);

    /// <summary>Bytes of memory.</summary>
    public long ByteCount => (((long)_events.Length + _quads.Length + _ends.Length) * sizeof(int)) + _trains.Length + ((long)_phases.Length * sizeof(short));

    /// <summary>Whether any layer will run event by event.</summary>
    public static bool Needed(LinearLayer[] layers, SpikeStrategy? asked) =>
        layers.Any(layer => layer is { TrainSteps: 0, Arithmetic: { IsInteger: true, Placement: not Placement.Dense } } && (asked ?? layer.Spikes) == SpikeStrategy.Events);

    /// <summary>Replaces the list by that of a row.</summary>
    /// <param name="layer">The layer that the row enters.</param>
    /// <param name="q">The row's first integer; the bytes up to the next multiple of four are zero.</param>
    public void Fill(LinearLayer layer, ref sbyte q)
    {
        Count = 0;
        var values = MemoryMarshal.CreateReadOnlySpan(ref q, Quads(layer.Inputs) * Lanes);
        if (!layer.Arithmetic.Format.IsBlocks())
        {
            Add(layer, values, firstQuad: 0);
            return;
        }

        for (var block = 0; block < WeightBlocks.Of(layer.Inputs); block++)
        {
            var first = block * WeightBlocks.Inputs;
            Add(layer, values.Slice(first, Math.Min(WeightBlocks.Inputs, values.Length - first)), first / Lanes);
            _ends[block] = Count;
        }
    }

    /// <summary>Adds the events of neighbouring quads.</summary>
    private void Add(LinearLayer layer, ReadOnlySpan<sbyte> values, int firstQuad)
    {
        _count = 0;
        var arithmetic = layer.Arithmetic;
        Part(layer, values, firstQuad);
        for (var step = 0; step < arithmetic.Steps && _count > 0; step++)
        {
            if (arithmetic.Code == SpikeCode.Rate) RateStep(arithmetic.Steps);
            else PhaseStep(step);
        }
    }

    private static int Quads(int inputs) => (inputs + Lanes - 1) / Lanes;

    /// <summary>Parts the sides: dense values become events at once, spiking ones wait as trains.</summary>
    private void Part(LinearLayer layer, ReadOnlySpan<sbyte> values, int firstQuad)
    {
        Span<sbyte> dense = stackalloc sbyte[Lanes];
        var words = MemoryMarshal.Cast<sbyte, int>(values);
        for (var quad = 0; quad < words.Length; quad++)
        {
            if (words[quad] == 0) continue;
            var train = _trains.AsSpan(_count * Lanes, Lanes);
            var spikes = false;
            for (var lane = 0; lane < Lanes; lane++)
            {
                var value = values[(quad * Lanes) + lane];
                var isTrain = layer.Arithmetic.DomainOf(Math.Abs((int)value), layer.Outputs) == Domain.Spiking;
                (train[lane], dense[lane]) = isTrain ? (value, (sbyte)0) : ((sbyte)0, value);
                spikes |= isTrain;
            }

            Append(firstQuad + quad, MemoryMarshal.Read<int>(MemoryMarshal.AsBytes(dense)));
            if (!spikes) continue;
            _phases.AsSpan(_count * Lanes, Lanes).Clear();
            _quads[_count++] = firstQuad + quad;
        }
    }

    /// <summary>A train of a spikes in T steps fires when its phase, a more in every step, passes T: <c>floor((t + 1) a / T) > floor(t a / T)</c>.</summary>
    private void RateStep(int steps)
    {
        Span<sbyte> carried = stackalloc sbyte[Lanes];
        for (var i = 0; i < _count; i++)
        {
            for (var lane = 0; lane < Lanes; lane++)
            {
                var value = _trains[(i * Lanes) + lane];
                ref var phase = ref _phases[(i * Lanes) + lane];
                phase += (short)Math.Abs((int)value);
                carried[lane] = 0;
                if (phase < steps) continue;
                phase -= (short)steps;
                carried[lane] = (sbyte)Math.Sign(value);
            }

            Append(_quads[i], MemoryMarshal.Read<int>(MemoryMarshal.AsBytes(carried)));
        }
    }

    private void PhaseStep(int step)
    {
        Span<sbyte> carried = stackalloc sbyte[Lanes];
        for (var i = 0; i < _count; i++)
        {
            for (var lane = 0; lane < Lanes; lane++)
            {
                var value = _trains[(i * Lanes) + lane];
                var part = Math.Abs((int)value) & (1 << step);
                carried[lane] = (sbyte)(value < 0 ? -part : part);
            }

            Append(_quads[i], MemoryMarshal.Read<int>(MemoryMarshal.AsBytes(carried)));
        }
    }

    private void Append(int quad, int carried)
    {
        if (carried == 0) return;
        _events[2 * Count] = quad;
        _events[(2 * Count) + 1] = carried;
        Count++;
    }
}
