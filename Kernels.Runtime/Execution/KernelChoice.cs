using System.ComponentModel;
using Kernels.Model;

namespace Kernels.CompilerServices;

/// <summary>What generated code says when a variant was left out of the build.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class KernelChoice
{
    /// <summary>The error for a register width that a kernel was not generated for (MSBuild property <c>KernelsIsa</c>).</summary>
    public static Exception NotGenerated(Isa isa, string kernel) => new PlatformNotSupportedException(
        $"{kernel} was generated without the {Machine.Name(isa)} variant; add it to the KernelsIsa property or choose another ISA.");
}
