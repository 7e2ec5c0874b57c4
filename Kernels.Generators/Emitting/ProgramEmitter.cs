using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>The chip program as a C# expression, one line per operation.</summary>
internal static class ProgramEmitter
{
    private const string M = "global::Kernels.Model.";

    public static void Emit(CodeWriter code, ChipProgram program)
    {
        code.Line($"new {M}ChipProgram(new {M}ChipTile({program.Tile.Inputs}, {program.Tile.Outputs}), new {M}EquatableList<{M}ChipSection>(new {M}ChipSection[]");
        code.Line("{");
        foreach (var section in program.Sections)
        {
            code.Line($"    new({Literal.Of(section.Stack)}, {section.Count}, {section.FirstDense}, {section.DensePerBlock}, {Literal.Of(section.IsTail)}, "
                + $"new {M}EquatableList<{M}ChipOperation>(new {M}ChipOperation[]");
            code.Line("    {");
            foreach (var operation in section.Operations) code.Line("        " + Operation(operation));
            code.Line("    })),");
        }

        code.Line("}));");
    }

    private static string Operation(ChipOperation o) =>
        $"new({Literal.Of(o.Layer)}, {M}ChipKind.{o.Kind}, {Literal.Of(o.Slot)}, {o.Inputs}, {o.Outputs}, {o.Steps}, {o.Heads}, {o.WeightBytes}, {o.RowBytes}, "
        + $"global::Kernels.Placement.{o.Placement}){Extras(o)},";

    // Said only where rows are images, or keys not those of the rows before.
    private static string Extras(ChipOperation o) => o switch
    {
        { Keys: not AttentionKind.Causal } => $" {{ Keys = {M}AttentionKind.{o.Keys} }}",
        { Positions: 1, ImageValues: 0, ResultValues: 0 } => "",
        _ => $" {{ Positions = {o.Positions}, ImageValues = {o.ImageValues}, ResultValues = {o.ResultValues} }}",
    };
}
