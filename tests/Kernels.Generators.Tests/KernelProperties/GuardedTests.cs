using System.Globalization;

namespace Kernels.Generators.Tests.KernelProperties;

/// <summary>The instrument itself: its guards are there, and its fences notice one byte.</summary>
public sealed class GuardedTests
{
    [Fact]
    public void Fences_notice_a_byte_on_either_side()
    {
        using var memory = new Guarded(4096);
        foreach (var at in (int[])[-4, -1, 32, 35])
        {
            var span = memory.Place<float>(8, offset: 3, atEnd: true);
            memory.Check("nothing written");
            System.Runtime.CompilerServices.Unsafe.AddByteOffset(ref System.Runtime.InteropServices.MemoryMarshal.GetReference(System.Runtime.InteropServices.MemoryMarshal.AsBytes(span)), at) ^= 1;
            Assert.ThrowsAny<Exception>(() => memory.Check("one byte"));
        }
    }

    [Fact]
    public void The_page_behind_may_not_be_touched()
    {
        using var memory = new Guarded(4096);
        if (!OperatingSystem.IsLinux()) return;
        var after = memory.AfterLast;
        var line = File.ReadLines("/proc/self/maps").Single(line =>
        {
            var ends = line.Split(' ')[0].Split('-').Select(end => nint.Parse(end, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray();
            return ends[0] <= after && after < ends[1];
        });
        Assert.Equal("---p", line.Split(' ')[1]);
    }
}
