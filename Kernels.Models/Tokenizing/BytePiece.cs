using System.Globalization;

namespace Kernels.Models.Tokenizing;

/// <summary>Pieces that stand for one byte and are written <c>&lt;0x0A&gt;</c>: two digits, letters capital.</summary>
internal static class BytePiece
{
    /// <summary>Reads such a piece.</summary>
    /// <param name="piece">The piece, UTF-8.</param>
    /// <param name="value">The byte.</param>
    public static bool TryParse(ReadOnlySpan<byte> piece, out byte value)
    {
        value = 0;
        return piece.Length == 6 && piece.StartsWith("<0x"u8) && piece[5] == '>' && !piece[3..5].ContainsAnyInRange((byte)'a', (byte)'f')
            && byte.TryParse(piece[3..5], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
