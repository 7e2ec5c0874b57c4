using static Kernels.Functions;

namespace Kernels.Models.Tests.Networks;

/// <summary>
/// The convolutional network for handwritten digits of the example <c>import-model-weights</c> of burn, trained in PyTorch: three convolutions, two linear
/// layers. Its two batch norms are affine once training has ended, so they are folded into the linear layers behind and before them.
/// </summary>
[Network(Input = [28, 28, 1])]
public sealed partial class MnistConv
{
    private const double Epsilon = 1e-5;

    [Conv2d(8, 3, Name = "conv1")] private partial Tensor Strokes(Tensor pixels);

    [Conv2d(16, 3, Name = "conv2")] private partial Tensor Corners(Tensor strokes);

    [Conv2d(24, 3, Name = "conv3")] private partial Tensor Shapes(Tensor corners);

    [Dense(32, Name = "fc1", Flatten = FlattenOrder.ChannelsFirst)] private partial Tensor Look(Tensor shapes);

    [Dense(10, Name = "fc2")] private partial Tensor Scores(Tensor seen);

    [Forward] private Tensor Predict(Tensor pixels) => Scores(Relu(Look(Relu(Shapes(Relu(Corners(Relu(Strokes(pixels)))))))));

    /// <summary>The trained weights, norms folded in.</summary>
    public static MemoryWeights Weights()
    {
        using var file = WeightSource.Open(Fixture.Shared("mnist-ann", "mnist.safetensors"));
        var weights = new MemoryWeights();
        foreach (var (name, channels, outputs) in new[] { ("conv1", 1, 8), ("conv2", 8, 16), ("conv3", 16, 24) })
        {
            weights.Add(name + ".weight", [outputs, channels, 3, 3], file.ReadFloats(name + ".weight", [outputs, channels, 3, 3]));
            weights.Add(name + ".bias", [outputs], file.ReadFloats(name + ".bias", [outputs]));
        }

        const int Positions = 22 * 22, Inputs = 24 * Positions;
        var (look, lookBias) = (file.ReadFloats("fc1.weight", [32, Inputs]), file.ReadFloats("fc1.bias", [32]));
        var (scale, shift) = Norm(file, "norm1", 24);
        for (var n = 0; n < 32; n++)
        {
            var added = (double)lookBias[n];
            for (var k = 0; k < Inputs; k++)
            {
                added += look[(n * Inputs) + k] * shift[k / Positions];
                look[(n * Inputs) + k] = (float)(look[(n * Inputs) + k] * scale[k / Positions]);
            }

            lookBias[n] = (float)added;
        }

        var (scores, scoresBias) = (file.ReadFloats("fc2.weight", [10, 32]), file.ReadFloats("fc2.bias", [10]));
        var (gain, offset) = Norm(file, "norm2", 10);
        for (var i = 0; i < scores.Length; i++) scores[i] = (float)(scores[i] * gain[i / 32]);
        for (var n = 0; n < scoresBias.Length; n++) scoresBias[n] = (float)((scoresBias[n] * gain[n]) + offset[n]);
        weights.Add("fc1.weight", [32, Inputs], look);
        weights.Add("fc1.bias", [32], lookBias);
        weights.Add("fc2.weight", [10, 32], scores);
        weights.Add("fc2.bias", [10], scoresBias);
        return weights;
    }

    /// <summary>A batch norm after training (Ioffe and Szegedy 2015, algorithm 2): each channel times a scale, plus a shift.</summary>
    private static (double[] Scale, double[] Shift) Norm(WeightSource file, string name, int channels)
    {
        float[] Of(string part) => file.ReadFloats(name + "." + part, [channels]);
        var (gain, bias, mean, variance) = (Of("weight"), Of("bias"), Of("running_mean"), Of("running_var"));
        var scale = gain.Zip(variance, (g, v) => g / Math.Sqrt(v + Epsilon)).ToArray();
        return (scale, [.. bias.Select((b, c) => b - (mean[c] * scale[c]))]);
    }
}
