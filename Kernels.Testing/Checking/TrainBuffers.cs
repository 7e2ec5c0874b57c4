using Kernels.Model;

namespace Kernels.Testing.Checking;

/// <summary>Buffers with a time axis as a trace shows them: one row per time step.</summary>
internal static class TrainBuffers
{
    /// <summary>What a step left in its buffer; null for a step whose rows have no time axis.</summary>
    /// <param name="step">The step.</param>
    /// <param name="buffer">The buffer that it wrote, row after row.</param>
    /// <param name="rows">Rows of the input.</param>
    public static Tensor? Read(StepPlan step, float[] buffer, int rows) => step switch
    {
        EncodeStep s => Spikes(buffer, rows, s.Width, s.Steps),
        NeuronStep s => Spikes(buffer, rows, s.Width, s.Steps),
        SpikeDenseStep s => Current(buffer, rows, s.Outputs, s.Steps),
        _ => null,
    };

    private static Tensor Spikes(float[] buffer, int rows, int width, int steps)
    {
        var (words, stride) = (TrainLayout.Words(width), Padding.Up(TrainLayout.OfSpikes(width, steps)));
        return Steps(rows, width, steps, (row, step, n) =>
            (BitConverter.SingleToUInt32Bits(buffer[(row * stride) + (step * words) + (n / 32)]) >> (n % 32)) & 1);
    }

    private static Tensor Current(float[] buffer, int rows, int width, int steps) =>
        Steps(rows, width, steps, (row, step, n) => buffer[(row * TrainLayout.OfCurrent(width, steps)) + (step * Padding.Up(width)) + n]);

    private static Tensor Steps(int rows, int width, int steps, Func<int, int, int, float> value)
    {
        var values = new float[rows * steps * width];
        for (var i = 0; i < values.Length; i++) values[i] = value(i / width / steps, i / width % steps, i % width);
        return Tensor.FromRows(values, width);
    }
}
