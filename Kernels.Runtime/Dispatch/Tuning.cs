using System.ComponentModel;
using Kernels.Model;

namespace Kernels.CompilerServices;

/// <summary>
/// What is faster on this processor among the ways that a kernel is written for, from the table that <see cref="TuningSource"/> finds when a
/// process begins. No choice changes a bit. docs/decisions/0010-tuning.md has the measurements.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Tuning
{
    /// <summary>From so many inputs on a panel of f32 weights counts as wide: its blocks are many, and it shares the second-level cache with little else.</summary>
    internal const int WideInputs = 1024;

    /// <summary>From so many weights on a layer counts as large: one row then reads it from memory or the last cache rather than from those of its core.</summary>
    internal const int LargeWeights = 1 << 18;

    // Lanes are powers of two (1, 4, 8, 16), so they are bits; those of the second class of shapes lie above.
    private const int SecondClass = 8;

    private static int s_blocks;
    private static int s_abreast;
    private static int s_whole;
    private static Isa s_products;

    static Tuning()
    {
        Source = TuningSource.OfProcess();
        Use(Source.Table);
    }

    /// <summary>Where the choices of this process came from.</summary>
    internal static TuningSource Source { get; private set; }

    /// <summary>The choices in use.</summary>
    internal static TuningTable Table { get; private set; } = TuningTable.Usual;

    /// <summary>Pieces that each thread's share of a long operation is cut into.</summary>
    internal static int PiecesPerThread { get; private set; }

    /// <summary>Whether many rows take the inputs of an f32 panel in blocks that stay in the first-level cache.</summary>
    /// <param name="lanes">f32 values of a register of the kernel that asks.</param>
    /// <param name="inputs">Inputs of the layer.</param>
    public static bool InBlocks(int lanes, int inputs) => Has(s_blocks, lanes, inputs >= WideInputs);

    /// <summary>Whether one row of f32 takes several panels side by side.</summary>
    /// <param name="lanes">f32 values of a register of the kernel that asks.</param>
    /// <param name="weights">Weights of the layer.</param>
    public static bool Abreast(int lanes, int weights) => Has(s_abreast, lanes, weights >= LargeWeights);

    /// <summary>Whether one row of 8-bit integers takes a panel of several tiles at once, rather than tile by tile.</summary>
    /// <param name="lanes">f32 values of a register of the kernel that asks.</param>
    /// <param name="weights">Weights of the layer.</param>
    public static bool WholePanel(int lanes, int weights) => Has(s_whole, lanes, weights >= LargeWeights);

    /// <summary>The register width of products of 8-bit integers in a tier.</summary>
    internal static Isa Products(Isa isa) => isa == Isa.Vector512 ? s_products : isa;

    /// <summary>
    /// Takes other choices from now on: for measuring them against each other. A network keeps the width that its 8-bit weights were packed for.
    /// </summary>
    internal static void Use(TuningTable table)
    {
        Table = table;
        s_blocks = Bits(TunedPart.Blocks);
        s_abreast = Bits(TunedPart.Abreast);
        s_whole = Bits(TunedPart.Whole);
        s_products = table[TuningChoice.Products] == 256 ? Isa.Vector256 : Isa.Vector512;
        PiecesPerThread = table[TuningChoice.Pieces];

        int Bits(TunedPart part) => TuningChoice.All.Where(choice => choice.Part == part && table[choice] != 0)
            .Sum(choice => choice.Lanes << (choice.Second ? SecondClass : 0));
    }

    /// <summary>Takes the choices of a source from now on.</summary>
    internal static void Use(TuningSource source)
    {
        Source = source;
        Use(source.Table);
    }

    private static bool Has(int bits, int lanes, bool second) => (bits & (second ? lanes << SecondClass : lanes)) != 0;
}
