using System.Diagnostics;

namespace Kernels.SpikeBench;

/// <summary>Times of several actions, taken in turn so that a change of the machine's speed meets all of them.</summary>
internal static class Timing
{
    /// <summary>The median of each, in microseconds.</summary>
    public static double[] Medians(int rounds, params Action[] actions)
    {
        foreach (var action in actions) for (var i = 0; i < 20; i++) action();
        var times = Array.ConvertAll(actions, _ => new double[rounds]);
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < actions.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                actions[i]();
                times[i][round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            }
        }

        return Array.ConvertAll(times, all => all.Order().ElementAt(rounds / 2));
    }
}
