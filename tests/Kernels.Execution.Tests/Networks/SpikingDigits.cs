namespace Kernels.Execution.Tests;

/// <summary>A spiking classifier: two hidden layers of leaky neurons, and a readout that integrates. Wide enough that one row is worth sharing among threads.</summary>
[Network(Input = [64])]
public sealed partial class SpikingDigits
{
    [Encode(Steps = 32)] private partial Spikes See(Tensor pixels);

    [Dense(256)] private partial Current DriveFirst(Spikes seen);

    [Lif(Decay = 0.9f)] private partial Spikes FireFirst(Current drive);

    [Dense(100, Layout = WeightLayout.InputsByOutputs)] private partial Current DriveSecond(Spikes fired);

    [Lif(Decay = 0.8f, Threshold = 0.75f, Reset = SpikeReset.Zero)] private partial Spikes FireSecond(Current drive);

    [Dense(10, Bias = false)] private partial Current Read(Spikes fired);

    [Integrate(Decay = 0.95f)] private partial Tensor Vote(Current read);

    [Forward] private Tensor Classify(Tensor pixels) => Vote(Read(FireSecond(DriveSecond(FireFirst(DriveFirst(See(pixels)))))));
}
