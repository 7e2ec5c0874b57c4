using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Kernels.CompilerServices;
using Kernels.Model;

namespace Kernels.PeerBench.Rows;

/// <summary>
/// Exponential and softmax, which no network offers as a layer of its own, by the functions that generated kernels call: <c>VectorMath.Exp</c>, and the
/// order in which attention weighs its scores. Widths are multiples of 16.
/// </summary>
internal static class RowLoops
{
    /// <summary>A loop over one row.</summary>
    public delegate void Row(ReadOnlySpan<float> x, Span<float> y);

    /// <exception cref="ArgumentException">There is none.</exception>
    public static Row Of(RowWork work, Isa isa) => (work, isa) switch
    {
        (RowWork.Exp, Isa.Vector512) => Exp512,
        (RowWork.Exp, Isa.Vector256) => Exp256,
        (RowWork.Softmax, Isa.Vector512) => Softmax512,
        (RowWork.Softmax, Isa.Vector256) => Softmax256,
        _ => throw new ArgumentException($"There is no loop for {work} on ISA {isa}."),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Exp512(ReadOnlySpan<float> x, Span<float> y)
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(y);
        for (nuint i = 0; i < (nuint)x.Length; i += 16)
            VectorMath.Exp(Vector512.LoadUnsafe(ref from, i)).StoreUnsafe(ref to, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Exp256(ReadOnlySpan<float> x, Span<float> y)
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(y);
        for (nuint i = 0; i < (nuint)x.Length; i += 8)
            VectorMath.Exp(Vector256.LoadUnsafe(ref from, i)).StoreUnsafe(ref to, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Softmax512(ReadOnlySpan<float> x, Span<float> y)
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(y);
        var length = (nuint)x.Length;
        var high = Vector512.Create(float.NegativeInfinity);
        for (nuint i = 0; i < length; i += 16) high = Lanes.Max(high, Vector512.LoadUnsafe(ref from, i));
        var highest = Vector512.Create(Lanes.Max16(high));
        var lanes = Vector512<float>.Zero;
        for (nuint i = 0; i < length; i += 16)
        {
            var p = VectorMath.Exp(Vector512.LoadUnsafe(ref from, i) - highest);
            p.StoreUnsafe(ref to, i);
            lanes += p;
        }

        var sum = Vector512.Create(1 / Lanes.Sum16(lanes));
        for (nuint i = 0; i < length; i += 16) (Vector512.LoadUnsafe(ref to, i) * sum).StoreUnsafe(ref to, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Softmax256(ReadOnlySpan<float> x, Span<float> y)
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(y);
        var length = (nuint)x.Length;
        Vector256<float> high0 = Vector256.Create(float.NegativeInfinity), high1 = high0;
        for (nuint i = 0; i < length; i += 16)
        {
            high0 = Lanes.Max(high0, Vector256.LoadUnsafe(ref from, i));
            high1 = Lanes.Max(high1, Vector256.LoadUnsafe(ref from, i + 8));
        }

        var highest = Vector256.Create(Lanes.Max16(high0, high1));
        Vector256<float> lanes0 = default, lanes1 = default;
        for (nuint i = 0; i < length; i += 16)
        {
            var p0 = VectorMath.Exp(Vector256.LoadUnsafe(ref from, i) - highest);
            var p1 = VectorMath.Exp(Vector256.LoadUnsafe(ref from, i + 8) - highest);
            p0.StoreUnsafe(ref to, i);
            p1.StoreUnsafe(ref to, i + 8);
            lanes0 += p0;
            lanes1 += p1;
        }

        var sum = Vector256.Create(1 / Lanes.Sum16(lanes0, lanes1));
        for (nuint i = 0; i < length; i += 8) (Vector256.LoadUnsafe(ref to, i) * sum).StoreUnsafe(ref to, i);
    }
}
