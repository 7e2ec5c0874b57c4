using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kernels.Model;

namespace Kernels;

/// <summary>
/// The sums of quantised rows, block by block: what kernels on weights in blocks take an offset of the weights off with. What stands behind the last value
/// of a row counts like a value, as the kernels take it: its weights are 0, and the offset is taken off again.
/// </summary>
internal static class BlockSums
{
    /// <param name="q">The first row; rows lie <see cref="Padding.Bytes"/> apart.</param>
    /// <param name="inputs">Values per row.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="sums">Receives one sum per row and block.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Of(ref sbyte q, int inputs, int rows, ref int sums)
    {
        var blocks = WeightBlocks.Of(inputs);
        for (var row = 0; row < rows; row++)
        {
            ref var from = ref Unsafe.Add(ref q, row * Padding.Bytes(inputs));
            ref var to = ref Unsafe.Add(ref sums, row * blocks);
            for (var block = 0; block < blocks; block++)
            {
                // Four values of 8 bits fit 16.
                var bytes = Vector256.LoadUnsafe(ref Unsafe.Add(ref from, block * WeightBlocks.Inputs));
                var pairs = Vector256.WidenLower(bytes) + Vector256.WidenUpper(bytes);
                Unsafe.Add(ref to, block) = Vector256.Sum(Vector256.WidenLower(pairs) + Vector256.WidenUpper(pairs));
            }
        }
    }
}
