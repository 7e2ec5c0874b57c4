using Kernels.Model;

namespace Kernels.Chip;

/// <summary>Refuses programs with sizes that no network has. Those that the generator writes have none.</summary>
internal static class ProgramCheck
{
    public static void Check(ChipProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        if (program.Tile is not { Inputs: > 0, Outputs: > 0 })
            throw Refused($"The weight tile is {program.Tile?.Inputs ?? 0} x {program.Tile?.Outputs ?? 0}. Both sides must be 1 or more, as of ChipTile.Usual.");
        if (program.Sections is null) throw Refused($"The program has no list of sections. Give one, if only an empty one.");
        foreach (var section in program.Sections)
        {
            if (section is not { Stack: not null, Operations: not null, Count: > 0 })
                throw Refused($"A section has {section?.Count ?? 0} blocks, or no name or operations. It must have all of them, and 1 block or more.");
            foreach (var operation in section.Operations) Check(operation);
        }
    }

    private static void Check(ChipOperation operation)
    {
        if (operation?.Layer is null) throw Refused($"An operation has no name. Give it that of its layer.");
        if (!Enum.IsDefined(operation.Kind)) throw Refused($"{operation.Layer} is of the kind {operation.Kind}, which does not exist. Use one of {nameof(ChipKind)}.");
        Least(operation, "inputs", operation.Inputs, 1);
        Least(operation, "outputs", operation.Outputs, 1);
        Least(operation, "time steps", operation.Steps, operation.Kind is ChipKind.Encoder or ChipKind.Neuron or ChipKind.Integrator ? 1 : 0);
        Least(operation, "heads", operation.Heads, operation.Kind == ChipKind.Attention ? 1 : 0);
        Least(operation, "windows", operation.Positions, 1);
        Least(operation, "values of an image", operation.ImageValues, 0);
        Least(operation, "values of results", operation.ResultValues, 0);
        Least(operation, "bytes of weights", operation.WeightBytes, 0);
        Least(operation, "bytes per row", operation.RowBytes, 0);
    }

    private static void Least(ChipOperation operation, string what, long value, long least)
    {
        if (value < least) throw Refused($"{operation.Layer} has {value} {what}. Give it {least} or more.");
    }

    private static ArgumentException Refused(FormattableString message) => new(FormattableString.Invariant(message), "program");
}
