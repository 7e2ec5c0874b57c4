using Kernels.Chip;
using Kernels.Model;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary>
/// A source being read and its text being written, with what happened kept in three parts: the encoder, the decoder's start (the memory and the first
/// token), and the steps after it, those of all beams.
/// </summary>
internal sealed class ObservedReading : IDisposable
{
    private readonly EncoderDecoderModel _model;
    private readonly Activity? _source;
    private (Activity? Start, Activity? Steps)? _written;
    private Activity? _start;

    /// <summary>Reads the source.</summary>
    /// <param name="model">The model, loaded with <see cref="ActivityDetail.Layers"/> where figures are wanted.</param>
    /// <param name="source">Ids of the source.</param>
    /// <param name="how">Which tokens may follow.</param>
    /// <param name="beams">How the text is found, for a beam search.</param>
    /// <param name="begin">Ids that the decoder begins with; none: the start token.</param>
    /// <param name="little">A model that helps, and how: what two networks do together is not recorded.</param>
    public ObservedReading(EncoderDecoderModel model, int[] source, GenerationOptions how, BeamOptions? beams, int[] begin, (EncoderDecoderModel Model, BigLittleOptions How)? little = null)
    {
        _model = model;

        // What an earlier text left, a beam search that was broken off for one.
        _ = model.Encoder.TakeActivity();
        _ = model.Decoder.TakeActivity();
        Text = beams is not null ? model.StartBeams(source, beams, how, begin)
            : little is var (helper, sharing) ? model.StartWithLittle(source, helper, sharing, how, begin) : model.Start(source, how, begin);
        _source = model.Encoder.TakeActivity();
    }

    /// <summary>The text.</summary>
    public IGeneration Text { get; }

    /// <summary>What happened in both networks; null where nothing is recorded. To be asked once the text has ended, as all that follows.</summary>
    public Activity? Activity
    {
        get
        {
            if (_source is null) return null;
            var parts = new[] { _source, Written.Start, Written.Steps }.OfType<Activity>().ToList();
            return _source with { Layers = parts.SelectMany(part => part.Layers).ToEquatableList() };
        }
    }

    private (Activity? Start, Activity? Steps) Written => _written ??= Text is BeamGeneration beams ? beams.TakeActivity() : Greedy();

    /// <summary>As <see cref="IGeneration.Next"/>.</summary>
    public bool Next(CancellationToken cancellation)
    {
        var more = Text.Next(cancellation);
        if (more && Text.Count == 1 && Text is Generation) _start = _model.Decoder.TakeActivity();
        return more;
    }

    /// <summary>The run with all that can be said about it.</summary>
    public ChipStudy Study(OperatingPoint point) =>
        ChipStudy.Of(_model.Name, ChipChoice.Silicon, _model.Encoder.ChipProgram, Phase.Prefill(_source!), _model.Decoder.ChipProgram, point, Phases());

    /// <summary>The run in a handful of figures; null where nothing is recorded.</summary>
    public ReadingCost? Cost(OperatingPoint point)
    {
        if (_source is null) return null;
        var read = Emulator.Run(ChipChoice.Silicon, _model.Encoder.ChipProgram, point, Phase.Prefill(_source));
        return ReadingCost.Of(Emulator.Run(ChipChoice.Silicon, _model.Decoder.ChipProgram, point, Phases()).After(read), Text.Count - 1);
    }

    /// <summary>Frees what a beam search took.</summary>
    public void Dispose() => (Text as IDisposable)?.Dispose();

    // Beams run one after the other, here as on the chip: each step of each reads the weights.
    private Phase[] Phases() => [.. new[] { (Activity: Written.Start, IsStart: true), (Activity: Written.Steps, IsStart: false) }
        .Where(part => part.Activity is not null).Select(part => part.IsStart ? Phase.Prefill(part.Activity!) : Phase.Decode(part.Activity!))];

    private (Activity?, Activity?) Greedy() => _start is null ? (_model.Decoder.TakeActivity(), null) : (_start, _model.Decoder.TakeActivity());
}
