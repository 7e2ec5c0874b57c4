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
    /// <param name="memory">Rows of the memory, which was taken before; 0 where there is none.</param>
    public static JobCost Of(ChipProgram program, Mode mode, int first, int rows, int together, WeightFormat format = WeightFormat.Float32, int memory = 0)
    {
        var (products, bytes) = (0.0, 0.0);
        var passes = (rows + together - 1) / together;
        foreach (var (_, operation, _, isTail) in program.Expand())
        {
            if (IsOfMemory(operation)) continue;
            products += operation.Kind == ChipKind.Attention
                ? Enumerable.Range(first, rows).Sum(position => 2.0 * Keys(operation.Keys, position) * operation.Outputs)
                : (double)operation.Products * (isTail ? 1 : rows);
            bytes += BytesOf(operation, mode, format) * (isTail ? 1 : passes);
        }

        return new(2 * products, bytes);

        double Keys(AttentionKind kind, int position) => kind switch { AttentionKind.Cross => memory, AttentionKind.Whole => first + rows, _ => position + 1 };
    }

    /// <summary>What it takes to make the keys and values of a memory.</summary>
    public static JobCost OfMemory(ChipProgram program, Mode mode, int rows, int together, WeightFormat format = WeightFormat.Float32)
    {
        var layers = program.Expand().Where(item => IsOfMemory(item.Operation)).Select(item => item.Operation).ToList();
        var passes = (rows + together - 1) / together;
        return new(2.0 * rows * layers.Sum(layer => layer.Products), passes * layers.Sum(layer => BytesOf(layer, mode, format)));
    }

    /// <summary>Two parts of a job.</summary>
    public static JobCost operator +(JobCost left, JobCost right) => new(left.Operations + right.Operations, left.Bytes + right.Bytes);

    /// <summary>Rows of which the scores after each are wanted.</summary>
    public static JobCost OneByOne(ChipProgram program, Mode mode, int first, int rows, WeightFormat format = WeightFormat.Float32, int memory = 0) =>
        Enumerable.Range(first, rows).Aggregate(default(JobCost), (sum, row) => sum + Of(program, mode, row, 1, 1, format, memory));

    private static bool IsOfMemory(ChipOperation operation) => operation is { Kind: ChipKind.Linear, Keys: AttentionKind.Cross };

    /// <summary>Bytes that one pass reads; the program counts weights of one byte.</summary>
    private static double BytesOf(ChipOperation operation, Mode mode, WeightFormat format)
    {
        if (operation.Kind != ChipKind.Linear) return operation.WeightBytes;
        var matrix = (double)operation.Inputs * operation.Outputs;
        var kept = mode != Mode.Dense && !format.IsBlocks() ? WeightFormat.Int8 : format;
        var scales = kept.IsBlocks() ? (double)sizeof(ushort) * WeightBlocks.Of(operation.Inputs) * operation.Outputs : kept == WeightFormat.Int8 ? sizeof(float) * operation.Outputs : 0;
        return operation.WeightBytes + (((kept.Bits() / 8.0) - 1) * matrix) + scales;
    }
}
