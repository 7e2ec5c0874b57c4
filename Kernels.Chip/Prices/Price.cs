namespace Kernels.Chip;

/// <summary>What one event costs, and how that is known.</summary>
/// <param name="Event">The event.</param>
/// <param name="Value">Its energy at <paramref name="Reference"/>.</param>
/// <param name="Reference">The operating point that the value belongs to.</param>
/// <param name="Scaling">How it changes with the operating point.</param>
/// <param name="Status">How it is known.</param>
/// <param name="Node">The process that it is for.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record Price(
    ChipEvent Event, Energy Value, OperatingPoint Reference, PriceScaling Scaling, PriceStatus Status, string Node, string Source)
{
    /// <summary>
    /// The price at an operating point: times (V / V0) squared for what switches; for leakage also times f0 / f, because a slower cycle
    /// leaks longer; external memory has a supply of its own.
    /// </summary>
    public Energy At(OperatingPoint point) => point is null ? throw new ArgumentNullException(nameof(point)) : Scaling switch
    {
        PriceScaling.Switching => Value * point.Supply.SquaredAgainst(Reference.Supply),
        PriceScaling.Leaking => Value * (point.Supply.SquaredAgainst(Reference.Supply) * (Reference.Clock.Hertz / point.Clock.Hertz)),
        PriceScaling.Fixed => Value,
        _ => throw new InvalidOperationException("a scaling without a rule: " + Scaling),
    };
}

/// <summary>How a price changes with the operating point.</summary>
public enum PriceScaling
{
    /// <summary>Capacitance switched: (V / V0) squared.</summary>
    Switching,

    /// <summary>A current that flows all the time: power times (V / V0) squared, over the length of a cycle.</summary>
    Leaking,

    /// <summary>Not at all.</summary>
    Fixed,
}
