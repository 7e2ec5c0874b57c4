using Kernels.Chip;
using Kernels.Model;

namespace Kernels.Testing.Checking;

/// <summary>Recorded activity on the emulated chip: the program must fit it, and the emulator's laws must hold.</summary>
internal static class ChipCheck
{
    // Of no layer in particular: laws name theirs.
    private const string Place = "chip";

    /// <summary>The first fault; null when there is none.</summary>
    public static (string Layer, string Problem)? Find(ChipProgram program, Activity activity)
    {
        try
        {
            var chip = CTransformer.Silicon28nm;
            return Find(Emulator.Run(chip, program, chip.Curve.Points[0], Phase.Prefill(activity)));
        }
        catch (ArgumentException fault)
        {
            return (Place, "the chip program does not fit what was recorded: " + fault.Message);
        }
    }

    /// <summary>The first law that a report breaks; null when there is none.</summary>
    public static (string Layer, string Problem)? Find(ChipReport report) =>
        EmulatorLaws.Check(report) is { Count: > 0 } broken ? (Place, "a law of the emulator is broken: " + broken[0]) : null;
}
