using Kernels.Model;

namespace Kernels.Chip;

/// <summary>Where the weight tiles of a linear layer run.</summary>
/// <param name="RowLanes">Rows that share a weight.</param>
/// <param name="InputLanes">Inputs that are summed side by side: the lanes of rows that are missing.</param>
/// <param name="RowTiles">Tiles of rows per pass.</param>
/// <param name="Columns">Columns of weight tiles: each gives a set of outputs, and stays in one core, so that partial sums never leave it.</param>
/// <param name="BusiestItems">Columns x row tiles of the core that has most of them, per pass.</param>
/// <param name="TileVisits">Times that a weight tile is worked on, all passes together.</param>
/// <param name="TilesOfCore">How many of them each core does.</param>
internal sealed record ChipMapping(
    int RowLanes, int InputLanes, long RowTiles, long Columns, long BusiestItems, long TileVisits, EquatableList<long> TilesOfCore)
{
    /// <summary>Of an operation without weight tiles.</summary>
    public static ChipMapping None { get; } = new(1, 1, 0, 0, 0, 0, EquatableList<long>.Empty);
}
