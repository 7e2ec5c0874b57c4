namespace Kernels.Models.Tokenizing;

/// <summary>The bytes of every token, in one block of memory.</summary>
/// <param name="bytes">The bytes of all tokens.</param>
/// <param name="starts">Where each token starts, by id.</param>
/// <param name="lengths">How many bytes each token has, by id.</param>
internal sealed class PieceTable(byte[] bytes, int[] starts, int[] lengths)
{
    public int Count => starts.Length;

    public ReadOnlySpan<byte> this[int id] => bytes.AsSpan(starts[id], lengths[id]);
}
