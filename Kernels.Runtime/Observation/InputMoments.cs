using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kernels.Model;

namespace Kernels;

/// <summary>
/// Second moments of what enters the linear layers of an instance while it runs in an integer mode: the sum of <c>x x'</c> over rows, of the values that the 8-bit integers of
/// a row stand for. It is what the error of a layer's outputs depends on when its weights are changed (docs/kweights.md). One f32 per pair of inputs and layer.
/// </summary>
public sealed class InputMoments : IDisposable
{
    private readonly float[]?[] _sums;
    private float[] _row = [];

    internal InputMoments(int layers) => _sums = new float[]?[layers];

    /// <summary>Whether what enters the layers is still added.</summary>
    public bool IsWatching { get; private set; } = true;

    /// <summary>Linear layers, in the order of the plan; blocks of a stack one after the other, a memory's keys and values where they are read.</summary>
    public int Layers => _sums.Length;

    /// <summary>The sums of a layer, row by row, the lower half filled in; null where nothing entered it.</summary>
    /// <param name="layer">0 to <see cref="Layers"/>, exclusive.</param>
    public float[]? Of(int layer)
    {
        if (_sums[layer] is not { } sums) return null;
        var inputs = (int)Math.Sqrt(sums.Length);
        for (var i = 1; i < inputs; i++)
            for (var j = 0; j < i; j++) sums[(i * inputs) + j] = sums[(j * inputs) + i];
        return sums;
    }

    /// <summary>Stops watching; the sums stay as they are.</summary>
    public void Dispose() => IsWatching = false;

    /// <summary>Adds rows of integers that entered a layer.</summary>
    internal void Add(int layer, int inputs, ref sbyte first, ReadOnlySpan<float> scales)
    {
        var sums = _sums[layer] ??= new float[checked(inputs * inputs)];
        if (_row.Length < inputs) _row = new float[inputs];
        for (var row = 0; row < scales.Length; row++)
        {
            var integers = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref first, row * Padding.Bytes(inputs)), inputs);
            for (var i = 0; i < inputs; i++) _row[i] = integers[i] * scales[row];
            for (var i = 0; i < inputs; i++)
                if (_row[i] != 0) ScaledRows.AddScaled<float>(sums.AsSpan((i * inputs) + i, inputs - i), _row.AsSpan(i, inputs - i), _row[i]);
        }
    }
}
