using System.Globalization;
using System.Runtime.InteropServices;

namespace Kernels.Neon.Tests;

/// <summary>Compares two outcomes bit for bit; one NaN is like another.</summary>
internal static class Difference
{
    /// <summary>The first difference in words, or null.</summary>
    public static string? Find(KernelCase item, Outcome expected, Outcome actual)
    {
        if (expected.Result != actual.Result) return string.Create(CultureInfo.InvariantCulture, $"{item.Name}: gave {actual.Result} instead of {expected.Result}");
        var arguments = item.Arguments.Where(argument => argument.Memory is not null).ToArray();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!Argument.GuardsStand(expected.Memory[i]) || !Argument.GuardsStand(actual.Memory[i]))
                return string.Create(CultureInfo.InvariantCulture, $"{item.Name}: wrote outside buffer {i}");
            var place = arguments[i].IsFloats ? Floats(expected.Memory[i], actual.Memory[i]) : Bytes(expected.Memory[i], actual.Memory[i]);
            if (place is not null) return string.Create(CultureInfo.InvariantCulture, $"{item.Name}: buffer {i}, {place}");
        }

        return null;
    }

    private static string? Floats(byte[] expected, byte[] actual)
    {
        var left = MemoryMarshal.Cast<byte, float>(Values(expected));
        var right = MemoryMarshal.Cast<byte, float>(Values(actual));
        for (var i = 0; i < left.Length; i++)
        {
            if (float.IsNaN(left[i]) && float.IsNaN(right[i])) continue;
            var (bits, others) = (BitConverter.SingleToInt32Bits(left[i]), BitConverter.SingleToInt32Bits(right[i]));
            if (bits != others) return string.Create(CultureInfo.InvariantCulture, $"value {i}: {right[i]:G9} (0x{others:x8}) instead of {left[i]:G9} (0x{bits:x8})");
        }

        return null;
    }

    private static string? Bytes(byte[] expected, byte[] actual)
    {
        var same = Values(expected).CommonPrefixLength(Values(actual));
        return same == Values(expected).Length
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"byte {same}: {(sbyte)Values(actual)[same]} instead of {(sbyte)Values(expected)[same]}");
    }

    private static ReadOnlySpan<byte> Values(byte[] memory) => memory.AsSpan(Argument.Guard, memory.Length - (2 * Argument.Guard));
}
