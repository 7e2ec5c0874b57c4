using System.Collections.Generic;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>How one register width is written in C#: the same kernel text serves all four by asking this for its words.</summary>
internal sealed class IsaText
{
    /// <summary>Bytes of a panel that stay in the first-level cache (32 KiB and more) beside the rows they meet.</summary>
    private const int BlockBytes = 32 * 1024;

    /// <summary>Panels of 8-bit weights that threads should have to share, where a layer is wide enough.</summary>
    private const int Shared = 8;

    private IsaText(Isa isa, int lanes, string suffix, string vector, int accumulators, int denseVectors, IReadOnlyList<int> int8Rows, int int8Vectors, int int8PanelVectors)
    {
        Isa = isa;
        Lanes = lanes;
        Suffix = suffix;
        Vector = vector;
        Accumulators = accumulators;
        DenseVectors = denseVectors;
        Int8Rows = int8Rows;
        Int8Vectors = int8Vectors;
        Int8PanelVectors = int8PanelVectors;
    }

    public static IReadOnlyList<IsaText> All { get; } =
    [
        new(Isa.Scalar, 1, "Scalar", "", 8, 4, [2, 1], 4, 4),
        new(Isa.Vector128, 4, "128", "Vector128", 12, 3, [4, 2, 1], 3, 12),
        new(Isa.Vector256, 8, "256", "Vector256", 12, 3, [4, 2, 1], 3, 12),
        new(Isa.Vector512, 16, "512", "Vector512", 24, 3, [4, 1], 3, 3),
    ];

    public Isa Isa { get; }

    /// <summary>f32 accumulators that the registers hold beside what a tile reads.</summary>
    public int Accumulators { get; }

    /// <summary>f32 values in one register.</summary>
    public int Lanes { get; }

    /// <summary>The end of the names of this width's methods.</summary>
    public string Suffix { get; }

    /// <summary>The class of static vector methods; empty for scalar.</summary>
    public string Vector { get; }

    /// <summary>Registers that a panel of f32 weights is wide, at most.</summary>
    public int DenseVectors { get; }

    /// <summary>Registers that an INT8 tile of rows is wide, at most.</summary>
    public int Int8Vectors { get; }

    /// <summary>
    /// Registers that a panel of INT8 weights is wide, at most: several tiles, where a dot product takes so long that one row needs many sums
    /// at once. Side by side in one panel they are read from memory in order.
    /// </summary>
    public int Int8PanelVectors { get; }

    /// <summary>Rows of the INT8 register tiles; a dot product of bytes needs temporaries.</summary>
    public IReadOnlyList<int> Int8Rows { get; }

    public bool IsScalar => Lanes == 1;

    public string FloatType => IsScalar ? "float" : Vector + "<float>";

    public string IntType => IsScalar ? "int" : Vector + "<int>";

    public string Zero => IsScalar ? "0f" : Vector + "<float>.Zero";

    public string ZeroInt => IsScalar ? "0" : Vector + "<int>.Zero";

    /// <summary>Reads the register that starts <paramref name="offset"/> values after a ref.</summary>
    public string Load(string reference, string offset) => IsScalar
        ? (offset == "0" ? reference : "Unsafe.Add(ref " + reference + ", " + offset + ")")
        : offset == "0"
            ? Vector + ".LoadUnsafe(ref " + reference + ")"
            : Vector + ".LoadUnsafe(ref Unsafe.Add(ref " + reference + ", " + offset + "))";

    /// <summary>Reads stored weights as f32.</summary>
    public string LoadWeights(WeightFormat format, string reference, string offset) => format == WeightFormat.BFloat16
        ? IsScalar ? $"Lanes.BFloat16ToFloat(Unsafe.Add(ref {reference}, {offset}))" : $"Lanes.BFloat16To{Suffix}(ref Unsafe.Add(ref {reference}, {offset}))"
        : Load(reference, offset);

    /// <summary>A statement that writes a register.</summary>
    public string Store(string value, string reference, string offset) => IsScalar
        ? (offset == "0" ? reference : "Unsafe.Add(ref " + reference + ", " + offset + ")") + " = " + value + ";"
        : offset == "0"
            ? Vector + ".StoreUnsafe(" + value + ", ref " + reference + ");"
            : Vector + ".StoreUnsafe(" + value + ", ref Unsafe.Add(ref " + reference + ", " + offset + "));";

    public string Broadcast(string value) => IsScalar ? value : Vector + ".Create(" + value + ")";

    public string Add(string left, string right) => IsScalar ? left + " + " + right : Vector + ".Add(" + left + ", " + right + ")";

    public string Subtract(string left, string right) => IsScalar ? left + " - " + right : Vector + ".Subtract(" + left + ", " + right + ")";

    public string Multiply(string left, string right) => IsScalar ? left + " * " + right : Vector + ".Multiply(" + left + ", " + right + ")";

    public string Divide(string left, string right) => IsScalar ? left + " / " + right : Vector + ".Divide(" + left + ", " + right + ")";

    public string MultiplyAdd(string x, string y, string accumulator) => "Lanes.MultiplyAdd(" + x + ", " + y + ", " + accumulator + ")";

    /// <summary>
    /// Rows of the f32 register tiles for a panel of so many registers, falling: rows x vectors accumulators, the vectors loaded and one
    /// broadcast fit the registers. Wide files of registers get a tile of half the rows too, for the rows that are left.
    /// </summary>
    /// <remarks>ARM64 has 32 registers, where <see cref="ElementLoopEmitter"/> makes use of six rows of three.</remarks>
    public IReadOnlyList<int> DenseRows(int vectors)
    {
        if (vectors == 3 && ElementLoopEmitter.Has(this)) return [6, 4, 1];
        var most = System.Math.Min(Accumulators / vectors, 8);
        return most > 4 && Lanes > 1 ? [most, 4, 1] : most > 1 ? [most, 1] : [1];
    }

    /// <summary>Inputs per block of an f32 panel: blocks of about equal length that stay in the first-level cache.</summary>
    public int DenseBlock(int inputs, int vectors)
    {
        var most = BlockBytes / (vectors * Lanes * sizeof(float));
        var blocks = (inputs + most - 1) / most;
        return blocks == 1 ? inputs : Padding.Up((inputs + blocks - 1) / blocks);
    }

    /// <summary>The registers of panels for a layer of this many outputs.</summary>
    public int Registers(int outputs) => (outputs + Lanes - 1) / Lanes;

    /// <summary>Registers per panel of f32 weights: as few panels as <see cref="DenseVectors"/> allows, of equal width where possible.</summary>
    public int DenseVectorsPerPanel(int outputs) => PerPanel(outputs, DenseVectors);

    /// <summary>Registers per panel of INT8 weights: whole tiles, as many as <see cref="Int8PanelVectors"/> allows and threads need not have for themselves.</summary>
    public int Int8VectorsPerPanel(int outputs)
    {
        if (Int8PanelVectors == Int8Vectors) return PerPanel(outputs, Int8Vectors);

        // Panels are what threads share, so a layer of middling width has some to share rather than the widest.
        var tiles = (Registers(outputs) + Int8Vectors - 1) / Int8Vectors;
        var together = System.Math.Max(2, System.Math.Min(Int8PanelVectors / Int8Vectors, tiles / Shared));
        return System.Math.Min(Registers(outputs), together * Int8Vectors);
    }

    private int PerPanel(int outputs, int most)
    {
        var registers = Registers(outputs);
        var panels = (registers + most - 1) / most;
        return (registers + panels - 1) / panels;
    }
}
