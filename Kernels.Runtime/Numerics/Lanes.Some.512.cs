using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kernels.CompilerServices;

public static partial class Lanes
{
    /// <summary>Writes the first lanes; none where the count is 0 or less.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void StoreSome(Vector512<float> value, ref float to, int count)
    {
        if (count < 8)
        {
            StoreSome(Vector512.GetLower(value), ref to, count);
            return;
        }

        Vector256.StoreUnsafe(Vector512.GetLower(value), ref to);
        StoreSome(Vector512.GetUpper(value), ref Unsafe.Add(ref to, 8), count - 8);
    }
}
