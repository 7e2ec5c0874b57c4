namespace Kernels.Models.Tokenizing;

/// <summary>
/// Which two neighbouring pieces merge into which, and how early. For each left piece the right pieces stand sorted, so a
/// look-up is a binary search: slower than a good hash table, never slower than that, whatever the file holds.
/// </summary>
internal sealed class MergeTable
{
    /// <summary>The rank of pieces that do not merge.</summary>
    public const int None = int.MaxValue;

    private readonly int[] _starts;
    private readonly int[] _rights;
    private readonly int[] _ranks;
    private readonly int[] _products;

    private MergeTable(int[] starts, int[] rights, int[] ranks, int[] products)
        => (_starts, _rights, _ranks, _products) = (starts, rights, ranks, products);

    /// <summary>Number of merges.</summary>
    public int Count => _products.Length;

    /// <summary>Builds the table from the merges in the order of their rank.</summary>
    /// <param name="vocabularySize">Ids are 0 to <c>vocabularySize - 1</c>.</param>
    /// <param name="pairs">Left id in the upper, right id in the lower 32 bits; taken over.</param>
    /// <param name="products">The id each pair becomes; taken over.</param>
    /// <param name="twice">The higher rank of a pair that occurs twice; the table is null then.</param>
    public static MergeTable? Build(int vocabularySize, ulong[] pairs, int[] products, out int twice)
    {
        var ranks = new int[pairs.Length];
        for (var rank = 0; rank < ranks.Length; rank++)
            ranks[rank] = rank;
        Array.Sort(pairs, ranks);

        var starts = new int[vocabularySize + 1];
        var rights = new int[pairs.Length];
        for (var i = 0; i < pairs.Length; i++)
        {
            if (i > 0 && pairs[i] == pairs[i - 1])
            {
                twice = Math.Max(ranks[i], ranks[i - 1]);
                return null;
            }

            starts[(int)(pairs[i] >> 32) + 1]++;
            rights[i] = (int)(uint)pairs[i];
        }

        for (var id = 0; id < vocabularySize; id++)
            starts[id + 1] += starts[id];
        twice = -1;
        return new MergeTable(starts, rights, ranks, products);
    }

    /// <summary>The rank of a pair, <see cref="None"/> where it does not merge. Low ranks merge first.</summary>
    public int Rank(int left, int right)
    {
        var start = _starts[left];
        var found = _rights.AsSpan(start, _starts[left + 1] - start).BinarySearch(right);
        return found < 0 ? None : _ranks[start + found];
    }

    /// <summary>The piece that the merge of this rank makes.</summary>
    public int Product(int rank) => _products[rank];
}
