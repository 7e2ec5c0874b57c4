using System.Runtime.InteropServices;

namespace Kernels.Compiler.Tests.Caching;

/// <summary>What .NET has no call for.</summary>
internal static partial class Native
{
    public static void Link(string existing, string name) => Assert.Equal(0, link(existing, name));

    public static void Pipe(string name) => Assert.Equal(0, mkfifo(name, 0x180));

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int link(string existing, string name);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mkfifo(string name, uint mode);
}
