using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Kernels.CompilerServices;

/// <summary>
/// Sixteen partial results of a row reduction, for kernels that work on one value at a time: lane l takes elements
/// l, l + 16, l + 32, ... Fold it with <see cref="Lanes.Sum16(ref float)"/> or <see cref="Lanes.Max16(ref float)"/>.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[InlineArray(16)]
public struct Lanes16
{
    private float _lane0;

    /// <summary>Sixteen lanes that start from the identity of a reduction: +0 for a sum, minus infinity for a maximum.</summary>
    /// <param name="identity">The value that leaves every other one as it is.</param>
    public Lanes16(float identity)
    {
        for (var lane = 0; lane < 16; lane++)
            this[lane] = identity;
    }
}
