using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kernels.CompilerServices;

public static partial class Lanes
{
    /// <summary>Writes the first lanes; none where the count is 0 or less.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void StoreSome(Vector256<float> value, ref float to, int count)
    {
        if (count < 4)
        {
            StoreSome(Vector256.GetLower(value), ref to, count);
            return;
        }

        Vector128.StoreUnsafe(Vector256.GetLower(value), ref to);
        StoreSome(Vector256.GetUpper(value), ref Unsafe.Add(ref to, 4), count - 4);
    }
}
