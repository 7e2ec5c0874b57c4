using System.Buffers;
using System.Text;

namespace Kernels.Models.Tokenizing;

/// <summary>
/// What SentencePiece makes of a text before it cuts it: characters are mapped, spaces dropped, added and marked. Pieces that
/// the user defined are left alone.
/// </summary>
/// <param name="model">The rules about spaces.</param>
/// <param name="map">The table of characters; null: none.</param>
/// <param name="defined">The pieces that the user defined; null: none.</param>
internal sealed class PieceNormalizer(PieceModel model, CharacterMap? map, PieceTrie? defined) : ITextPreparation
{
    private readonly bool _dropsSpaces = model.DropsSpaces;
    private readonly bool _marksSpaces = model.MarksSpaces;
    private readonly bool _spaceBefore = model.AddsSpace && !model.SpaceAtEnd;
    private readonly bool _spaceAfter = model.AddsSpace && model.SpaceAtEnd;

    /// <summary>U+2581, which stands for a space.</summary>
    public static ReadOnlySpan<byte> SpaceMark => "\u2581"u8;

    private ReadOnlySpan<byte> Space => _marksSpaces ? SpaceMark : " "u8;

    /// <summary>Appends the normalised text as one word.</summary>
    public void Prepare(ReadOnlySpan<byte> text, bool first, ByteBuffer output, List<int> ends)
    {
        Normalize(text, output);
        ends.Add(output.Length);
    }

    private void Normalize(ReadOnlySpan<byte> text, ByteBuffer output)
    {
        var start = output.Length;
        int used;
        if (_dropsSpaces)
            while (!text.IsEmpty && Next(text, out used).SequenceEqual(" "u8))
                text = text[used..];
        if (text.IsEmpty)
            return;

        if (_spaceBefore)
            output.Add(Space);
        for (var afterSpace = _dropsSpaces; !text.IsEmpty; text = text[used..])
        {
            var part = Next(text, out used);
            if (afterSpace)
                part = part.TrimStart((byte)' ');
            if (!part.IsEmpty)
            {
                AddMarked(part, output);
                afterSpace = part[^1] == ' ';
            }

            afterSpace &= _dropsSpaces;
        }

        if (_dropsSpaces)
            while (output.Written[start..].EndsWith(Space))
                output.Cut(output.Length - Space.Length);
        if (_spaceAfter)
            output.Add(Space);
    }

    /// <summary>Appends a piece as a text shows it: with spaces for their marks.</summary>
    public static void AddUnmarked(ReadOnlySpan<byte> piece, ByteBuffer output)
    {
        for (int mark; (mark = piece.IndexOf(SpaceMark)) >= 0; piece = piece[(mark + SpaceMark.Length)..])
        {
            output.Add(piece[..mark]);
            output.Add(" "u8);
        }

        output.Add(piece);
    }

    private ReadOnlySpan<byte> Next(ReadOnlySpan<byte> text, out int used)
    {
        if (defined?.Longest(text) is > 0 and var length)
        {
            used = length;
            return text[..used];
        }

        return Mapped(map, text, out used);
    }

    /// <summary>What the first characters of a text become.</summary>
    /// <param name="map">The table of characters; null: none.</param>
    /// <param name="text">UTF-8, not empty.</param>
    /// <param name="used">How many of its bytes they are.</param>
    public static ReadOnlySpan<byte> Mapped(CharacterMap? map, ReadOnlySpan<byte> text, out int used)
    {
        if (map is not null)
        {
            var mapped = map.Longest(text, out used);
            if (used > 0)
                return mapped;
        }

        // A rule may have taken a character's first bytes; then each byte left of it is a fault of its own.
        if (Rune.DecodeFromUtf8(text, out _, out used) == OperationStatus.Done)
            return text[..used];
        used = 1;
        return "\uFFFD"u8;
    }

    private void AddMarked(ReadOnlySpan<byte> part, ByteBuffer output)
    {
        if (_marksSpaces)
            MarkSpaces(part, output);
        else
            output.Add(part);
    }

    /// <summary>Appends a text with marks for its spaces.</summary>
    public static void MarkSpaces(ReadOnlySpan<byte> text, ByteBuffer output)
    {
        for (int space; (space = text.IndexOf((byte)' ')) >= 0; text = text[(space + 1)..])
        {
            output.Add(text[..space]);
            output.Add(SpaceMark);
        }

        output.Add(text);
    }
}
