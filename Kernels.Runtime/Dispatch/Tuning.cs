using System.ComponentModel;
using System.Runtime.Intrinsics.X86;

namespace Kernels.CompilerServices;

/// <summary>
/// What is faster on this processor among the ways that a kernel is written for. No choice changes a bit, and none changes while a process
/// runs. docs/decisions/0010-tuning.md has the measurements.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Tuning
{
    /// <summary>The environment variable that decides instead of the processor's maker: <c>1</c> or <c>0</c>.</summary>
    public const string Variable = "KERNELS_BLOCKS";

    /// <summary>
    /// Whether many rows take the inputs of an f32 panel in blocks that stay in the first-level cache. Cores of AMD (family 26) read the second
    /// level at 64 bytes per cycle, four times what a tile needs, and only lose the partial sums' way there and back; those of Intel gain.
    /// </summary>
    public static bool InBlocks { get; } = Environment.GetEnvironmentVariable(Variable) switch { "1" => true, "0" => false, _ => !IsAmd() };

    private static bool IsAmd()
    {
        if (!X86Base.IsSupported) return false;
        var (_, b, c, d) = X86Base.CpuId(0, 0);
        return (b, d, c) == (0x68747541, 0x69746E65, 0x444D4163); // "Auth" "enti" "cAMD"
    }
}
