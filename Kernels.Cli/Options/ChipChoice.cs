using System.CommandLine;
using Kernels.Chip;

namespace Kernels.Cli;

/// <summary>The options that say at which voltage and clock the chip is emulated.</summary>
internal sealed class ChipChoice
{
    private readonly Option<double> _volts;
    private readonly Option<double> _megahertz;

    /// <summary>Adds the options to a command. Values outside the chip's range cannot be meant.</summary>
    public ChipChoice(Command command)
    {
        var curve = Silicon.Curve;
        _volts = new("--volts")
        {
            Description = Messages.VoltsHelp(string.Join(", ", curve.Points)), HelpName = "V", CustomParser = result => Parsers.Real(result, curve.Lowest.Volts, curve.Highest.Volts),
            DefaultValueFactory = _ => curve.Lowest.Volts,
        };
        _megahertz = new("--mhz")
        {
            Description = Messages.MegahertzHelp, HelpName = "F",
            CustomParser = result => Parsers.Real(result, curve.LowestClock.Megahertz, curve.HighestClock.Megahertz),
            DefaultValueFactory = _ => curve.LowestClock.Megahertz,
        };
        command.Options.Add(_volts);
        command.Options.Add(_megahertz);
    }

    /// <summary>The chip.</summary>
    public static ChipModel Silicon => CTransformer.Silicon28nm;

    /// <summary>Voltage and clock.</summary>
    /// <exception cref="UsageException">The clock is too fast for the voltage.</exception>
    public OperatingPoint Read(ParseResult parsed)
    {
        var (volts, megahertz) = (parsed.GetValue(_volts), parsed.GetValue(_megahertz));
        var point = OperatingPoint.Of(volts, megahertz);
        return Silicon.Curve.Carries(point) ? point
            : throw new UsageException(Messages.TooFast(megahertz, volts, FastestAt(point.Supply), ThriftiestFor(megahertz)));
    }

    /// <summary>In hundredths of a megahertz, rounded so that the voltage carries it.</summary>
    private static double FastestAt(Voltage supply) => Math.Floor(Silicon.Curve.HighestAt(supply).Megahertz * 100) / 100;

    /// <summary>In thousandths of a volt, rounded so that it carries the clock.</summary>
    private static double ThriftiestFor(double megahertz)
    {
        var curve = Silicon.Curve;
        var thousandths = (int)Math.Floor(curve.LowestFor(Frequency.FromMegahertz(megahertz)).Volts * 1000);
        while (thousandths / 1000.0 < curve.Highest.Volts && !curve.Carries(OperatingPoint.Of(thousandths / 1000.0, megahertz))) thousandths++;
        return Math.Min(thousandths / 1000.0, curve.Highest.Volts);
    }
}
