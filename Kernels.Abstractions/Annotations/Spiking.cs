using System;

namespace Kernels;

/// <summary>What a neuron's membrane becomes when it fires.</summary>
public enum SpikeReset
{
    /// <summary><c>v - threshold</c>: what lies above the threshold is kept for the next spike.</summary>
    Subtract,

    /// <summary><c>0</c>: what lies above the threshold is lost.</summary>
    Zero,
}

/// <summary>
/// Rows of values as trains of spikes, by a deterministic rate code: <c>c = round_half_even(min(max(x, 0), 1) T)</c> spikes out of
/// T = <see cref="Steps"/>, spread evenly. Step t carries one when <c>floor((t + 1) c / T) &gt; floor(t c / T)</c>. A NaN counts as 0.
/// <c>Tensor</c> in, <c>Spikes</c> out. It has no weights.
/// </summary>
/// <example>
/// <code>
/// [Network(Input = [784])]
/// public sealed partial class SpikingDigits
/// {
///     [Encode(Steps = 32)] private partial Spikes Light(Tensor pixels);
///     [Dense(128)] private partial Current Drive(Spikes light);
///     [Lif(Decay = 0.9f)] private partial Spikes Fire(Current drive);
///     [Dense(10)] private partial Current Read(Spikes fired);
///     [Integrate] private partial Tensor Vote(Current read);
///
///     [Forward] private Tensor Classify(Tensor pixels) => Vote(Read(Fire(Drive(Light(pixels)))));
/// }
/// </code>
/// </example>
public sealed class EncodeAttribute : LayerAttribute
{
    /// <summary>Time steps of a train, 1 to 1,024.</summary>
    public int Steps { get; set; } = 32;
}

/// <summary>
/// Integrate-and-fire neurons, one per value of the width. Per step t, in this order: <c>v = v + i[t]</c>, fire when
/// <c>v &gt;= threshold</c>, and then reset. The membrane v is fresh in every row. <c>Current</c> in, <c>Spikes</c> out. It has no weights.
/// </summary>
public sealed class IfAttribute : LayerAttribute
{
    /// <summary>The membrane at which a neuron fires; finite and above 0.</summary>
    public float Threshold { get; set; } = 1f;

    /// <summary>The membrane before the first step; finite and below <see cref="Threshold"/>.</summary>
    public float Start { get; set; }

    /// <summary>What the membrane becomes after a spike.</summary>
    public SpikeReset Reset { get; set; }
}

/// <summary>
/// Leaky integrate-and-fire neurons, one per value of the width. Per step t, in this order: <c>v = fma(decay, v, i[t])</c>, fire when
/// <c>v &gt;= threshold</c>, and then reset. The membrane v is fresh in every row. <c>Current</c> in, <c>Spikes</c> out. It has no weights.
/// </summary>
public sealed class LifAttribute : LayerAttribute
{
    /// <summary>What is left of the membrane after one step, <c>exp(-dt / tau)</c>; above 0 and below 1.</summary>
    public float Decay { get; set; } = 0.9f;

    /// <summary>The membrane at which a neuron fires; finite and above 0.</summary>
    public float Threshold { get; set; } = 1f;

    /// <summary>The membrane before the first step; finite and below <see cref="Threshold"/>.</summary>
    public float Start { get; set; }

    /// <summary>What the membrane becomes after a spike.</summary>
    public SpikeReset Reset { get; set; }
}

/// <summary>
/// A readout that never fires: <c>v = fma(decay, v, i[t])</c> from +0 over all steps; the result is v after the last one.
/// <c>Current</c> in, <c>Tensor</c> out. It has no weights.
/// </summary>
public sealed class IntegrateAttribute : LayerAttribute
{
    /// <summary>What is left of the membrane after one step; above 0, at most 1.</summary>
    public float Decay { get; set; } = 1f;
}
