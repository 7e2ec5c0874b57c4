using System.Collections.Generic;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>How one register width is written in C#: the same kernel text serves all four by asking this for its words.</summary>
internal sealed class IsaText
{
    private IsaText(Isa isa, int lanes, string suffix, string vector, int denseRows, int int8Rows, int maxVectors)
    {
        Isa = isa;
        Lanes = lanes;
        Suffix = suffix;
        Vector = vector;
        DenseRows = denseRows;
        Int8Rows = int8Rows;
        MaxVectors = maxVectors;
    }

    public static IReadOnlyList<IsaText> All { get; } =
    [
        new(Isa.Scalar, 1, "Scalar", "", 2, 2, 4),
        new(Isa.Vector128, 4, "128", "Vector128", 4, 2, 3),
        new(Isa.Vector256, 8, "256", "Vector256", 4, 2, 3),
        new(Isa.Vector512, 16, "512", "Vector512", 8, 4, 3),
    ];

    public Isa Isa { get; }

    /// <summary>f32 values in one register.</summary>
    public int Lanes { get; }

    /// <summary>The end of the names of this width's methods.</summary>
    public string Suffix { get; }

    /// <summary>The class of static vector methods; empty for scalar.</summary>
    public string Vector { get; }

    /// <summary>Rows of the f32 register tile: rows x vectors accumulators, vectors loaded, one broadcast fit the registers.</summary>
    public int DenseRows { get; }

    /// <summary>Rows of the INT8 register tile; a dot product of bytes needs temporaries.</summary>
    public int Int8Rows { get; }

    /// <summary>Registers that a panel of weights is wide, at most.</summary>
    public int MaxVectors { get; }

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

    public string MultiplyAdd(string x, string y, string accumulator) => "Lanes.MultiplyAdd(" + x + ", " + y + ", " + accumulator + ")";

    /// <summary>The registers of panels for a layer of this many outputs.</summary>
    public int Registers(int outputs) => (outputs + Lanes - 1) / Lanes;

    /// <summary>Registers per panel: as few panels as <see cref="MaxVectors"/> allows, of equal width where possible.</summary>
    public int VectorsPerPanel(int outputs)
    {
        var registers = Registers(outputs);
        var panels = (registers + MaxVectors - 1) / MaxVectors;
        return (registers + panels - 1) / panels;
    }
}
