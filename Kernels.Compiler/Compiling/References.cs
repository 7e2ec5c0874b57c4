using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Kernels.Model;
using Microsoft.CodeAnalysis;

namespace Kernels.Compiler.Compiling;

/// <summary>
/// What generated code references: a handful of the runtime's own assemblies, which is faster and takes far less memory than all
/// of them, and those of Kernels. A compiled class thereby belongs to this very runtime.
/// </summary>
internal static class References
{
    private static readonly string[] s_platform =
    [
        "System.Private.CoreLib", "System.Runtime", "System.Memory", "System.Collections", "System.Runtime.Intrinsics",
        "System.Runtime.InteropServices", "netstandard",
    ];

    private static readonly Lazy<MetadataReference[]> s_all = new(Find);

    /// <summary>The references, found once.</summary>
    /// <exception cref="PlatformNotSupportedException">An assembly is not there as a file.</exception>
    public static MetadataReference[] All => s_all.Value;

    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "Whoever gets here has asked for files; an empty path is refused below.")]
    private static MetadataReference[] Find()
    {
        Assembly[] own = [typeof(Isa).Assembly, typeof(Network).Assembly];
        var platform = (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "").Split(Path.PathSeparator);
        return
        [
            .. s_platform.Select(name => Reference(name, platform.FirstOrDefault(path => Path.GetFileName(path) == name + ".dll"))),
            .. own.Select(assembly => Reference(assembly.GetName().Name!, assembly.Location)),
        ];
    }

    private static MetadataReference Reference(string name, string? path) => string.IsNullOrEmpty(path)
        ? throw new PlatformNotSupportedException(Messages.NoAssemblyFile(name))
        : MetadataReference.CreateFromFile(path);
}
