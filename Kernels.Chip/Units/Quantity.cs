namespace Kernels.Chip;

/// <summary>What all quantities promise: a finite number that is not negative. An absurd figure ends here, not in a table.</summary>
internal static class Quantity
{
    /// <summary>The value, when it is finite and not negative.</summary>
    /// <exception cref="OverflowException">It is not.</exception>
    public static double Of(double value, string unit) =>
        double.IsFinite(value) && value >= 0 ? value : throw new OverflowException($"{value} {unit} is no quantity: it must be finite and not negative.");

    /// <summary>The value, when something can be divided by it.</summary>
    /// <exception cref="ArgumentException">It is not above zero.</exception>
    public static double Divisor(double value, string unit) => value > 0
        ? value
        : throw new ArgumentException(FormattableString.Invariant($"{value} {unit} is nothing to divide by. Ask first whether it is above 0."));
}
