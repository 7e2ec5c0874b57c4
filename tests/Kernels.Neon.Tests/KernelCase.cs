using System.Runtime.InteropServices;

namespace Kernels.Neon.Tests;

/// <summary>An argument of a kernel: a number, or memory between two guards that nothing may write.</summary>
internal sealed class Argument
{
    /// <summary>Bytes of each guard.</summary>
    public const int Guard = 64;

    private const byte GuardByte = 0xA5;

    private Argument(int number, byte[]? memory, bool isFloats)
    {
        Number = number;
        Memory = memory;
        IsFloats = isFloats;
    }

    public int Number { get; }

    /// <summary>Guard, values, guard; null for a number.</summary>
    public byte[]? Memory { get; }

    public bool IsFloats { get; }

    public static Argument Of(int number) => new(number, null, false);

    public static Argument Of(float[] values) => new(0, Guarded(MemoryMarshal.AsBytes<float>(values)), true);

    public static Argument Of(int[] values) => new(0, Guarded(MemoryMarshal.AsBytes<int>(values)), false);

    public static Argument Of(ushort[] values) => new(0, Guarded(MemoryMarshal.AsBytes<ushort>(values)), false);

    public static Argument Of(byte[] values) => new(0, Guarded(values), false);

    public static Argument Of(sbyte[] values) => new(0, Guarded(MemoryMarshal.AsBytes<sbyte>(values)), false);

    /// <summary>Whether both guards of some memory are as they were made.</summary>
    public static bool GuardsStand(byte[] memory) =>
        !memory.AsSpan(0, Guard).ContainsAnyExcept(GuardByte) && !memory.AsSpan(memory.Length - Guard).ContainsAnyExcept(GuardByte);

    private static byte[] Guarded(ReadOnlySpan<byte> values)
    {
        var memory = new byte[values.Length + (2 * Guard)];
        memory.AsSpan().Fill(GuardByte);
        values.CopyTo(memory.AsSpan(Guard));
        return memory;
    }
}

/// <summary>One call of one kernel.</summary>
internal sealed record KernelCase(int Kernel, string Name, IReadOnlyList<Argument> Arguments);

/// <summary>What a call gave back, and all memory as it left it, in the order of the arguments.</summary>
internal sealed record Outcome(int Result, IReadOnlyList<byte[]> Memory);
