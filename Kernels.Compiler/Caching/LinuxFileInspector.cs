using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Kernels.Compiler.Caching;

/// <summary>Linux: <c>statx</c>, whose record is the same on every processor (statx(2)).</summary>
internal sealed unsafe partial class LinuxFileInspector : IFileInspector
{
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const int EmptyPath = 0x1000;
    private const uint Basic = 0x7ff;
    private const int NoSuchFile = 2;
    private const int NotAFolder = 20;
    private const int LongestPath = 4096;

    public uint User { get; } = geteuid();

    public string Resolve(string path)
    {
        var resolved = stackalloc byte[LongestPath];
        return realpath(path, resolved) != null
            ? Marshal.PtrToStringUTF8((nint)resolved)!
            : throw Fault(path, Marshal.GetLastPInvokeError());
    }

    public FileFacts? Look(string path)
    {
        if (statx(CurrentFolder, path, NoFollow, Basic, out var status) == 0) return FactsOf(status);
        var error = Marshal.GetLastPInvokeError();
        return error is NoSuchFile or NotAFolder ? null : throw Fault(path, error);
    }

    public FileFacts Look(SafeFileHandle file, string path) => statx((int)file.DangerousGetHandle(), "", EmptyPath, Basic, out var status) == 0
        ? FactsOf(status)
        : throw Fault(path, Marshal.GetLastPInvokeError());

    private static FileFacts FactsOf(in Status status) => new(
        (status.Mode & 0xf000) switch { 0x8000 => FileKind.File, 0x4000 => FileKind.Folder, _ => FileKind.Other },
        status.Owner, (UnixFileMode)(status.Mode & 0xfff), status.Links, ((ulong)status.DeviceMajor << 32) | status.DeviceMinor, status.Node);

    private static IOException Fault(string path, int error) => new($"{path}: {Marshal.GetPInvokeErrorMessage(error)}");

    [LibraryImport("libc")]
    private static partial uint geteuid();

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial byte* realpath(string path, byte* resolved);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int statx(int folder, string path, int flags, uint mask, out Status status);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(16)] public uint Links;
        [FieldOffset(20)] public uint Owner;
        [FieldOffset(28)] public ushort Mode;
        [FieldOffset(32)] public ulong Node;
        [FieldOffset(136)] public uint DeviceMajor;
        [FieldOffset(140)] public uint DeviceMinor;
    }
}
