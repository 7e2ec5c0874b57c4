using System.Buffers.Binary;

namespace Kernels.Models.Tokenizing;

/// <summary>
/// The table of characters and what they become, as SentencePiece compiles it: a double-array trie (J. Aoe, "An efficient digital search
/// algorithm by using a double-array structure", 1989, in the layout of Darts-clone) and the texts that its leaves point into, each ended by a zero.
/// </summary>
internal sealed class CharacterMap
{
    /// <summary>The most bytes that one rule may look at.</summary>
    public const int LongestKey = 256;

    /// <summary>The most bytes that one rule may write.</summary>
    public const int LongestText = 256;

    private readonly uint[] _units;
    private readonly byte[] _texts;

    private CharacterMap(uint[] units, byte[] texts) => (_units, _texts) = (units, texts);

    /// <summary>Reads and checks a table.</summary>
    /// <param name="table">Four bytes that say how long the trie is, the trie, the texts.</param>
    /// <param name="path">The file that messages name.</param>
    /// <exception cref="ModelFormatException">It points outside itself, runs in a circle, or has rules beyond sense.</exception>
    public static CharacterMap Read(ReadOnlySpan<byte> table, string path)
    {
        if (table.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(table) is var length && (length < 4 || length > table.Length - 4))
            throw new ModelFormatException(path, Messages.CharacterMapCut);
        var trie = table.Slice(4, (int)length);
        var units = new uint[trie.Length / 4];
        for (var i = 0; i < units.Length; i++)
            units[i] = BinaryPrimitives.ReadUInt32LittleEndian(trie[(4 * i)..]);
        var map = new CharacterMap(units, table[(4 + trie.Length)..].ToArray());
        new CharacterMapCheck(units, map._texts, path).Run();
        return map;
    }

    /// <summary>Finds the longest rule that a text begins with.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="length">How many bytes of it the rule takes; 0: there is none.</param>
    /// <returns>What they become, which may be nothing.</returns>
    public ReadOnlySpan<byte> Longest(ReadOnlySpan<byte> text, out int length)
    {
        length = 0;
        var found = 0;
        var at = Target(_units, 0);
        for (var i = 0; i < text.Length; i++)
        {
            at ^= text[i];
            if ((uint)at >= (uint)_units.Length || Label(_units[at]) != text[i])
                break;
            var ends = HasLeaf(_units[at]);
            at = Target(_units, at);
            if (ends)
                (found, length) = (Value(_units[at]), i + 1);
        }

        return length == 0 ? [] : TextAt(_texts, found);
    }

    /// <summary>Whether a rule ends where the unit leads.</summary>
    public static bool HasLeaf(uint unit) => (unit >> 8 & 1) != 0;

    /// <summary>The byte that leads to a unit; above 255 where the unit is a leaf.</summary>
    public static uint Label(uint unit) => unit & 0x8000_00FF;

    /// <summary>Where in the texts a leaf points.</summary>
    public static int Value(uint unit) => (int)(unit & 0x7FFF_FFFF);

    /// <summary>Where the children of a unit are counted from: a child stands at this place with its byte flipped in.</summary>
    public static int Target(uint[] units, int at) => at ^ (int)((units[at] >> 10) << (int)((units[at] & 0x200) >> 6));

    /// <summary>The text that starts at a place.</summary>
    public static ReadOnlySpan<byte> TextAt(byte[] texts, int start)
    {
        var text = texts.AsSpan(start);
        return text.IndexOf((byte)0) is >= 0 and var end ? text[..end] : text;
    }
}
