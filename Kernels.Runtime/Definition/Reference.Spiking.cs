using Kernels.Model;

namespace Kernels.CompilerServices;

public static partial class Reference
{
    /// <summary>
    /// Values as trains of spikes: <c>c = round_half_even(Min(Max(0, x), 1) * T)</c>, and step t carries a spike when
    /// <c>floor((t + 1) c / T) &gt; floor(t c / T)</c>, in integers.
    /// </summary>
    /// <param name="scope">Who watches.</param>
    /// <param name="method">The layer's method, for messages and traces.</param>
    /// <param name="x">Rows of any width. A NaN counts as 0.</param>
    /// <param name="steps">Time steps T.</param>
    public static Spikes Encode(DefinitionScope scope, string method, Tensor x, int steps)
    {
        scope.Begin(method, x);
        var fired = new bool[checked(x.Rows * steps * x.Width)];
        for (var row = 0; row < x.Rows; row++)
        {
            for (var n = 0; n < x.Width; n++)
            {
                var c = (int)MathF.Round(Lanes.Min(Lanes.Max(0f, x[row, n]), 1f) * steps, MidpointRounding.ToEven);
                for (var t = 0; t < steps; t++) fired[(((row * steps) + t) * x.Width) + n] = (t + 1) * c / steps > t * c / steps;
            }
        }

        Count(scope, method, x.Rows, steps, x.Width, fired);
        return scope.End(method, new Spikes(x.Rows, steps, x.Width, fired));
    }

    /// <summary>
    /// A linear layer on spikes, in every time step: <c>acc = acc + w[n][k]</c> over the k that fired, ascending from +0, then
    /// <c>+ b[n]</c>. In integers acc is an exact sum and <c>y = (float)acc * s_w[n]</c>: a spike is 1, so there is no scale of activations.
    /// </summary>
    /// <param name="scope">Where the weights are.</param>
    /// <param name="method">The layer's method, for messages and traces.</param>
    /// <param name="weights">The prefix of the matrix (<c>.weight</c>) and the bias (<c>.bias</c>).</param>
    /// <param name="s">Trains of any width.</param>
    /// <param name="rule">How the result's width is given.</param>
    /// <param name="size">The width or the factor.</param>
    /// <param name="bias">Whether a bias is added; without one nothing is.</param>
    /// <param name="layout">How the matrix lies in the file.</param>
    /// <param name="precision">Whether the layer stays f32 in an integer mode.</param>
    /// <exception cref="ArgumentException">The width of s cannot be divided as the layer asks.</exception>
    public static Current Dense(
        DefinitionScope scope, string method, string weights, Spikes s, WidthRule rule, int size, bool bias, WeightLayout layout, Precision precision)
    {
        scope.Begin(method, s);
        var outputs = OutputsOf(scope, method, s.Width, rule, size);
        var table = scope.Table(weights + ".weight", outputs, s.Width, layout);
        var added = bias ? scope.Vector(weights + ".bias", outputs) : null;
        var integers = scope.Mode != Mode.Dense && precision == Precision.OfMode;
        var counts = scope.Counts?.Of(scope.PathOf(method)) ?? new LayerCounts(method);
        counts.Rows += s.Rows * s.Steps;
        var y = new float[checked(s.Rows * s.Steps * outputs)];
        for (var at = 0; at < s.Rows * s.Steps; at++)
        {
            var fired = s.Step(at / s.Steps, at % s.Steps);
            foreach (var fires in fired)
            {
                counts.Spikes += fires ? 1 : 0;
                counts.Accumulations += fires ? outputs : 0;
                counts.Skips += fires ? 0 : 1;
                counts.WeightBits += fires ? (long)outputs * (integers ? WeightFormat.Int8 : WeightFormat.Float32).Bits() : 0;
            }

            for (var n = 0; n < outputs; n++)
            {
                var sum = integers
                    ? SumOfFired(fired, table.Quantized.Row(n)) * table.Quantized.Scales[n]
                    : SumOfFired(fired, table.Floats.AsSpan(n * s.Width, s.Width));
                y[(at * outputs) + n] = added is null ? sum : sum + added[n];
            }
        }

        return scope.End(method, new Current(s.Rows, s.Steps, outputs, y));
    }

    /// <summary>
    /// Spiking neurons. Per step: <c>v = fma(decay, v, i[t])</c>, fire when <c>v &gt;= threshold</c>, and then v becomes
    /// <c>v - threshold</c> or 0. Every row starts afresh.
    /// </summary>
    /// <param name="scope">Who watches.</param>
    /// <param name="method">The layer's method, for messages and traces.</param>
    /// <param name="i">Currents of any width. A NaN silences a neuron for the rest of its row.</param>
    /// <param name="decay">What is left of the membrane after one step; 1: nothing leaks.</param>
    /// <param name="threshold">The membrane at which a neuron fires.</param>
    /// <param name="start">The membrane before the first step.</param>
    /// <param name="reset">What the membrane becomes after a spike.</param>
    public static Spikes Neuron(DefinitionScope scope, string method, Current i, float decay, float threshold, float start, SpikeReset reset)
    {
        scope.Begin(method, i);
        var fired = new bool[checked(i.Rows * i.Steps * i.Width)];
        for (var row = 0; row < i.Rows; row++)
        {
            for (var n = 0; n < i.Width; n++)
            {
                var v = start;
                for (var t = 0; t < i.Steps; t++)
                {
                    v = Lanes.MultiplyAdd(decay, v, i[row, t, n]);
                    if (!(v >= threshold)) continue;
                    fired[(((row * i.Steps) + t) * i.Width) + n] = true;
                    v = reset == SpikeReset.Subtract ? v - threshold : 0f;
                }
            }
        }

        Count(scope, method, i.Rows, i.Steps, i.Width, fired);
        return scope.End(method, new Spikes(i.Rows, i.Steps, i.Width, fired));
    }

    /// <summary>The membrane after the last step, of neurons that never fire: <c>v = fma(decay, v, i[t])</c> from +0.</summary>
    /// <param name="scope">Who watches.</param>
    /// <param name="method">The layer's method, for messages and traces.</param>
    /// <param name="i">Currents of any width.</param>
    /// <param name="decay">What is left of the membrane after one step.</param>
    public static Tensor Integrate(DefinitionScope scope, string method, Current i, float decay)
    {
        scope.Begin(method, i);
        var y = new float[i.Rows * i.Width];
        for (var row = 0; row < i.Rows; row++)
            for (var n = 0; n < i.Width; n++)
                for (var t = 0; t < i.Steps; t++) y[(row * i.Width) + n] = Lanes.MultiplyAdd(decay, y[(row * i.Width) + n], i[row, t, n]);
        Count(scope, method, i.Rows, i.Steps, i.Width, []);
        return scope.End(method, new Tensor(i.Rows, i.Width, y));
    }

    private static void Count(DefinitionScope scope, string method, int rows, int steps, int width, bool[] fired)
    {
        if (scope.Counts?.OfNeurons(scope.PathOf(method)) is not { } counts) return;
        counts.Rows += rows;
        counts.Updates += (long)rows * steps * width;
        foreach (var fires in fired) counts.Spikes += fires ? 1 : 0;
    }

    private static float SumOfFired(ReadOnlySpan<bool> fired, ReadOnlySpan<float> w)
    {
        var acc = 0f;
        for (var k = 0; k < fired.Length; k++)
            if (fired[k]) acc += w[k];
        return acc;
    }

    private static int SumOfFired(ReadOnlySpan<bool> fired, ReadOnlySpan<sbyte> w)
    {
        var acc = 0;
        for (var k = 0; k < fired.Length; k++)
            if (fired[k]) acc = checked(acc + w[k]);
        return acc;
    }
}
