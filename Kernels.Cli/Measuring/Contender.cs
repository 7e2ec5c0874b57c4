using System.Diagnostics;

namespace Kernels.Cli;

/// <summary>
/// Something that can do the job, and the times it took. Each pass is timed alone and the median of the rounds is taken of each, before they
/// are added up: on a machine that is shared, one long measurement would hold the time of others, and many short ones mostly do not. Of a
/// contender with one thread the time that it waited for a core does not count either.
/// </summary>
/// <param name="threads">Threads that share a pass.</param>
/// <param name="reset">Forgets all tokens.</param>
/// <param name="prefill">The passes that take the prompt, up to the scores after it.</param>
/// <param name="decode">The passes that take a token each, up to the scores after it.</param>
internal sealed class Contender(int threads, Action reset, IReadOnlyList<Action> prefill, IReadOnlyList<Action> decode)
{
    // The wait may end after the clock was read; no time becomes 0 by that.
    private const double Shortest = 1e-7;

    private readonly List<double>[] _prefill = [.. prefill.Select(_ => new List<double>())];
    private readonly List<double>[] _decode = [.. decode.Select(_ => new List<double>())];

    /// <summary>Seconds for the prompt.</summary>
    public double PrefillSeconds => _prefill.Sum(Median);

    /// <summary>Seconds for all tokens after it.</summary>
    public double DecodeSeconds => _decode.Sum(Median);

    /// <summary>Does the job once and keeps the times.</summary>
    /// <param name="cancellation">Asked between passes.</param>
    public void Run(CancellationToken cancellation)
    {
        reset();
        Time(prefill, _prefill, cancellation);
        Time(decode, _decode, cancellation);
    }

    /// <summary>Forgets the times, which were those of code that was being compiled.</summary>
    public void Forget()
    {
        foreach (var times in _prefill.Concat(_decode)) times.Clear();
    }

    private void Time(IReadOnlyList<Action> passes, List<double>[] times, CancellationToken cancellation)
    {
        for (var i = 0; i < passes.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var waited = Waited();
            var start = Stopwatch.GetTimestamp();
            passes[i]();
            var took = Stopwatch.GetElapsedTime(start).TotalSeconds;
            times[i].Add(Math.Max(Shortest, took - (Waited() - waited)));
        }
    }

    private double Waited() => threads == 1 ? CoreWait.Seconds() : 0;

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
