using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kernels.Model;

namespace Kernels;

/// <summary>
/// The list of events of one row: what event-driven kernels walk. An event is two integers: the number of a quad of neighbouring inputs,
/// and four bytes with what each of them carries. First come the products of the dense side, then the spikes, time step by time step; a quad
/// that is silent in a step has no event there, and a row of zeros has none at all. It is made once and filled again for every row.
/// </summary>
internal sealed class SpikeEvents
{
    private readonly int[] _events;
    private readonly int[] _phases;
    private readonly sbyte[] _carried;

    /// <param name="layers">The layers that may run event by event.</param>
    public SpikeEvents(LinearLayer[] layers)
    {
        var longest = layers.Where(layer => layer is { Arithmetic.IsInteger: true, TrainSteps: 0 }).Max(layer => (long)Quads(layer.Inputs) * (layer.Arithmetic.Steps + 1) * 2);
        _events = GC.AllocateUninitializedArray<int>(checked((int)longest), pinned: true);
        var inputs = layers.Max(layer => Quads(layer.Inputs) * 4);
        _phases = new int[inputs];
        _carried = new sbyte[inputs];
    }

    /// <summary>How many events there are.</summary>
    public int Count { get; private set; }

    /// <summary>The first event.</summary>
    public ref int First => ref MemoryMarshal.GetArrayDataReference(_events);

    /// <summary>Bytes of memory.</summary>
    public long ByteCount => ((long)_events.Length + _phases.Length) * sizeof(int) + _carried.Length;

    /// <summary>Whether any layer will run event by event.</summary>
    public static bool Needed(LinearLayer[] layers, SpikeStrategy? asked) =>
        layers.Any(layer => layer is { TrainSteps: 0, Arithmetic: { IsInteger: true, Placement: not Placement.Dense } } && (asked ?? layer.Spikes) == SpikeStrategy.Events);

    /// <summary>Replaces the list by that of a row.</summary>
    /// <param name="layer">The layer that the row enters.</param>
    /// <param name="q">The row's first integer; the bytes up to the next multiple of four are zero.</param>
    public void Fill(LinearLayer layer, ref sbyte q)
    {
        Count = 0;
        var arithmetic = layer.Arithmetic;
        var values = MemoryMarshal.CreateReadOnlySpan(ref q, Quads(layer.Inputs) * 4);
        var carried = _carried.AsSpan(0, values.Length);
        var spiking = SpikingValues(layer, values, carried);
        Append(carried);
        for (var step = 0; spiking && step < arithmetic.Steps; step++)
        {
            if (arithmetic.Code == SpikeCode.Rate) RateStep(carried, arithmetic.Steps);
            else PhaseStep(carried, step);
            Append(carried);
        }
    }

    private static int Quads(int inputs) => (inputs + 3) / 4;

    /// <summary>Parts the sides: dense values stay in <paramref name="carried"/>, spiking ones wait as signed magnitudes among the phases.</summary>
    private bool SpikingValues(LinearLayer layer, ReadOnlySpan<sbyte> values, Span<sbyte> carried)
    {
        var any = false;
        for (var k = 0; k < values.Length; k++)
        {
            var spikes = layer.Arithmetic.DomainOf(Math.Abs((int)values[k]), layer.Outputs) == Domain.Spiking;
            carried[k] = spikes ? (sbyte)0 : values[k];
            // Low half: the signed magnitude. High half: how far the train has come, for the rate code.
            _phases[k] = spikes ? values[k] & 0xFFFF : 0;
            any |= spikes;
        }

        return any;
    }

    /// <summary>A train of a spikes in T steps fires when its phase, a more in every step, passes T: <c>floor((t + 1) a / T) > floor(t a / T)</c>.</summary>
    private void RateStep(Span<sbyte> carried, int steps)
    {
        for (var k = 0; k < carried.Length; k++)
        {
            var value = (short)_phases[k];
            var phase = (_phases[k] >> 16) + Math.Abs((int)value);
            var fires = phase >= steps;
            if (fires) phase -= steps;
            _phases[k] = (phase << 16) | (value & 0xFFFF);
            carried[k] = fires ? (sbyte)Math.Sign(value) : (sbyte)0;
        }
    }

    private void PhaseStep(Span<sbyte> carried, int step)
    {
        for (var k = 0; k < carried.Length; k++)
        {
            var value = (short)_phases[k];
            var part = Math.Abs((int)value) & (1 << step);
            carried[k] = (sbyte)(value < 0 ? -part : part);
        }
    }

    private void Append(ReadOnlySpan<sbyte> carried)
    {
        var quads = MemoryMarshal.Cast<sbyte, int>(carried);
        for (var quad = 0; quad < quads.Length; quad++)
        {
            if (quads[quad] == 0) continue;
            _events[2 * Count] = quad;
            _events[(2 * Count) + 1] = quads[quad];
            Count++;
        }
    }
}
