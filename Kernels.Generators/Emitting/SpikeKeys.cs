using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>Rows of values to trains of spikes.</summary>
internal sealed record EncodeKey(int Width, int Steps) : KernelKey
{
    public override string Name => "Encode_" + SpikeNames.Size(Width, Steps);
}

/// <summary>Currents to spikes.</summary>
internal sealed record NeuronKey(int Width, int Steps, float Decay, float Threshold, float Start, SpikeReset Reset) : KernelKey
{
    public override string Name => (Decay == 1f ? "If_" : "Lif_") + SpikeNames.Size(Width, Steps)
        + (Decay == 1f ? "" : "_Decay" + SpikeNames.Number(Decay))
        + "_Threshold" + SpikeNames.Number(Threshold)
        + (Start == 0f ? "" : "_Start" + SpikeNames.Number(Start))
        + (Reset == SpikeReset.Zero ? "_Zero" : "");
}

/// <summary>Currents to the membrane after the last step.</summary>
internal sealed record IntegrateKey(int Width, int Steps, float Decay) : KernelKey
{
    public override string Name => "Integrate_" + SpikeNames.Size(Width, Steps) + (Decay == 1f ? "" : "_Decay" + SpikeNames.Number(Decay));
}

/// <summary>f32 panels of those who fired, then bias, in every time step.</summary>
internal sealed record SpikeDenseKey(int Inputs, int Outputs, int Steps, bool Bias) : KernelKey
{
    public override string Name => "SpikeDense_" + SpikeNames.Dense(Inputs, Outputs, Steps, Bias);
}

/// <summary>8-bit panels of those who fired in 32-bit sums, then scales and bias, in every time step.</summary>
internal sealed record SpikeDenseInt8Key(int Inputs, int Outputs, int Steps, bool Bias) : KernelKey
{
    public override string Name => "SpikeDenseInt8_" + SpikeNames.Dense(Inputs, Outputs, Steps, Bias);
}

internal static class SpikeNames
{
    public static string Size(int width, int steps) => Literal.Of(width) + "_T" + Literal.Of(steps);

    public static string Dense(int inputs, int outputs, int steps, bool bias) =>
        Literal.Of(inputs) + "x" + Literal.Of(outputs) + "_T" + Literal.Of(steps) + (bias ? "" : "_NoBias");

    public static string Number(float number) => Literal.Of(number).TrimEnd('f').Replace("-", "m").Replace(".", "p").Replace("+", "");
}
