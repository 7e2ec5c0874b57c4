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
        if (!canLoadCode) throw Refuse(source, "an app compiled ahead of time cannot load new code");
        if (location.Length == 0) throw Refuse(source, "the compiler needs the app's assemblies as files, and a single-file app has none");
    }

    // An empty location is what is asked about here, not a mistake.
    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "Empty means a single file, which is refused.")]
    private static string LocationOfRuntime => typeof(Network).Assembly.Location;

    private static PlatformNotSupportedException Refuse(ModelSource source, string reason) => new(
        $"{source.ClassName} cannot be compiled at run time: {reason}. Print the class with 'kernels import' and build it into the app, "
        + "or publish the app without PublishAot and PublishSingleFile.");
}
