using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Kernels.CompilerServices;
using Kernels.Model;

namespace Kernels;

/// <summary>
/// Which register widths this process can use, asked of the runtime once: what the processor lacks and what an environment
/// switch turns off are the same to us.
/// </summary>
public static class Machine
{
    /// <summary>The tiers of this process, narrowest first; <see cref="Isa.Scalar"/> is always there.</summary>
    public static IReadOnlyList<Isa> Isas { get; } = Find();

    /// <summary>The widest tier, which runs unless another is asked for.</summary>
    public static Isa Widest { get; } = Isas[^1];

    /// <summary>Whether a fused multiply-add is one instruction here; without it reference and kernels multiply, then add.</summary>
    public static bool HasFusedMultiplyAdd { get; } = Fma.IsSupported || AdvSimd.IsSupported;

    /// <summary>Whether kernels of a tier can run in this process.</summary>
    public static bool Has(Isa isa) => Isas.Contains(isa);

    /// <summary>
    /// The register width of products of 8-bit integers in a tier: in the widest one, half of it may be faster. The sums are the same integers.
    /// </summary>
    public static Isa IntegerTier(Isa isa) => Tuning.Products(isa);

    /// <summary>The tiers as <c>--isa</c> spells them, and the multiply-add, in one line.</summary>
    public static string Describe()
        => $"{string.Join(", ", Isas.Select(Name))}; {(HasFusedMultiplyAdd ? "fused multiply-add" : "no fused multiply-add")}";

    /// <summary>A tier as the command line spells it: <c>scalar</c>, <c>128</c>, <c>256</c> or <c>512</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such tier.</exception>
    public static string Name(Isa isa) => isa switch
    {
        Isa.Scalar => "scalar",
        Isa.Vector128 => "128",
        Isa.Vector256 => "256",
        Isa.Vector512 => "512",
        _ => throw new ArgumentOutOfRangeException(nameof(isa), isa, null),
    };

    private static Isa[] Find()
    {
        var found = new List<Isa> { Isa.Scalar };
        if (Vector128.IsHardwareAccelerated) found.Add(Isa.Vector128);
        if (Avx2.IsSupported && Fma.IsSupported) found.Add(Isa.Vector256);
        // PreferredVectorBitWidth=256 leaves the instructions but takes the width away: both must be there.
        if (Vector512.IsHardwareAccelerated && Avx512BW.IsSupported) found.Add(Isa.Vector512);
        return [.. found];
    }
}
