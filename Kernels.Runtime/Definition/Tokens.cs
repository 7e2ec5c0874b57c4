namespace Kernels;

/// <summary>The input of a definition that reads text: token ids, one per row, in order from position 0. It never changes.</summary>
/// <param name="ids">The ids; they are copied. Whether an id exists is the embedding's to say.</param>
public sealed class Tokens(params ReadOnlySpan<int> ids)
{
    private readonly int[] _ids = ids.ToArray();

    /// <summary>How many.</summary>
    public int Count => _ids.Length;

    /// <summary>The id at a position.</summary>
    /// <param name="position">0 to <see cref="Count"/> - 1.</param>
    public int this[int position] => _ids[position];

    /// <summary>All ids, in order.</summary>
    public ReadOnlySpan<int> Ids => _ids;
}
