namespace Kernels.PeerBench.Measuring;

/// <summary>Samples taken in turn, A B C A B C ..., so that a change of the machine's speed meets all participants.</summary>
/// <param name="clock">What times them.</param>
/// <param name="rounds">Samples per participant.</param>
/// <param name="sample">Nanoseconds that a sample should take; a pass that takes longer is a sample.</param>
internal sealed class Rotation(Clock clock, int rounds, double sample)
{
    private const int MostTimes = 1 << 24;

    /// <param name="runners">The participants.</param>
    /// <param name="warm">Whether each does one pass right before its sample, so that it finds its own data in the caches.</param>
    public Samples[] Measure(IReadOnlyList<IRunner> runners, bool warm)
    {
        var times = runners.Select(Calibrate).ToArray();
        var found = runners.Select(_ => new double[rounds]).ToArray();
        var own = new double[runners.Count];
        var all = new double[runners.Count];
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < runners.Count; i++)
            {
                if (warm) runners[i].Run(1);
                var before = clock.OfAllThreads();
                var time = Time(runners[i], times[i]);
                all[i] += clock.OfAllThreads() - before;
                own[i] += time;
                found[i][round] = time / times[i];
            }
        }

        return [.. runners.Select((_, i) => new Samples(found[i], clock.IsProcessor ? all[i] / own[i] : 0))];
    }

    /// <summary>How many passes a sample takes.</summary>
    private int Calibrate(IRunner runner)
    {
        runner.Run(1);
        for (var times = 1; ; times *= 4)
        {
            var time = Time(runner, times);
            if (time > sample / 8 || times >= MostTimes) return Math.Clamp((int)(times * (sample / time)), 1, MostTimes);
        }
    }

    private double Time(IRunner runner, int times)
    {
        var start = clock.Now();
        runner.Run(times);
        return clock.Now() - start;
    }
}
