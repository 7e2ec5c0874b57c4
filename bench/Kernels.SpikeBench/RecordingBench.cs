using System.Diagnostics;
using System.Globalization;
using Kernels.Models;
using Kernels.Models.Data;

namespace Kernels.SpikeBench;

/// <summary>
/// What recording costs a token of the embedded model: nothing while it is off, which is a question per layer whether anyone asks; and
/// the counting itself while it is on.
/// </summary>
internal static class RecordingBench
{
    public static int Run(int rounds)
    {
        using var off = Load(ActivityDetail.Off);
        using var again = Load(ActivityDetail.Off);
        using var layers = Load(ActivityDetail.Layers);
        using var channels = Load(ActivityDetail.Channels);
        var scores = new float[off.Network.Vocabulary];
        var times = Timing.Medians(rounds, Token(off), Token(again), Token(layers), Token(channels));
        Console.WriteLine($"One token of the embedded model, complementary, 1 thread, medians of {rounds} rounds in turn, ISA {Machine.Name(off.Network.Isa)}.");
        foreach (var (name, time) in new[] { "off", "off, a second instance", "per layer", "per layer and channel" }.Zip(times))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-24} {time,8:F1} us  {time / times[0],6:F3} x off"));
        var checks = (4 * 6) + 1 + 1;
        var each = NanosecondsOfACheck();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"off asks {checks} times per token, {each:F2} ns each: {checks * each / 1000 / times[0]:P4} of a token"));
        return 0;

        Action Token(LanguageModel model) => () =>
        {
            model.Network.Rewind(16);
            model.Network.Append([7], scores);
        };
    }

    private static LanguageModel Load(ActivityDetail detail)
    {
        var model = LanguageModel.Load(typeof(Novels).Assembly, Novels.Name, new() { Mode = Mode.Complementary, Activity = detail });
        model.Network.Append(Enumerable.Range(1, 16).ToArray(), new float[model.Network.Vocabulary]);
        return model;
    }

    /// <summary>A field that is null, asked as a pass asks it.</summary>
    private static double NanosecondsOfACheck()
    {
        const int Count = 200_000_000;
        var asked = new Asked();
        asked.Ask(1000);
        var start = Stopwatch.GetTimestamp();
        asked.Ask(Count);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Count;
    }

    private sealed class Asked
    {
        private readonly Action? _recorder = Environment.TickCount64 < 0 ? () => { } : null;

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
        public void Ask(int times)
        {
            for (var i = 0; i < times; i++) _recorder?.Invoke();
        }
    }
}
