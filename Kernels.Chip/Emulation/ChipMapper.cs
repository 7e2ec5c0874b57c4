using System.Numerics;
using Kernels.Model;

namespace Kernels.Chip;

/// <summary>
/// Stage 1, map: deals the weight tiles of linear layers to cores. Columns of tiles, once per tile of rows, go to the cores in turn. With
/// fewer rows than row lanes the free lanes take further inputs of the same row, so that a single token uses every multiplier.
/// </summary>
internal static class ChipMapper
{
    public static void Map(LayerRun layer, EmulationRun run)
    {
        if (layer.Operation.Kind != ChipKind.Linear || layer.Rows == 0) return;
        var (chip, tile, operation) = (run.Chip, run.Program.Tile, layer.Operation);
        var rowLanes = RowLanes(chip, layer.WorkRowsPerPass);
        var rowTiles = Pieces(layer.WorkRowsPerPass, rowLanes);
        var columns = Pieces(operation.Outputs, tile.Outputs);
        var inputTiles = Pieces(operation.Inputs, tile.Inputs);
        var items = checked(columns * rowTiles);
        var tiles = new long[chip.Cores];
        for (var core = 0; core < tiles.Length; core++) tiles[core] = checked(ItemsOf(core, items, chip.Cores) * inputTiles * layer.Passes);
        layer.Mapping = new ChipMapping(
            rowLanes, chip.RowLanes / rowLanes, rowTiles, columns, ItemsOf(0, items, chip.Cores),
            checked(operation.Tiles(tile) * rowTiles * layer.Passes), tiles.ToEquatableList());
    }

    /// <summary>Row lanes that are in use: the power of two that holds the rows, at most all.</summary>
    public static int RowLanes(ChipModel chip, long rows) => (int)Math.Min((ulong)chip.RowLanes, BitOperations.RoundUpToPowerOf2((ulong)rows));

    public static long Pieces(long length, long piece) => (length + piece - 1) / piece;

    private static long ItemsOf(int core, long items, int cores) => (items / cores) + (core < items % cores ? 1 : 0);
}
