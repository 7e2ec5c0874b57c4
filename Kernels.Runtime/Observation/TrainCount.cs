using System.Numerics;
using System.Runtime.CompilerServices;
using Kernels.Model;

namespace Kernels;

/// <summary>Counts the spikes of packed trains, as <see cref="TrainLayout"/> lays them out: what activity is recorded from.</summary>
internal static class TrainCount
{
    /// <summary>The spikes of one row, over all time steps.</summary>
    /// <param name="train">The row's first word, seen as a value of the arena.</param>
    /// <param name="width">Neurons.</param>
    /// <param name="steps">Time steps.</param>
    public static long Spikes(ref float train, int width, int steps)
    {
        var spikes = 0L;
        var words = TrainLayout.OfSpikes(width, steps);
        for (var word = 0; word < words; word++) spikes += BitOperations.PopCount(BitConverter.SingleToUInt32Bits(Unsafe.Add(ref train, word)));
        return spikes;
    }

    /// <summary>The spikes of several rows.</summary>
    /// <param name="trains">The first row's first word.</param>
    /// <param name="stride">Values from one row to the next.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="width">Neurons.</param>
    /// <param name="steps">Time steps.</param>
    public static long Spikes(ref float trains, int stride, int rows, int width, int steps)
    {
        var spikes = 0L;
        for (var row = 0; row < rows; row++) spikes += Spikes(ref Unsafe.Add(ref trains, (nint)row * stride), width, steps);
        return spikes;
    }

    /// <summary>Counts, per neuron, how often it fired in one row: from the bin of silence to the one beside it.</summary>
    /// <param name="train">The row's first word.</param>
    /// <param name="width">Neurons.</param>
    /// <param name="steps">Time steps.</param>
    /// <param name="counts">For each neuron its bins: silent, fired, others that stay as they are.</param>
    /// <param name="bins">Bins of a neuron.</param>
    public static void Move(ref float train, int width, int steps, Span<long> counts, int bins)
    {
        var words = TrainLayout.Words(width);
        for (var word = 0; word < steps * words; word++)
        {
            for (var bits = BitConverter.SingleToUInt32Bits(Unsafe.Add(ref train, word)); bits != 0; bits &= bits - 1)
            {
                var at = ((word % words * 32) + BitOperations.TrailingZeroCount(bits)) * bins;
                counts[at]--;
                counts[at + 1]++;
            }
        }
    }
}
