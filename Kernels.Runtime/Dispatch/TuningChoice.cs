using System.Globalization;
using Kernels.Model;

namespace Kernels;

/// <summary>What a choice is about.</summary>
internal enum TunedPart
{
    /// <summary>Many rows of f32 take the inputs of a panel in blocks.</summary>
    Blocks,

    /// <summary>One row of f32 takes several panels side by side.</summary>
    Abreast,

    /// <summary>One row of 8-bit integers takes a panel of several tiles at once.</summary>
    Whole,

    /// <summary>The register width of products of 8-bit integers.</summary>
    Products,

    /// <summary>Pieces that a thread's share of a long operation is cut into.</summary>
    Pieces,
}

/// <summary>One choice that a tuning table makes: for kernels of a width and layers of a class of shapes.</summary>
/// <param name="Part">What it is about.</param>
/// <param name="Isa">The kernels' width; null: of all.</param>
/// <param name="Shape">The class of shapes as tables write it, or empty.</param>
/// <param name="Values">What can be chosen, the usual first.</param>
internal sealed record TuningChoice(TunedPart Part, Isa? Isa, string Shape, IReadOnlyList<int> Values)
{
    private static readonly int[] s_switch = [1, 0];

    /// <summary>The width of 8-bit products of the widest tier.</summary>
    public static TuningChoice Products { get; } = new(TunedPart.Products, Model.Isa.Vector512, "", [512, 256]);

    /// <summary>Pieces per thread.</summary>
    public static TuningChoice Pieces { get; } = new(TunedPart.Pieces, null, "", [4, 1, 2, 8]);

    /// <summary>Every choice that there is, in the order of tables. Kernels that have no other way to run have none.</summary>
    public static IReadOnlyList<TuningChoice> All { get; } =
    [
        .. from isa in Enum.GetValues<Isa>() from shape in (string[])["narrow", "wide"] select new TuningChoice(TunedPart.Blocks, isa, shape, s_switch),
        .. from isa in (Isa[])[Model.Isa.Vector128, Model.Isa.Vector256, Model.Isa.Vector512] from shape in (string[])["small", "large"] select new TuningChoice(TunedPart.Abreast, isa, shape, s_switch),
        .. from isa in (Isa[])[Model.Isa.Vector128, Model.Isa.Vector256] from shape in (string[])["small", "large"] select new TuningChoice(TunedPart.Whole, isa, shape, s_switch),
        Products,
        Pieces,
    ];

    /// <summary>Whether it is about the wide or large ones of two classes of shapes.</summary>
    public bool Second => Shape is "wide" or "large";

    /// <summary>f32 values of a register of the kernels.</summary>
    public int Lanes => Isa switch { Model.Isa.Scalar => 1, Model.Isa.Vector128 => 4, Model.Isa.Vector256 => 8, _ => 16 };

    /// <summary>The line of a table up to its value.</summary>
    public string Name =>
        $"{(Isa is { } isa ? Machine.Name(isa) : "all")} {Part.ToString().ToLowerInvariant()}{(Shape.Length == 0 ? "" : " " + Shape)}";

    /// <summary>A value as tables write it.</summary>
    public string Word(int value) => Values == s_switch ? value != 0 ? "on" : "off" : value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The name and a value: a whole line.</summary>
    public string Line(int value) => $"{Name} {Word(value)}";
}
