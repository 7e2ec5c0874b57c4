using Kernels.Model;

namespace Kernels.Runtime.Tests.Observation;

public sealed class TrainCountTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(31, 3)]
    [InlineData(32, 5)]
    [InlineData(33, 7)]
    [InlineData(100, 32)]
    public void Spikes_are_counted_within_the_steps_only(int width, int steps)
    {
        var random = new Random(width);
        var (stride, words, rows) = (Padding.Up(TrainLayout.OfSpikes(width, steps)), TrainLayout.Words(width), 3);
        var bits = Enumerable.Range(0, rows * stride).Select(_ => uint.MaxValue).ToArray();
        var (expected, perNeuron, counted) = (0L, new long[width], new long[2 * width]);
        for (var row = 0; row < rows; row++)
        {
            for (var step = 0; step < steps; step++)
            {
                bits.AsSpan((row * stride) + (step * words), words).Clear();
                for (var n = 0; n < width; n++)
                {
                    if (random.Next(3) > 0) continue;
                    bits[(row * stride) + (step * words) + (n / 32)] |= 1u << (n % 32);
                    expected++;
                    perNeuron[n]++;
                }
            }
        }

        var train = Array.ConvertAll(bits, BitConverter.UInt32BitsToSingle);
        Assert.Equal(expected, TrainCount.Spikes(ref train[0], stride, rows, width, steps));
        for (var row = 0; row < rows; row++) TrainCount.Move(ref train[row * stride], width, steps, counted, bins: 2);
        for (var n = 0; n < width; n++) Assert.Equal((-perNeuron[n], perNeuron[n]), (counted[2 * n], counted[(2 * n) + 1]));
    }
}
