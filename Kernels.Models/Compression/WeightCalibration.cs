namespace Kernels.Models;

/// <summary>
/// What enters the layers of a model while it reads text: with it <see cref="ModelCompression"/> rounds weights so that the layers' outputs err least. Taken of a few thousand
/// tokens that are like those that the model will see.
/// </summary>
public sealed class WeightCalibration
{
    private readonly Dictionary<string, float[]> _moments = [];

    private WeightCalibration()
    {
    }

    /// <summary>Tokens that were read.</summary>
    public long Tokens { get; private set; }

    /// <summary>Runs a model over text, window by window of its context.</summary>
    /// <param name="model">A model in an integer mode; its text, if one runs, is broken off.</param>
    /// <param name="tokens">The text, 1 token or more.</param>
    /// <param name="progress">Told how many tokens were read.</param>
    /// <param name="cancellation">Asked between windows.</param>
    /// <exception cref="ArgumentException">No tokens, one outside the vocabulary, or a model in dense mode.</exception>
    public static WeightCalibration Of(LanguageModel model, ReadOnlySpan<int> tokens, Action<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (tokens.IsEmpty) throw new ArgumentException(Messages.EmptyPrompt, nameof(tokens));
        using var moments = Watch(model.Network, nameof(model));
        for (var at = 0; at < tokens.Length; at += model.Network.Context)
        {
            cancellation.ThrowIfCancellationRequested();
            model.Network.Reset();
            model.Network.Append(tokens.Slice(at, Math.Min(model.Network.Context, tokens.Length - at)));
            progress?.Invoke(Math.Min(tokens.Length, at + model.Network.Context));
        }

        var calibration = new WeightCalibration { Tokens = tokens.Length };
        calibration.Take(moments, Gpt2Tensors.Layers(model.Config.Network));
        return calibration;
    }

    /// <summary>Runs an encoder-decoder over sources and the texts that it writes for them, or the ones that are given.</summary>
    /// <param name="model">A T5 in an integer mode; its text, if one runs, is broken off.</param>
    /// <param name="texts">Ids of sources, and of texts with their end; null: the model's own, greedily, up to 128 tokens.</param>
    /// <param name="progress">Told how many texts were read.</param>
    /// <param name="cancellation">Asked between texts.</param>
    /// <exception cref="ArgumentException">A source or a text that the model cannot take, a model in dense mode, or one that is no T5.</exception>
    public static WeightCalibration Of(EncoderDecoderModel model, IEnumerable<(int[] Source, int[]? Text)> texts, Action<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(texts);
        if (model.Config.Network is not T5Config config) throw new ArgumentException(Messages.CalibratesT5Only, nameof(model));
        using var reading = Watch(model.Encoder, nameof(model));
        using var writing = Watch(model.Decoder, nameof(model));
        var calibration = new WeightCalibration();
        var done = 0L;
        foreach (var (source, text) in texts)
        {
            cancellation.ThrowIfCancellationRequested();
            if (text is null)
            {
                var own = model.Start(source, new() { Tokens = 128, Sampling = SamplingOptions.Greedy });
                while (own.Next(cancellation)) { }
                calibration.Tokens += own.Count;
            }
            else
            {
                model.Read(source);
                int[] shifted = [model.StartToken, .. text.AsSpan(0, Math.Max(0, Math.Min(text.Length, model.Decoder.Context) - 1))];
                model.Decoder.Append(shifted);
                calibration.Tokens += shifted.Length;
            }

            calibration.Tokens += source.Length;
            done++;
            progress?.Invoke(done);
        }

        if (done == 0) throw new ArgumentException(Messages.EmptySource, nameof(texts));
        calibration.Take(reading, T5Tensors.Layers(config, "encoder"));
        calibration.Take(writing, T5Tensors.Layers(config, "decoder"));
        return calibration;
    }

    /// <summary>The moments of the inputs of a matrix; null of one that is no layer of a block.</summary>
    internal float[]? Of(string tensor) => _moments.GetValueOrDefault(tensor);

    private static InputMoments Watch(object network, string parameter) =>
        network is Network generated ? generated.WatchInputs() : throw new ArgumentException("Only a generated network tells what enters its layers.", parameter);

    private void Take(InputMoments moments, IEnumerable<string[]> layers)
    {
        foreach (var (slot, names) in layers.Index())
            if (moments.Of(slot) is { } sums)
                foreach (var name in names) _moments[name] = sums;
    }
}
