using Kernels.Model;

namespace Kernels.Chip;

/// <summary>The prices of a chip: one for every event.</summary>
public sealed record PriceTable
{
    /// <param name="prices">One per event.</param>
    /// <exception cref="ArgumentException">An event has no price, or two.</exception>
    public PriceTable(IEnumerable<Price> prices)
    {
        ArgumentNullException.ThrowIfNull(prices);
        Prices = prices.Select(price => price ?? throw new ArgumentException("A price is null. Give one for every event.", nameof(prices))).OrderBy(price => price.Event).ToEquatableList();
        if (!Prices.Select(price => price.Event).SequenceEqual(Enum.GetValues<ChipEvent>()))
            throw new ArgumentException("Every event needs exactly one price.", nameof(prices));
    }

    /// <summary>The prices, in the order of the events.</summary>
    public EquatableList<Price> Prices { get; }

    /// <summary>The price of an event.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such event.</exception>
    public Price this[ChipEvent what] => Enum.IsDefined(what)
        ? Prices[(int)what]
        : throw new ArgumentOutOfRangeException(nameof(what), $"{what} is no event that has a price. Use one of {nameof(ChipEvent)}.");

    /// <summary>What an event costs at an operating point.</summary>
    public Energy At(ChipEvent what, OperatingPoint point) => this[what].At(point);
}
