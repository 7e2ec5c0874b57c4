using System.Buffers;
using System.Text;

namespace Kernels.Models.Tokenizing;

/// <summary>
/// Makes of a text the words that a unigram model of a <c>tokenizer.json</c> cuts: characters are mapped, white space dropped, what is left cut at
/// white space or at the marks for spaces, and words get the mark in front.
/// </summary>
/// <param name="steps">What is done.</param>
/// <param name="map">The table of characters; null: none.</param>
/// <param name="most">The most bytes that a text may become.</param>
internal sealed class MetaspaceWords(TextSteps steps, CharacterMap? map, int most) : ITextPreparation
{
    public void Prepare(ReadOnlySpan<byte> text, bool first, ByteBuffer output, List<int> ends)
    {
        var (from, to) = (new ByteBuffer(most), new ByteBuffer(most));
        for (int used; !text.IsEmpty; text = text[used..])
            from.Add(PieceNormalizer.Mapped(map, text, out used));
        foreach (var step in steps.Steps)
        {
            to.Cut(0);
            Take(step, from.Written, to);
            (from, to) = (to, from);
        }

        if (!steps.CutsAtSpace)
        {
            AddWord(from.Written, first, output, ends);
            return;
        }

        for (var rest = from.Written; !(rest = rest[WidthOf(rest, white: true)..]).IsEmpty; first = false)
        {
            // With white space before it, the first word is not where the text begins.
            first &= rest.Length == from.Length;
            var width = WidthOf(rest, white: false);
            AddWord(rest[..width], first, output, ends);
            rest = rest[width..];
        }
    }

    private static void Take(NormalizerStep step, ReadOnlySpan<byte> text, ByteBuffer output)
    {
        if (step.StripsLeft)
            text = text[WidthOf(text, white: true)..];
        if (step.StripsRight)
            while (Rune.DecodeLastFromUtf8(text, out var last, out var width) == OperationStatus.Done && Rune.IsWhiteSpace(last))
                text = text[..^width];
        if (step.Runs is null)
        {
            output.Add(text);
            return;
        }

        for (int run; (run = text.IndexOf("  "u8)) >= 0;)
        {
            output.Add(text[..run]);
            output.Add(step.Runs);
            text = text[run..].TrimStart((byte)' ');
        }

        output.Add(text);
    }

    private void AddWord(ReadOnlySpan<byte> word, bool first, ByteBuffer output, List<int> ends)
    {
        if (word.IsEmpty)
            return;
        var start = output.Length;
        if ((steps.Before == SpaceBefore.Always || (steps.Before == SpaceBefore.First && first))
            && word[0] != ' ' && !word.StartsWith(PieceNormalizer.SpaceMark))
            output.Add(PieceNormalizer.SpaceMark);
        PieceNormalizer.MarkSpaces(word, output);
        if (steps.CutsAtMarks)
        {
            // Each mark begins a word; what stands before the first is one too.
            var size = PieceNormalizer.SpaceMark.Length;
            for (int next; output.Length - start > size && (next = output.Written[(start + size)..].IndexOf(PieceNormalizer.SpaceMark)) >= 0;)
            {
                start += size + next;
                ends.Add(start);
            }
        }

        ends.Add(output.Length);
    }

    // How many bytes of white space, or of anything else, a text begins with.
    private static int WidthOf(ReadOnlySpan<byte> text, bool white)
    {
        var at = 0;
        while (at < text.Length)
        {
            Rune.DecodeFromUtf8(text[at..], out var rune, out var width);
            if (Rune.IsWhiteSpace(rune) != white)
                break;
            at += width;
        }

        return at;
    }
}
