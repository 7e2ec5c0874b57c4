using System.Text;

namespace Kernels.Models.Tokenizing;

/// <summary>
/// GPT-2's way of writing bytes as visible characters: the 188 printable Latin-1 characters stand for themselves, the
/// other 68 bytes, in order, are U+0100 and up (a space is U+0120).
/// </summary>
internal static class ByteAlphabet
{
    private const int Characters = 0x144;

    // Index is a character, value its byte; -1 where the character is none of the 256.
    private static readonly short[] ByteOf = Build();

    /// <summary>Turns a piece written in the alphabet (as UTF-8) into the bytes it stands for; these are never more.</summary>
    /// <returns>False when a character is outside the alphabet or the UTF-8 is faulty.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> utf8, Span<byte> bytes, out int count)
    {
        count = 0;
        while (!utf8.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(utf8, out var rune, out var used) != System.Buffers.OperationStatus.Done
                || rune.Value >= Characters || ByteOf[rune.Value] < 0)
                return false;
            bytes[count++] = (byte)ByteOf[rune.Value];
            utf8 = utf8[used..];
        }

        return true;
    }

    private static short[] Build()
    {
        var byteOf = new short[Characters];
        Array.Fill(byteOf, (short)-1);
        var next = 0x100;
        for (var value = 0; value < 256; value++)
            byteOf[IsVisible(value) ? value : next++] = (short)value;
        return byteOf;
    }

    private static bool IsVisible(int value) => value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
}
