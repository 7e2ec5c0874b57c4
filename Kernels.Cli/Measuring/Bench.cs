using System.Diagnostics;
using Kernels.Model;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary>Measures a model, and the plain loops beside it where asked for, in rounds that take turns: what disturbs one disturbs the other.</summary>
/// <param name="model">The model, loaded.</param>
/// <param name="job">What it does.</param>
/// <param name="threads">Threads that it was given.</param>
/// <param name="rounds">How often the job is done.</param>
/// <param name="format">How dense mode keeps weights.</param>
internal sealed class Bench(LanguageModel model, BenchJob job, int threads, int rounds, WeightFormat format)
{
    private const int PeakRounds = 10;

    private readonly ISequenceNetwork _network = model.Network;
    private readonly float[] _scores = new float[model.Network.Vocabulary];

    /// <summary>Takes the prompt for the first time, in which the kernels are compiled.</summary>
    /// <returns>Seconds until the scores after it were there.</returns>
    public double FirstToken()
    {
        var start = Stopwatch.GetTimestamp();
        _network.Append(job.Prompt, _scores);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>All rounds.</summary>
    /// <param name="ready">Seconds until the model was loaded.</param>
    /// <param name="firstToken">What <see cref="FirstToken"/> found.</param>
    /// <param name="plain">The plain loops, and how far their scores are from those of the kernels.</param>
    /// <param name="progress">Told how many runs of the job are done.</param>
    /// <param name="cancellation">Breaks off.</param>
    public BenchFigures Run(double ready, double firstToken, (PlainGpt2 Loops, double Difference)? plain, Action<long> progress, CancellationToken cancellation)
    {
        var (kernels, loops, done) = (Kernels(), plain is { } some ? Loops(some.Loops) : null, 0L);
        var figures = Figures(_network.Mode, NetworkOptions.Default.ChunkRows, format);

        // Peaks before and after: a machine that is shared is faster at one moment than at another.
        var before = Peaks(_network.Isa, (long)(figures.Decode.Cost.Bytes / job.Decoded.Length), threads);
        kernels.Run(cancellation);
        kernels.Forget();
        for (var round = 0; round < rounds; round++)
        {
            kernels.Run(cancellation);
            progress(++done);
            if (loops is null) continue;
            loops.Run(cancellation);
            progress(++done);
        }

        var after = Peaks(_network.Isa, (long)(figures.Decode.Cost.Bytes / job.Decoded.Length), threads);
        return new(
            figures.Prefill with { Seconds = kernels.PrefillSeconds }, figures.Decode with { Seconds = kernels.DecodeSeconds }, ready, firstToken,
            Math.Max(before.Gigaflops, after.Gigaflops), Math.Max(before.Gigabytes, after.Gigabytes), loops is null ? null : Plain(loops, plain!.Value.Difference));
    }

    /// <summary>What the machine can do at most, at this moment.</summary>
    /// <param name="isa">The register width.</param>
    /// <param name="bytes">Bytes that a token reads.</param>
    /// <param name="threads">Threads.</param>
    public static (double Gigaflops, double Gigabytes) Peaks(Isa isa, long bytes, int threads) =>
        (MachineSpeed.Gigaflops(isa, PeakRounds, threads), MachineSpeed.Gigabytes(bytes, PeakRounds, threads));

    private Contender Kernels() => new(
        threads, _network.Reset, [() => _network.Append(job.Prompt, _scores)], [.. job.Decoded.Select(id => (Action)(() => _network.Append([id], _scores)))]);

    private Contender Loops(PlainGpt2 plain) => new(
        1, plain.Reset,
        [.. job.Prompt.Select((id, i) => (Action)(() => plain.Append(id, i == job.Prompt.Length - 1 ? _scores : null)))],
        [.. job.Decoded.Select(id => (Action)(() => plain.Append(id, _scores)))]);

    private PlainFigures Plain(Contender loops, double difference)
    {
        var (prefill, decode) = Figures(Mode.Dense, together: 1, WeightFormat.Float32);
        return new(prefill with { Seconds = loops.PrefillSeconds }, decode with { Seconds = loops.DecodeSeconds }, difference);
    }

    /// <summary>What the job costs, its times still open.</summary>
    private (SpeedFigures Prefill, SpeedFigures Decode) Figures(Mode mode, int together, WeightFormat kept)
    {
        var (program, prompt, decoded) = (_network.ChipProgram, job.Prompt.Length, job.Decoded.Length);
        return (new(prompt, 0, JobCost.Of(program, mode, 0, prompt, together, kept)), new(decoded, 0, JobCost.OneByOne(program, mode, prompt, decoded, kept)));
    }
}
