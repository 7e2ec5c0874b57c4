using System.Globalization;

namespace Kernels.Model;

/// <summary>
/// The largest sizes that are accepted. They keep every product of sizes within 64 bits and every offset within a row in 32,
/// so that planning and emitting need no second check.
/// </summary>
public static class Limits
{
    /// <summary>Values per row, rows of a table, positions of a sequence.</summary>
    public const int Width = 1_048_576;

    /// <summary>Values of one matrix or table.</summary>
    public const long MatrixValues = int.MaxValue;

    /// <summary>Inputs of a linear layer on 8-bit integers: so many products of 127 x 127 fit a sum of 32 bits, whatever the values.</summary>
    public const int Int8Inputs = int.MaxValue / (127 * 127);

    /// <summary>Rows or columns of a window that moves over an image, and positions from one window to the next.</summary>
    public const int Kernel = 1_024;

    /// <summary>Time steps of a train of spikes.</summary>
    public const int Steps = 1_024;

    /// <summary>Values of one row of currents: time steps times width.</summary>
    public const int TrainValues = 16_777_216;

    /// <summary>Blocks of one stack.</summary>
    public const int StackCount = 1_024;

    /// <summary>Layers, and likewise operations, of one definition.</summary>
    public const int Operations = 4_096;

    /// <summary>Characters of a weight name.</summary>
    public const int NameLength = 200;

    /// <summary>Rows of a table of biases for distances.</summary>
    public const int Buckets = 1_024;

    /// <summary>A number as messages print it, with commas between thousands.</summary>
    public static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
