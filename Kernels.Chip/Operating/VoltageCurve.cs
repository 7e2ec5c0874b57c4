using Kernels.Model;

namespace Kernels.Chip;

/// <summary>The highest clock at each voltage: straight lines between points of rising voltage.</summary>
/// <param name="Points">At least two, of rising voltage and of clocks that do not fall; what lies outside is refused.</param>
/// <param name="LowestClock">The lowest clock that is allowed at any voltage.</param>
public sealed record VoltageCurve(EquatableList<OperatingPoint> Points, Frequency LowestClock)
{
    /// <summary>The points; two or more.</summary>
    public EquatableList<OperatingPoint> Points { get; init => field = Checked(value); } = Checked(Points);

    /// <summary>The lowest clock that is allowed at any voltage.</summary>
    public Frequency LowestClock { get; init => field = Checked(value); } = Checked(LowestClock);

    /// <summary>The lowest voltage.</summary>
    public Voltage Lowest => Points[0].Supply;

    /// <summary>The highest voltage.</summary>
    public Voltage Highest => Points[Points.Count - 1].Supply;

    /// <summary>The highest clock at the highest voltage.</summary>
    public Frequency HighestClock => Points[Points.Count - 1].Clock;

    /// <summary>The highest clock at a voltage.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The voltage is outside the range.</exception>
    public Frequency HighestAt(Voltage supply)
    {
        for (var i = 1; i < Points.Count; i++)
        {
            var (low, high) = (Points[i - 1], Points[i]);
            if (supply.Volts < low.Supply.Volts || supply.Volts > high.Supply.Volts) continue;
            var share = (supply.Volts - low.Supply.Volts) / (high.Supply.Volts - low.Supply.Volts);
            return Frequency.FromMegahertz(low.Clock.Megahertz + (share * (high.Clock.Megahertz - low.Clock.Megahertz)));
        }

        throw new ArgumentOutOfRangeException(nameof(supply), $"{supply} is outside {Lowest} to {Highest}.");
    }

    /// <summary>The lowest voltage that carries a clock.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No voltage does.</exception>
    public Voltage LowestFor(Frequency clock)
    {
        if (clock.Hertz <= Points[0].Clock.Hertz) return Lowest;
        for (var i = 1; i < Points.Count; i++)
        {
            var (low, high) = (Points[i - 1], Points[i]);
            if (clock.Hertz > high.Clock.Hertz) continue;
            var share = (clock.Hertz - low.Clock.Hertz) / (high.Clock.Hertz - low.Clock.Hertz);
            return Voltage.FromVolts(low.Supply.Volts + (share * (high.Supply.Volts - low.Supply.Volts)));
        }

        throw new ArgumentOutOfRangeException(nameof(clock), $"{clock} is above the highest clock, {HighestClock}.");
    }

    /// <summary>Whether a voltage of the range carries a clock that is fast enough. A clock computed from this curve may differ from it in the last bit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The voltage is outside the range.</exception>
    public bool Carries(OperatingPoint point) => (point ?? throw new ArgumentNullException(nameof(point))).Clock.Hertz <= HighestAt(point.Supply).Hertz * (1 + 1e-12);

    /// <summary>The point itself, when the chip can run there.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The voltage or the clock is outside the range, or the clock too high for the voltage.</exception>
    public OperatingPoint Check(OperatingPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        var highest = HighestAt(point.Supply);
        if (point.Clock.Hertz < LowestClock.Hertz)
            throw new ArgumentOutOfRangeException(nameof(point), $"{point.Clock} is below the lowest clock, {LowestClock}.");
        if (!Carries(point))
            throw new ArgumentOutOfRangeException(nameof(point), $"{point.Clock} is too fast for {point.Supply}, which carries {highest} at most.");
        return point;
    }

    private static EquatableList<OperatingPoint> Checked(EquatableList<OperatingPoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Count < 2 || points.Any(point => point is null))
            throw new ArgumentException(FormattableString.Invariant($"The curve has {points.Count(point => point is not null)} points. Give two or more."), nameof(points));
        for (var i = 1; i < points.Count; i++)
        {
            var (low, high) = (points[i - 1], points[i]);
            if (!(low.Supply.Volts < high.Supply.Volts) || low.Clock.Hertz > high.Clock.Hertz)
                throw new ArgumentException($"{high} follows {low} on the curve. Give points of rising voltage, each voltage once, and of clocks that do not fall.", nameof(points));
        }

        return points;
    }

    private static Frequency Checked(Frequency clock)
    {
        _ = clock.Ticking;
        return clock;
    }
}
