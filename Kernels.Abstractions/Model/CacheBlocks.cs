namespace Kernels.Model;

/// <summary>
/// How keys and values of one head lie in a cache: blocks of 64 positions, keys component by component, values position by position and padded to
/// whole registers. Rounded ones are bytes, with the scales of the block's 64 positions behind them.
/// </summary>
public static class CacheBlocks
{
    /// <summary>Positions of a block.</summary>
    public const int Positions = 64;

    /// <summary>Bytes of a key: its components, and its scale if it is rounded.</summary>
    public static int KeyBytes(int headSize, bool rounded) => rounded ? headSize + sizeof(float) : headSize * sizeof(float);

    /// <summary>Bytes of a value: its padded components, and its scale if it is rounded.</summary>
    public static int ValueBytes(int headSize, bool rounded) => KeyBytes(Padding.Up(headSize), rounded);

    /// <summary>Values of scratch memory that attention wants: for each of two rows the scores of a block and the running mix.</summary>
    public static int Scratch(int headSize) => 2 * (Positions + Padding.Up(headSize));
}
