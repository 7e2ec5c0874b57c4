using Kernels.Model;

namespace Kernels.Cli;

/// <summary>What a part of a job takes, counted from the network's program.</summary>
/// <param name="Operations">Two per multiply-add of linear layers and attention.</param>
/// <param name="Bytes">Of weights read; each is read once for all rows that pass together.</param>
internal readonly record struct JobCost(double Operations, double Bytes)
{
    /// <summary>Rows of which the scores after the last are wanted.</summary>
    /// <param name="program">The network.</param>
    /// <param name="mode">Its arithmetic: all but dense keep a weight in one byte, with a scale per output, unless the format is one of blocks.</param>
    /// <param name="first">The position of the first row.</param>
    /// <param name="rows">How many; of the layers after the last attention only the last row's work counts.</param>
    /// <param name="together">Rows that pass through the layers together.</param>
    /// <param name="format">How weights are kept.</param>
    public static JobCost Of(ChipProgram program, Mode mode, int first, int rows, int together, WeightFormat format = WeightFormat.Float32)
    {
        var (products, bytes) = (0.0, 0.0);
        var passes = (rows + together - 1) / together;
        foreach (var (_, operation, _, isTail) in program.Expand())
        {
            products += operation.Kind == ChipKind.Attention
                ? Enumerable.Range(first, rows).Sum(position => 2.0 * (position + 1) * operation.Outputs)
                : (double)operation.Products * (isTail ? 1 : rows);

            // The program counts weights of one byte.
            var matrix = (double)operation.Inputs * operation.Outputs;
            var kept = mode != Mode.Dense && !format.IsBlocks() ? WeightFormat.Int8 : format;
            var scales = kept.IsBlocks() ? (double)sizeof(ushort) * WeightBlocks.Of(operation.Inputs) * operation.Outputs : kept == WeightFormat.Int8 ? sizeof(float) * operation.Outputs : 0;
            var more = operation.Kind != ChipKind.Linear ? 0 : (((kept.Bits() / 8.0) - 1) * matrix) + scales;
            bytes += (operation.WeightBytes + more) * (isTail ? 1 : passes);
        }

        return new(2 * products, bytes);
    }

    /// <summary>Rows of which the scores after each are wanted.</summary>
    public static JobCost OneByOne(ChipProgram program, Mode mode, int first, int rows, WeightFormat format = WeightFormat.Float32)
    {
        var (operations, bytes) = (0.0, 0.0);
        for (var row = 0; row < rows; row++)
        {
            var cost = Of(program, mode, first + row, 1, 1, format);
            (operations, bytes) = (operations + cost.Operations, bytes + cost.Bytes);
        }

        return new(operations, bytes);
    }
}
