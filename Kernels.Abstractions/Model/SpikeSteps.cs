namespace Kernels.Model;

/// <summary>Rows of values to trains of spikes, by a rate code.</summary>
public sealed record EncodeStep(string Layer, int Width, int Steps, int From, int To) : StepPlan(Layer);

/// <summary>A linear layer on spikes: in every time step, the sum of the weight rows of the inputs that fired, then the bias.</summary>
/// <param name="Layer">The method of the layer.</param>
/// <param name="Slot">The index among the linear weights (within a repeated block: relative to the block's first).</param>
/// <param name="Inputs">Neurons in.</param>
/// <param name="Outputs">Values out per time step.</param>
/// <param name="Steps">Time steps per row.</param>
/// <param name="Bias">Whether a bias is added, in every time step.</param>
/// <param name="Precision">The arithmetic.</param>
/// <param name="From">The buffer of spikes that is read.</param>
/// <param name="To">The buffer of currents that is written.</param>
public sealed record SpikeDenseStep(
    string Layer, int Slot, int Inputs, int Outputs, int Steps, bool Bias, Precision Precision, int From, int To) : StepPlan(Layer);

/// <summary>Spiking neurons: currents to spikes. A <paramref name="Decay"/> of 1 leaks nothing.</summary>
public sealed record NeuronStep(
    string Layer, int Width, int Steps, float Decay, float Threshold, float Start, SpikeReset Reset, int From, int To) : StepPlan(Layer);

/// <summary>The membrane after the last time step, of neurons that never fire: currents to values.</summary>
public sealed record IntegrateStep(string Layer, int Width, int Steps, float Decay, int From, int To) : StepPlan(Layer);

/// <summary>
/// How a row with a time axis lies in a buffer: step after step. Currents have <see cref="Padding.Up"/> values per step. Spikes are
/// one bit per neuron, neuron n in bit n % 32 of word n / 32 of its step; a word takes the place of one value. Bits of neurons that do
/// not exist are always 0; what lies behind the last step has no meaning.
/// </summary>
public static class TrainLayout
{
    /// <summary>Words of one time step of spikes.</summary>
    public static int Words(int width) => checked(width + 31) / 32;

    /// <summary>Values that a row of spikes takes.</summary>
    public static int OfSpikes(int width, int steps) => checked(Words(width) * steps);

    /// <summary>Values that a row of currents takes.</summary>
    public static int OfCurrent(int width, int steps) => checked(Padding.Up(width) * steps);
}
