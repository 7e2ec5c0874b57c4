using System.Diagnostics;
using Kernels.CompilerServices;

namespace Kernels.Cli;

/// <summary>What was found about one choice.</summary>
/// <param name="Choice">What is chosen.</param>
/// <param name="Value">What for.</param>
/// <param name="Speeds">10^9 operations per second with each of the choice's values; medians of the rounds.</param>
internal sealed record TunedChoice(TuningChoice Choice, int Value, IReadOnlyList<double> Speeds);

/// <summary>
/// Measures the ways of every choice against each other on this machine, in rounds that take turns: what disturbs one disturbs the other. Other than
/// the usual is chosen only where it is faster by more than such measurements waver.
/// </summary>
/// <param name="rounds">How often each way is measured.</param>
/// <param name="threads">Threads for the choices that are about them.</param>
internal sealed class Tuner(int rounds, int threads)
{
    /// <summary>By how much a way must be faster than the usual one.</summary>
    private const double Worthwhile = 1.03;

    private const double SampleSeconds = 0.004;
    private const double Shortest = 1e-7;

    /// <summary>The choices that there are on this machine.</summary>
    public IReadOnlyList<TuningChoice> Choices { get; } =
        [.. TuningChoice.All.Where(choice => (choice.Isa is not { } isa || Machine.Has(isa)) && (choice.Part != TunedPart.Pieces || threads > 1))];

    /// <summary>Measures all choices.</summary>
    /// <param name="progress">Told how many choices are done.</param>
    /// <param name="cancellation">Breaks off.</param>
    public IReadOnlyList<TunedChoice> Run(Action<long> progress, CancellationToken cancellation)
    {
        var (source, done, found) = (Tuning.Source, 0L, new List<TunedChoice>());
        try
        {
            // A table that cannot be used is no reason not to write one that can.
            Tuning.Use(new TuningSource(TuningTable.Usual, ""));
            foreach (var choice in Choices)
            {
                found.Add(Measure(choice, cancellation));
                progress(++done);
            }

            return found;
        }
        finally
        {
            Tuning.Use(source);
        }
    }

    /// <summary>Which of several ways to choose.</summary>
    /// <param name="usual">The usual one.</param>
    /// <param name="times">Seconds of each round for each of the ways.</param>
    public static int Best(int usual, IReadOnlyList<IReadOnlyList<double>> times)
    {
        var (best, gain) = (usual, Worthwhile);
        for (var i = 0; i < times.Count; i++)
        {
            // Rounds are compared one by one, since the machine is faster in one than in another.
            var ratio = Median([.. times[usual].Zip(times[i], (of, with) => of / with)]);
            if (ratio > gain) (best, gain) = (i, ratio);
        }

        return best;
    }

    private TunedChoice Measure(TuningChoice choice, CancellationToken cancellation)
    {
        var (jobs, ways) = (new List<TuningJob>(), new List<(TuningTable Table, TuningJob Job)>());
        try
        {
            foreach (var value in choice.Values)
            {
                // Where weights lie matters as much as most choices do, so all ways take the same ones, unless they are packed otherwise.
                var table = TuningTable.Usual.With(choice, value);
                Tuning.Use(table);
                if (jobs.Count == 0 || choice.Part == TunedPart.Products) jobs.Add(new(choice, threads));
                ways.Add((table, jobs[^1]));
            }

            var times = ways.Select(_ => new List<double>()).ToList();
            foreach (var (table, job) in ways) _ = Time(table, job, 1, cores: false); // compiled
            var repeats = Math.Max(1, (int)(SampleSeconds / ways.Min(way => Time(way.Table, way.Job, 1, cores: false))));
            for (var round = 0; round < rounds; round++)
            {
                for (var i = 0; i < ways.Count; i++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    times[i].Add(Time(ways[i].Table, ways[i].Job, repeats, cores: ways[i].Job.Threads == 1));
                }
            }

            return new(choice, choice.Values[Best(choice.Values.ToList().IndexOf(TuningTable.Usual[choice]), times)], [.. times.Select(taken => 2e-9 * jobs[0].MultiplyAdds / Median(taken))]);
        }
        finally
        {
            jobs.ForEach(job => job.Dispose());
        }
    }

    /// <summary>Seconds per run.</summary>
    /// <param name="table">The table to run under.</param>
    /// <param name="job">What runs.</param>
    /// <param name="repeats">How often.</param>
    /// <param name="cores">Whether time that this thread waited for a core is left out; it may be told late, so of one short run little may be left.</param>
    private static double Time(TuningTable table, TuningJob job, int repeats, bool cores)
    {
        Tuning.Use(table);
        var waited = Waited();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < repeats; i++) job.Run();
        var took = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return Math.Max(Shortest, took - (Waited() - waited)) / repeats;

        double Waited() => cores ? CoreWait.Seconds() : 0;
    }

    private static double Median(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
