using System.Globalization;
using System.Text;

namespace Kernels.Generators.Tests.RandomNetworks;

/// <summary>
/// Writes the spiking part of a drawn network: an encoder, linear layers with neurons between them, an integrator; sometimes with currents
/// of two paths added. A tensor in, a tensor out.
/// </summary>
internal sealed class SpikeWriter(System.Random random, Func<int> width, Func<string> options)
{
    private readonly StringBuilder _layers = new();

    /// <param name="suffix">The end of the names of all methods.</param>
    /// <param name="input">The tensor that is encoded.</param>
    /// <param name="last">The annotation of the last linear layer, which gives the result's width.</param>
    /// <param name="narrow">Whether no layer in between may change the width, for a block that must keep it.</param>
    public (string Layers, string Call) Part(string suffix, string input, string last, bool narrow = false)
    {
        var encode = $"Encode(Steps = {Steps()})";
        Layer(encode, "Spikes", "See" + suffix, "Tensor");
        var spikes = $"See{suffix}({input})";
        var depth = random.Next(0, 4);
        for (var i = 0; i < depth; i++)
        {
            var name = i.ToString(CultureInfo.InvariantCulture) + "s" + suffix;
            var dense = narrow ? $"Dense(Expand = 1{options()})" : $"Dense({width()}{options()})";
            var drive = Current(dense, "Drive" + name, spikes);
            if (random.Next(4) == 0 && i == 0)
            {
                // Two paths with a time axis meet: the same values, encoded twice.
                Layer(encode, "Spikes", "Again" + suffix, "Tensor");
                drive += " + " + Current(dense, "Side" + name, $"Again{suffix}({input})");
            }

            Layer(Neuron(), "Spikes", "Fire" + name, "Current");
            spikes = $"Fire{name}({drive})";
        }

        Layer(random.Next(2) == 0 ? "Integrate" : $"Integrate(Decay = {Number(0.05f + (0.9f * random.NextSingle()))})", "Tensor", "Vote" + suffix, "Current");
        var call = $"Vote{suffix}({Current(last, "Read" + suffix, spikes)})";
        return (_layers.ToString(), call);
    }

    private string Current(string annotation, string method, string spikes)
    {
        Layer(annotation, "Current", method, "Spikes");
        return $"{method}({spikes})";
    }

    // Weights are near 1 / sqrt(inputs), so these thresholds are reached now and then, neither always nor never.
    private string Neuron()
    {
        var threshold = 0.05f + random.NextSingle();
        var arguments = new List<string> { $"Threshold = {Number(threshold)}" };
        if (random.Next(3) == 0) arguments.Add($"Start = {Number(threshold * ((random.NextSingle() * 3f) - 2.1f))}");
        if (random.Next(2) == 0) arguments.Add("Reset = SpikeReset.Zero");
        if (random.Next(2) == 0) return $"If({string.Join(", ", arguments)})";
        if (random.Next(3) > 0) arguments.Add($"Decay = {Number(0.05f + (0.9f * random.NextSingle()))}");
        return $"Lif({string.Join(", ", arguments)})";
    }

    private int Steps() => random.Next(4) == 0 ? 1 + random.Next(3) : 1 + random.Next(40);

    private static string Number(float number) => number.ToString("G9", CultureInfo.InvariantCulture) + "f";

    private void Layer(string annotation, string result, string method, string input) =>
        _layers.AppendLine($"    [{annotation}] private partial {result} {method}({input} x);");
}
