using System.Text;
using Kernels.Chip;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary>One text of an encoder-decoder for a document, with what it cost.</summary>
/// <param name="Text">The text.</param>
/// <param name="SourceTokens">Tokens that were read.</param>
/// <param name="Ids">Tokens that were written.</param>
/// <param name="Ended">Why it ended.</param>
/// <param name="Score">Its score, of a beam search.</param>
/// <param name="Cost">What it cost on the chip; null where nothing was recorded.</param>
internal sealed record ReadAnswer(string Text, int SourceTokens, int[] Ids, StopReason Ended, double? Score, ReadingCost? Cost)
{
    /// <summary>Writes the text of a source.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ReadAnswer Of(
        EncoderDecoderModel model, string source, GenerationOptions how, BeamOptions? beams, (EncoderDecoderModel, BigLittleOptions)? little, OperatingPoint point, CancellationToken cancellation)
    {
        var ids = model.Encode(source);
        using var run = new ObservedReading(model, ids, how, beams, [], little);
        var (text, pieces) = (new StringBuilder(), new GeneratedText(model.Tokenizer!, how.Stop));
        while (run.Next(cancellation)) text.Append(pieces.Add(run.Text));
        cancellation.ThrowIfCancellationRequested();
        text.Append(pieces.Finish());
        var score = run.Text is BeamGeneration { Found: [var best, ..] } ? best.Score : (double?)null;
        return new(text.ToString(), ids.Length, run.Text.Ids.ToArray(), run.Text.StopReason, score, run.Cost(point));
    }
}
