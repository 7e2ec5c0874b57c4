using Kernels.Model;

namespace Kernels.Chip;

/// <summary>What the stages of one phase share.</summary>
internal sealed class EmulationRun(ChipModel chip, ChipProgram program, OperatingPoint point)
{
    public ChipModel Chip { get; } = chip;

    public ChipProgram Program { get; } = program;

    public OperatingPoint Point { get; } = point;

    /// <summary>Cycles of the cores behind which the auxiliary unit can still hide.</summary>
    public Cycles Slack { get; set; }
}
