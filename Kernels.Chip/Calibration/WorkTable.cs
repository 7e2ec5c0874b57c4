using Kernels.Model;

namespace Kernels.Chip;

/// <summary>A network of which only the sizes are known: its blocks' linear layers as a program, without embeddings and norms.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="Source">Where the sizes come from.</param>
/// <param name="Program">The linear layers of its blocks.</param>
public sealed record WorkTable(string Name, string Source, ChipProgram Program)
{
    /// <summary>Tokens of a sequence (assumed; not public).</summary>
    public const int Tokens = 1024;

    /// <summary>The same with causal self-attention, which the counting per token leaves out.</summary>
    /// <param name="heads">Heads of 64; one or more.</param>
    public WorkTable WithAttention(int heads) => heads < 1 ? throw new ArgumentOutOfRangeException(nameof(heads), $"{heads} heads attend to nothing. Give 1 or more.") : this with
    {
        Name = Name + " with self-attention",
        Program = Program with
        {
            Sections = Program.Sections.Select(section => section with
            {
                Operations = section.Operations
                    .Prepend(new ChipOperation("Attend", ChipKind.Attention, -1, 3 * 64 * heads, 64 * heads, 0, heads, 0, 0, Placement.Dense)).ToEquatableList(),
            }).ToEquatableList(),
        },
    };

    internal static WorkTable Of(string name, string source, int blocks, params (string Layer, int Inputs, int Outputs)[] layers)
    {
        var operations = layers.Select((layer, slot) => new ChipOperation(
            layer.Layer, ChipKind.Linear, slot, layer.Inputs, layer.Outputs, 0, 0, (long)layer.Inputs * layer.Outputs, 0, Placement.OfMode)).ToEquatableList();
        return new(name, source, new ChipProgram(ChipTile.Usual, new EquatableList<ChipSection>([new("Blocks", blocks, 0, layers.Length, false, operations)])));
    }
}
