using System.Globalization;
using Kernels.Model;

namespace Kernels.SpikeBench;

/// <summary>Event-driven kernels pay for what fires: time of one layer, 1024 to 1024, over the share of inputs that do.</summary>
internal static class DensityBench
{
    private static readonly double[] s_densities = [0, 0.001, 0.01, 0.03, 0.1, 0.3, 1];

    public static int Run(int rounds)
    {
        Console.WriteLine($"One row through a layer of {Values.Width} x {Values.Width}, medians of {rounds} rounds in turn, {Machine.Describe()}.");
        Console.WriteLine("| inputs that fire | spikes of the definition, f32 | ... in int8 | spiking mode, event by event, phase | ... rate, T = 32 | steps merged |");
        Console.WriteLine("|---|---|---|---|---|---|");
        using var weights = Weights("Mix", Values.Width);
        using var trains = Trains.Load(weights);
        using var trains8 = Trains.Load(weights, new() { Mode = Mode.Int8 });
        var phase = new NetworkOptions { Mode = Mode.Spiking, Code = SpikeCode.Phase };
        using var events = Values.Load(weights, phase with { Spikes = SpikeStrategy.Events });
        using var rate = Values.Load(weights, new() { Mode = Mode.Spiking, Spikes = SpikeStrategy.Events });
        using var counts = Values.Load(weights, phase with { Spikes = SpikeStrategy.Counts });
        var result = new float[Values.Width];
        var inputs = s_densities.Select(Input).ToArray();
        var actions = inputs.SelectMany(x => new Action[]
        {
            () => trains.Run(x, result), () => trains8.Run(x, result), () => events.Run(x, result), () => rate.Run(x, result),
            () => counts.Run(x, result),
        }).ToArray();
        var times = Timing.Medians(rounds, actions);
        for (var i = 0; i < inputs.Length; i++)
        {
            var row = times.AsSpan(5 * i, 5).ToArray().Select(time => string.Create(CultureInfo.InvariantCulture, $"{time:F1} us"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {s_densities[i]:P1} | {string.Join(" | ", row)} |"));
        }

        return 0;
    }

    /// <summary>Every value that fires does so in every step; the others never.</summary>
    private static float[] Input(double density)
    {
        var random = new Random(1);
        var x = new float[Values.Width];
        foreach (var k in Enumerable.Range(0, x.Length).OrderBy(_ => random.Next()).Take((int)(density * x.Length))) x[k] = 1;
        return x;
    }

    private static MemoryWeights Weights(string layer, int width)
    {
        var random = new Random(2);
        var matrix = new float[width * width];
        for (var i = 0; i < matrix.Length; i++) matrix[i] = random.NextSingle() - 0.5f;
        return new MemoryWeights().Add(layer + ".weight", [width, width], matrix).Add(layer + ".bias", [width], new float[width]);
    }
}
