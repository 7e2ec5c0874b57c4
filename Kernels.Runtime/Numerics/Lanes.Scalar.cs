using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Kernels.CompilerServices;

public static partial class Lanes
{
    /// <summary>x * y + acc: fused where the process has FMA hardware, else a product, then a sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAdd(float x, float y, float acc) =>
        Fma.IsSupported || AdvSimd.IsSupported ? MathF.FusedMultiplyAdd(x, y, acc) : x * y + acc;

    /// <summary>b &gt; a ? b : a: a NaN in b is passed over, a NaN in a stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(float a, float b) => b > a ? b : a;

    /// <summary>b &lt; a ? b : a: a NaN in b is passed over, a NaN in a stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Min(float a, float b) => b < a ? b : a;

    /// <summary>Whether a &lt; b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Less(float a, float b) => a < b;

    /// <summary>The first value where the condition holds, else the second.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Select(bool mask, float first, float second) => mask ? first : second;

    /// <summary>The magnitude.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Abs(float x) => MathF.Abs(x);

    /// <summary>The magnitude of x with the sign of y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float CopySign(float x, float y) => MathF.CopySign(x, y);

    /// <summary>p * 2^n, rounded once. |p| in [0.5, 2), n whole, in [-151, 128].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Scale(float p, float n)
    {
        var twice = BitConverter.SingleToInt32Bits(n + MagicTwiceBias);
        var half = twice >> 1;
        var first = BitConverter.Int32BitsToSingle(half << 23);
        var second = BitConverter.Int32BitsToSingle((twice - half) << 23);
        return p * first * second;
    }

    /// <summary>The nearest float, half to even.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ToFloat(int x) => x;

    /// <summary>The sum of sixteen partial sums side by side: lane l with lane l + 8, then + 4, + 2, + 1.</summary>
    public static float Sum16(ref float lanes)
    {
        var x0 = (lanes + At(ref lanes, 8)) + (At(ref lanes, 4) + At(ref lanes, 12));
        var x1 = (At(ref lanes, 1) + At(ref lanes, 9)) + (At(ref lanes, 5) + At(ref lanes, 13));
        var x2 = (At(ref lanes, 2) + At(ref lanes, 10)) + (At(ref lanes, 6) + At(ref lanes, 14));
        var x3 = (At(ref lanes, 3) + At(ref lanes, 11)) + (At(ref lanes, 7) + At(ref lanes, 15));
        return (x0 + x2) + (x1 + x3);
    }

    /// <summary>The maximum of sixteen partial maxima side by side, by the tree of <c>Sum16</c>.</summary>
    public static float Max16(ref float lanes)
    {
        var x0 = Max(Max(lanes, At(ref lanes, 8)), Max(At(ref lanes, 4), At(ref lanes, 12)));
        var x1 = Max(Max(At(ref lanes, 1), At(ref lanes, 9)), Max(At(ref lanes, 5), At(ref lanes, 13)));
        var x2 = Max(Max(At(ref lanes, 2), At(ref lanes, 10)), Max(At(ref lanes, 6), At(ref lanes, 14)));
        var x3 = Max(Max(At(ref lanes, 3), At(ref lanes, 11)), Max(At(ref lanes, 7), At(ref lanes, 15)));
        return Max(Max(x0, x2), Max(x1, x3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float At(ref float lanes, int lane) => Unsafe.Add(ref lanes, lane);
}
