using System.Diagnostics;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary>Measures an encoder-decoder: a source is read at once, then tokens are taken one by one.</summary>
/// <param name="model">The model, loaded.</param>
/// <param name="job">The source, and the tokens of the text.</param>
/// <param name="threads">Threads that it was given.</param>
/// <param name="rounds">How often the job is done.</param>
/// <param name="format">How dense mode keeps weights.</param>
internal sealed class PairBench(EncoderDecoderModel model, BenchJob job, int threads, int rounds, WeightFormat format)
{
    private readonly float[] _scores = new float[model.Decoder.Vocabulary];

    /// <summary>Reads the source and takes a token for the first time, in which the kernels are compiled.</summary>
    /// <returns>Seconds until the scores after it were there.</returns>
    public double FirstToken()
    {
        var start = Stopwatch.GetTimestamp();
        model.Read(job.Prompt);
        model.Decoder.Append([job.Decoded[0]], _scores);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>All rounds; arguments as for <see cref="Bench.Run"/>.</summary>
    public BenchFigures Run(double ready, double firstToken, Action<long> progress, CancellationToken cancellation)
    {
        var (decoder, mode, together) = (model.Decoder, model.Decoder.Mode, NetworkOptions.Default.ChunkRows);
        var (source, decoded) = (job.Prompt.Length, job.Decoded.Length);
        var read = JobCost.Of(model.Encoder.ChipProgram, mode, 0, source, together, format) + JobCost.OfMemory(decoder.ChipProgram, mode, source, together, format);
        var written = JobCost.OneByOne(decoder.ChipProgram, mode, 0, decoded, format, source);
        var contender = new Contender(threads, decoder.Reset, [() => model.Read(job.Prompt)], [.. job.Decoded.Select(id => (Action)(() => decoder.Append([id], _scores)))]);

        // Peaks before and after, as for other models.
        var before = Bench.Peaks(decoder.Isa, (long)(written.Bytes / decoded), threads);
        contender.Run(cancellation);
        contender.Forget();
        for (var round = 0; round < rounds; round++)
        {
            contender.Run(cancellation);
            progress(round + 1);
        }

        var after = Bench.Peaks(decoder.Isa, (long)(written.Bytes / decoded), threads);
        return new(
            new(source, contender.PrefillSeconds, read), new(decoded, contender.DecodeSeconds, written), ready, firstToken,
            Math.Max(before.Gigaflops, after.Gigaflops), Math.Max(before.Gigabytes, after.Gigabytes), null);
    }
}
