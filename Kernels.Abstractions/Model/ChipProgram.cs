using System;
using System.Collections.Generic;
using System.Globalization;

namespace Kernels.Model;

/// <summary>What kind of work an operation is for a chip.</summary>
public enum ChipKind
{
    /// <summary>A matrix of weights times a row.</summary>
    Linear,

    /// <summary>Attention with a key/value cache.</summary>
    Attention,

    /// <summary>A norm over a row.</summary>
    Norm,

    /// <summary>A function on each value.</summary>
    Function,

    /// <summary>Rows of a table by token id.</summary>
    Embedding,

    /// <summary>Two rows joined value by value: a sum or a product.</summary>
    Sum,

    /// <summary>Values to trains of spikes.</summary>
    Encoder,

    /// <summary>Spiking neurons: currents to spikes.</summary>
    Neuron,

    /// <summary>Membranes that never fire and are read after the last step.</summary>
    Integrator,
}

/// <summary>The piece of a weight matrix that a core holds at a time.</summary>
/// <param name="Inputs">Inputs (k) of the piece.</param>
/// <param name="Outputs">Outputs (n) of the piece.</param>
public sealed record ChipTile(int Inputs, int Outputs)
{
    /// <summary>
    /// 256 x 32: with 8-bit weights half of a core's weight buffer of 16 KB, so that the next tile arrives while this one is used.
    /// The buffer's size is assumed; it is not public.
    /// </summary>
    public static ChipTile Usual { get; } = new(256, 32);

    /// <summary>Tiles of a matrix.</summary>
    public long Of(int inputs, int outputs) => Pieces(inputs, Inputs) * Pieces(outputs, Outputs);

    private static long Pieces(int length, int piece) => (length + (long)piece - 1) / piece;
}

/// <summary>One operation of a chip program, as it runs for one row.</summary>
/// <param name="Layer">The method of the layer, or the name of the function.</param>
/// <param name="Kind">What work it is.</param>
/// <param name="Slot">The index among the linear weights (in a repeated block: relative to the block's first); -1 for other kinds.</param>
/// <param name="Inputs">Values per row in.</param>
/// <param name="Outputs">Values per row out.</param>
/// <param name="Steps">Time steps per row where the definition itself runs over time; 0 for operations on values.</param>
/// <param name="Heads">Heads of attention; 0 for other kinds.</param>
/// <param name="WeightBytes">Bytes that are needed once per pass, however many rows it has: 1 per weight, 4 per bias or norm value.</param>
/// <param name="RowBytes">Bytes that are needed for each row: those of table rows.</param>
/// <param name="Placement">Where the definition places it.</param>
public sealed record ChipOperation(
    string Layer, ChipKind Kind, int Slot, int Inputs, int Outputs, int Steps, int Heads, long WeightBytes, long RowBytes, Placement Placement)
{
    /// <summary>Windows of an image per row, each of them <see cref="Inputs"/> values to <see cref="Outputs"/>; 1 where a row is no image.</summary>
    public int Positions { get; init; } = 1;

    /// <summary>Values of the image that windows see, each of them once; 0 where a row is no image.</summary>
    public int ImageValues { get; init; }

    /// <summary>Which keys attention sees. <see cref="AttentionKind.Cross"/> on a linear layer: its rows are those of the memory, taken when that was set.</summary>
    public AttentionKind Keys { get; init; }

    /// <summary>Values per row out where they are fewer than what is worked out for them, as in pooling; else 0.</summary>
    public int ResultValues { get; init; }

    /// <summary>How often weights meet inputs in one row: in every time step, and in every window.</summary>
    public long WorkRows => (long)Math.Max(1, Steps) * Positions;

    /// <summary>Bytes per row in: 8-bit values, or one bit per spike and step.</summary>
    public long InputBytes => ImageValues > 0 ? ImageValues : Steps == 0 || Kind == ChipKind.Encoder ? Inputs : Kind == ChipKind.Linear ? Bits(Inputs) : (long)Inputs * Steps;

    /// <summary>Bytes per row out: 8-bit values, 8-bit currents of every step, or one bit per spike and step.</summary>
    public long OutputBytes => ResultValues > 0 ? ResultValues : Positions > 1 ? (long)Outputs * Positions : Steps == 0 || Kind == ChipKind.Integrator ? Outputs : Kind == ChipKind.Linear ? (long)Outputs * Steps : Bits(Outputs);

    /// <summary>Dense products per row. Attention's grow with the sequence, and layers on spikes of the definition add only: neither are among them.</summary>
    public long Products => Kind == ChipKind.Linear && Steps == 0 ? (long)Inputs * Outputs * Positions : 0;

    private long Bits(int width) => (((long)width * Steps) + 7) / 8;

    /// <summary>Weight tiles of this operation.</summary>
    public long Tiles(ChipTile tile) => Kind == ChipKind.Linear ? tile.Of(Inputs, Outputs) : 0;
}

/// <summary>Operations one after the other, once or for a number of equal blocks.</summary>
/// <param name="Stack">The method of the stack; empty for operations outside stacks.</param>
/// <param name="Count">How many blocks; 1 outside stacks.</param>
/// <param name="FirstDense">The first block's first slot among the linear weights.</param>
/// <param name="DensePerBlock">Linear weights per block.</param>
/// <param name="IsTail">Whether it runs row by row after the last operation that mixes rows, and may so run for the last row alone.</param>
/// <param name="Operations">The operations of one block.</param>
public sealed record ChipSection(string Stack, int Count, int FirstDense, int DensePerBlock, bool IsTail, EquatableList<ChipOperation> Operations);

/// <summary>An operation of one block: what <see cref="ChipProgram.Expand"/> gives.</summary>
/// <param name="Name">The layer's path, as in <c>Blocks[3].Grow</c>.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Slot">The index among all linear weights; -1 for other kinds.</param>
/// <param name="IsTail">As <see cref="ChipSection.IsTail"/>.</param>
public sealed record PlacedOperation(string Name, ChipOperation Operation, int Slot, bool IsTail);

/// <summary>
/// A network as a chip runs it: operations in the order of the plan, with their tiles, domains and traffic. Planned at build time, kept as
/// data beside the kernels; which chip, how many cores and what an event costs is not known here.
/// </summary>
/// <param name="Tile">The weight tile that matrices are cut into.</param>
/// <param name="Sections">Stacks, and what lies between them.</param>
public sealed record ChipProgram(ChipTile Tile, EquatableList<ChipSection> Sections)
{
    /// <summary>Every operation, blocks of a stack one after the other.</summary>
    public IEnumerable<PlacedOperation> Expand()
    {
        foreach (var section in Sections)
        {
            for (var block = 0; block < section.Count; block++)
            {
                var prefix = section.Stack.Length == 0 ? "" : $"{section.Stack}[{block.ToString(CultureInfo.InvariantCulture)}].";
                foreach (var operation in section.Operations)
                {
                    var slot = operation.Slot < 0 ? -1 : section.FirstDense + (block * section.DensePerBlock) + operation.Slot;
                    yield return new PlacedOperation(prefix + operation.Layer, operation, slot, section.IsTail);
                }
            }
        }
    }

    /// <summary>Bytes needed once per pass, of all operations.</summary>
    public long WeightBytes => Sum(operation => operation.WeightBytes);

    /// <summary>Dense products per row in linear layers.</summary>
    public long Products => Sum(operation => operation.Products);

    /// <summary>Weight tiles of all operations.</summary>
    public long Tiles => Sum(operation => operation.Tiles(Tile));

    private long Sum(Func<ChipOperation, long> value)
    {
        var sum = 0L;
        foreach (var section in Sections)
            foreach (var operation in section.Operations) sum = checked(sum + (value(operation) * section.Count));
        return sum;
    }
}
