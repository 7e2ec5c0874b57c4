using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kernels.CompilerServices;

public static partial class Lanes
{
    /// <summary>Writes the first lanes; none where the count is 0 or less.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void StoreSome(Vector128<float> value, ref float to, int count)
    {
        if (count > 0) to = Vector128.GetElement(value, 0);
        if (count > 1) Unsafe.Add(ref to, 1) = Vector128.GetElement(value, 1);
        if (count > 2) Unsafe.Add(ref to, 2) = Vector128.GetElement(value, 2);
        if (count > 3) Unsafe.Add(ref to, 3) = Vector128.GetElement(value, 3);
    }
}
