namespace Kernels.Chip;

/// <summary>What a published figure was used for.</summary>
public enum FigureUse
{
    /// <summary>The model was solved for it: that it is met says nothing.</summary>
    Calibrated,

    /// <summary>The model never saw it.</summary>
    Predicted,

    /// <summary>Arithmetic on figures that were calibrated or published: met by construction.</summary>
    Follows,
}

/// <summary>A published figure beside what the model says.</summary>
/// <param name="Id">Its name in docs/chip.md.</param>
/// <param name="What">What it is.</param>
/// <param name="Unit">Of all three values.</param>
/// <param name="Published">As printed.</param>
/// <param name="Lowest">The lowest value that counts as met: tolerances were set before the model was run.</param>
/// <param name="Highest">The highest.</param>
/// <param name="Model">What the model says.</param>
/// <param name="Point">The operating point of the model's figure, null where it has none; whether the published one belongs to it is often a reading.</param>
/// <param name="Use">What it was used for.</param>
/// <param name="From">The figure that it follows from; empty when it follows from none.</param>
public sealed record PublishedFigure(
    string Id, string What, string Unit, string Published, double Lowest, double Highest, double Model, OperatingPoint? Point, FigureUse Use, string From = "")
{
    /// <summary>Whether the model's figure lies within the tolerance.</summary>
    public bool IsMet => Model >= Lowest && Model <= Highest;

    internal static PublishedFigure Of(
        string id, string what, string unit, string published, double value, double tolerance, double model, OperatingPoint? point, FigureUse use, string from = "") =>
        new(id, what, unit, published, value * (1 - tolerance), value * (1 + tolerance), model, point, use, from);
}
