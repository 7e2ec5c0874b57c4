using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace Kernels;

/// <summary>The maker and family of this machine's processor, which tuning tables are named after.</summary>
internal static class ProcessorFamily
{
    private const string AmdMaker = "AuthenticAMD";

    // Of the processor's own number: the family, and what is added to one of 15 (AMD64 manual, volume 3, function 1; Intel, volume 2, CPUID).
    private const int BaseFamilyAt = 8;
    private const int MoreFamilyAt = 20;
    private const int Extended = 15;

    /// <summary>As <c>AuthenticAMD-25</c>; null where the processor does not tell.</summary>
    public static string? Name { get; } = Find();

    /// <summary>The name, or the word for every processor.</summary>
    public static string NameOrAny => Name ?? TuningTable.AnyProcessor;

    /// <summary>Whether AMD made it.</summary>
    public static bool IsAmd => Name?.StartsWith(AmdMaker, StringComparison.Ordinal) == true;

    private static string? Find()
    {
        if (!X86Base.IsSupported) return null;
        var (_, b, c, d) = X86Base.CpuId(0, 0);
        var maker = Encoding.ASCII.GetString(MemoryMarshal.AsBytes((ReadOnlySpan<int>)[b, d, c]));
        if (!maker.All(char.IsAsciiLetterOrDigit)) return null;
        var (signature, _, _, _) = X86Base.CpuId(1, 0);
        var family = (signature >> BaseFamilyAt) & 0xF;
        if (family == Extended) family += (signature >> MoreFamilyAt) & 0xFF;
        return string.Create(CultureInfo.InvariantCulture, $"{maker}-{family}");
    }
}
