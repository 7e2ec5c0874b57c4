using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Kernels.Models;

namespace Kernels.Compiler;

/// <summary>Whether this process can compile and load code at all.</summary>
internal static class RunTimeSupport
{
    /// <summary>Refuses in one line what cannot work, before anything is tried.</summary>
    /// <exception cref="PlatformNotSupportedException">Native AOT, or an app in a single file.</exception>
    public static void Check(ModelSource source) => Check(source, RuntimeFeature.IsDynamicCodeSupported, LocationOfRuntime);

    public static void Check(ModelSource source, bool canLoadCode, string location)
    {
        if (!canLoadCode) throw new PlatformNotSupportedException(Messages.NoDynamicCode(source.ClassName));
        if (location.Length == 0) throw new PlatformNotSupportedException(Messages.SingleFileApp(source.ClassName));
    }

    // An empty location is what is asked about here, not a mistake.
    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "Empty means a single file, which is refused.")]
    private static string LocationOfRuntime => typeof(Network).Assembly.Location;
}
