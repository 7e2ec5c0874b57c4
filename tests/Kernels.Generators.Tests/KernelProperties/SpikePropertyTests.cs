using System.Runtime.InteropServices;
using Kernels.Generators.Emitting;
using Kernels.Model;

namespace Kernels.Generators.Tests.KernelProperties;

/// <summary>Encoders, neurons, integrators and linear layers on spikes: every tail, special values, misaligned, between guard pages.</summary>
public sealed class SpikePropertyTests : IDisposable
{
    private static readonly int[] s_steps = [5, 1, 2, 32, 9];

    private readonly Guarded[] _memory = [.. Enumerable.Range(0, 5).Select(_ => new Guarded(400_000))];

    [Fact]
    public void Encoders_of_every_width()
    {
        var keys = Sample.Widths.Select((width, i) => new EncodeKey(width, s_steps[i % s_steps.Length])).ToArray();
        var library = KernelLibrary.Compile(keys);
        foreach (var key in keys)
            foreach (var isa in KernelLibrary.Isas)
                for (var round = 0; round < 3; round++) CheckEncode(library, key, isa, (key.Width + (round * 5)) % 16, round);
    }

    [Fact]
    public void A_train_of_any_length_spreads_its_spikes_evenly()
    {
        var keys = new[] { 1, 2, 3, 7, 31, 32, 33, 127, 1000, Limits.Steps }.Select(steps => new EncodeKey(48, steps)).ToArray();
        var library = KernelLibrary.Compile(keys);
        foreach (var key in keys)
            foreach (var isa in KernelLibrary.Isas) CheckEncode(library, key, isa, offset: 3, round: 0);
    }

    [Fact]
    public void Neurons_of_every_width()
    {
        var keys = Sample.Widths.Select((width, i) => new NeuronKey(
            width, s_steps[i % s_steps.Length], i % 2 == 0 ? 1f : 0.75f, Threshold: 0.5f + (i % 3), Start: (i % 4) switch { 0 => 0f, 1 => 0.25f, 2 => -1.5f, _ => -0f }, (SpikeReset)(i % 2))).ToArray();
        var library = KernelLibrary.Compile(keys);
        var fired = 0L;
        foreach (var key in keys)
            foreach (var isa in KernelLibrary.Isas)
                for (var round = 0; round < 4; round++) fired += CheckNeuron(library, key, isa, (key.Width + (round * 5)) % 16, special: round == 3);

        Assert.True(fired > 10_000, $"Only {fired} spikes were compared.");
    }

    [Fact]
    public void Integrators_of_every_width()
    {
        var keys = Sample.Widths.Select((width, i) => new IntegrateKey(width, s_steps[i % s_steps.Length], i % 2 == 0 ? 1f : 0.9f)).ToArray();
        var library = KernelLibrary.Compile(keys);
        foreach (var key in keys)
            foreach (var isa in KernelLibrary.Isas)
                for (var round = 0; round < 4; round++) CheckIntegrate(library, key, isa, (key.Width + (round * 5)) % 16, special: round == 3);
    }

    [Fact]
    public void Linear_layers_of_every_width()
    {
        int[] inputs = [129, 1, 2, 3, 4, 5, 7, 16, 31, 32, 33, 63, 64, 65, 100];
        var floats = Sample.Widths.Select((width, i) => new SpikeDenseKey(inputs[i % inputs.Length], width, s_steps[i % s_steps.Length], Bias: i % 2 == 0)).ToArray();
        var integers = floats.Select(key => new SpikeDenseInt8Key(key.Inputs, key.Outputs, key.Steps, key.Bias)).ToArray();
        var library = KernelLibrary.Compile([.. floats, .. integers]);
        for (var i = 0; i < floats.Length; i++)
        {
            foreach (var isa in IsaText.All.Where(isa => KernelLibrary.Runs(isa.Isa)))
            {
                for (var round = 0; round < 4; round++)
                {
                    var (rows, offset) = (1 + ((i + round) % 4), (i + (round * 3)) % 16);
                    CheckDense(library, floats[i], isa, rows, offset, round);
                    CheckDenseInt8(library, integers[i], isa, rows, offset, round);
                }
            }
        }
    }

    public void Dispose() => Array.ForEach(_memory, memory => memory.Dispose());

    private void CheckEncode(KernelLibrary library, EncodeKey key, Isa isa, int offset, int round)
    {
        const int rows = 3;
        var sample = new Sample((key.Width * 100) + offset);
        var (stride, words, atEnd) = (Padding.Up(key.Width), Padding.Up(TrainLayout.OfSpikes(key.Width, key.Steps)), offset % 2 == 0);
        var x = _memory[0].Place<float>(rows * stride, offset, atEnd);
        var train = _memory[1].Place<float>(rows * words, (offset + 3) % 16, atEnd);
        sample.FillRows(x, key.Width, special: round == 1);
        // Values that lie right between two counts.
        if (round == 2)
            for (var row = 0; row < rows; row++)
                for (var n = 0; n < key.Width; n++) x[(row * stride) + n] = (sample.Next(2 * key.Steps) + 0.5f) / key.Steps;
        Dirty(sample, train);
        library.Get<TrainRun>(key)(isa, ref x[0], ref train[0], rows);

        var where = $"{key.Name}, ISA {Machine.Name(isa)}, offset {offset}";
        foreach (var memory in _memory.Take(2)) memory.Check(where);
        for (var row = 0; row < rows; row++)
        {
            var counts = new long[key.Width];
            for (var n = 0; n < key.Width; n++)
            {
                var value = x[(row * stride) + n];
                counts[n] = (long)MathF.Round((value > 0 ? value < 1 ? value : 1 : 0) * key.Steps, MidpointRounding.ToEven);
            }

            Compare(train.Slice(row * words, words), key.Width, key.Steps, (n, t) => (t + 1) * counts[n] / key.Steps > t * counts[n] / key.Steps, where);
        }
    }

    private long CheckNeuron(KernelLibrary library, NeuronKey key, Isa isa, int offset, bool special)
    {
        const int rows = 3;
        var sample = new Sample((key.Width * 100) + offset);
        var (stride, words, atEnd) = (TrainLayout.OfCurrent(key.Width, key.Steps), Padding.Up(TrainLayout.OfSpikes(key.Width, key.Steps)), offset % 2 == 0);
        var current = _memory[0].Place<float>(rows * stride, offset, atEnd);
        var train = _memory[1].Place<float>(rows * words, (offset + 3) % 16, atEnd);
        FillCurrents(sample, current, key.Width, special);
        Dirty(sample, train);
        library.Get<TrainRun>(key)(isa, ref current[0], ref train[0], rows);

        var where = $"{key.Name}, ISA {Machine.Name(isa)}, offset {offset}";
        foreach (var memory in _memory.Take(2)) memory.Check(where);
        var fired = 0L;
        for (var row = 0; row < rows; row++)
        {
            var spikes = new bool[key.Width, key.Steps];
            for (var n = 0; n < key.Width; n++)
            {
                var v = key.Start;
                for (var t = 0; t < key.Steps; t++)
                {
                    v = Sample.MultiplyAdd(key.Decay, v, current[(row * stride) + (t * Padding.Up(key.Width)) + n]);
                    if (!(v >= key.Threshold)) continue;
                    spikes[n, t] = true;
                    fired++;
                    v = key.Reset == SpikeReset.Zero ? 0 : v - key.Threshold;
                }
            }

            Compare(train.Slice(row * words, words), key.Width, key.Steps, (n, t) => spikes[n, t], where);
        }

        return fired;
    }

    private void CheckIntegrate(KernelLibrary library, IntegrateKey key, Isa isa, int offset, bool special)
    {
        const int rows = 3;
        var sample = new Sample((key.Width * 100) + offset);
        var (padded, stride, atEnd) = (Padding.Up(key.Width), TrainLayout.OfCurrent(key.Width, key.Steps), offset % 2 == 0);
        var current = _memory[0].Place<float>(rows * stride, offset, atEnd);
        var y = _memory[1].Place<float>(rows * padded, (offset + 3) % 16, atEnd);
        FillCurrents(sample, current, key.Width, special);
        y.Fill(float.NaN);
        library.Get<TrainRun>(key)(isa, ref current[0], ref y[0], rows);

        var where = $"{key.Name}, ISA {Machine.Name(isa)}, offset {offset}";
        foreach (var memory in _memory.Take(2)) memory.Check(where);
        for (var row = 0; row < rows; row++)
        {
            for (var n = 0; n < key.Width; n++)
            {
                var v = 0f;
                for (var t = 0; t < key.Steps; t++) v = Sample.MultiplyAdd(key.Decay, v, current[(row * stride) + (t * padded) + n]);
                Sample.Equal(v, y[(row * padded) + n], $"{where}: row {row}, value {n}");
            }
        }
    }

    private void CheckDense(KernelLibrary library, SpikeDenseKey key, IsaText isa, int rows, int offset, int round)
    {
        var sample = new Sample((key.Outputs * 1000) + offset);
        var (padded, stride, atEnd) = (Padding.Up(key.Outputs), TrainLayout.OfCurrent(key.Outputs, key.Steps), offset % 2 == 0);
        var panels = new Panels(key.Inputs, key.Outputs, isa.Lanes, library.Get<PanelColumns>(key, "PanelColumns")(isa.Isa));
        var train = Train(sample, rows, key.Inputs, key.Steps, offset, atEnd, round, out var spikes);
        var weights = _memory[1].Place<float>(panels.FloatCount, (offset + 5) % 16, atEnd);
        var bias = _memory[2].Place<float>(padded, (offset + 10) % 16, atEnd);
        var y = _memory[3].Place<float>(rows * stride, (offset + 4) % 16, atEnd);
        sample.Fill(bias[..key.Outputs], special: round == 3);
        y.Fill(float.NaN);
        var w = new float[key.Inputs * key.Outputs];
        sample.Fill(w, special: round == 3);
        for (var k = 0; k < key.Inputs; k++)
            for (var n = 0; n < key.Outputs; n++) weights[panels.FloatAt(k, n)] = w[(k * key.Outputs) + n];

        var run = library.Get<SpikeDenseRun>(key);
        var split = sample.Next(panels.Count + 1);
        run(isa.Isa, ref train[0], rows, ref weights[0], ref bias[0], ref y[0], split, panels.Count);
        run(isa.Isa, ref train[0], rows, ref weights[0], ref bias[0], ref y[0], 0, split);

        var where = $"{key.Name}, ISA {isa.Suffix}, {rows} rows, offset {offset}";
        foreach (var memory in _memory.Take(4)) memory.Check(where);
        for (var at = 0; at < rows * key.Steps; at++)
        {
            for (var n = 0; n < key.Outputs; n++)
            {
                // In f32 adding a weight is the same as a multiply-add with 1.
                var sum = 0f;
                for (var k = 0; k < key.Inputs; k++)
                    if (spikes[at, k]) sum = Sample.MultiplyAdd(1f, w[(k * key.Outputs) + n], sum);
                if (key.Bias) sum += bias[n];
                Sample.Equal(sum, y[(at * padded) + n], $"{where}: step {at}, output {n}");
            }
        }
    }

    private void CheckDenseInt8(KernelLibrary library, SpikeDenseInt8Key key, IsaText isa, int rows, int offset, int round)
    {
        var sample = new Sample((key.Outputs * 1000) + offset);
        var (padded, stride, atEnd) = (Padding.Up(key.Outputs), TrainLayout.OfCurrent(key.Outputs, key.Steps), offset % 2 == 0);
        var panels = new Panels(key.Inputs, key.Outputs, isa.Lanes, library.Get<PanelColumns>(key, "PanelColumns")(isa.Isa));
        var train = Train(sample, rows, key.Inputs, key.Steps, offset, atEnd, round, out var spikes);
        var weights = _memory[1].Place<sbyte>(panels.ByteCount, (offset + 5) % 16, atEnd);
        var bias = _memory[2].Place<float>(padded, (offset + 10) % 16, atEnd);
        var scales = _memory[4].Place<float>(padded, (offset + 1) % 16, atEnd);
        var y = _memory[3].Place<float>(rows * stride, (offset + 4) % 16, atEnd);
        sample.Fill(bias[..key.Outputs], special: false);
        sample.Fill(scales[..key.Outputs], special: false);
        y.Fill(float.NaN);
        var w = new sbyte[key.Inputs * key.Outputs];
        sample.Fill(w, extreme: round == 2);
        for (var k = 0; k < key.Inputs; k++)
            for (var n = 0; n < key.Outputs; n++) weights[panels.ByteAt(k, n)] = w[(k * key.Outputs) + n];

        var run = library.Get<SpikeDenseInt8Run>(key);
        var split = sample.Next(panels.Count + 1);
        run(isa.Isa, ref train[0], rows, ref weights[0], ref scales[0], ref bias[0], ref y[0], split, panels.Count);
        run(isa.Isa, ref train[0], rows, ref weights[0], ref scales[0], ref bias[0], ref y[0], 0, split);

        var where = $"{key.Name}, ISA {isa.Suffix}, {rows} rows, offset {offset}";
        Array.ForEach(_memory, memory => memory.Check(where));
        for (var at = 0; at < rows * key.Steps; at++)
        {
            for (var n = 0; n < key.Outputs; n++)
            {
                var sum = 0;
                for (var k = 0; k < key.Inputs; k++)
                    if (spikes[at, k]) sum += w[(k * key.Outputs) + n];
                var value = sum * scales[n];
                if (key.Bias) value += bias[n];
                Sample.Equal(value, y[(at * padded) + n], $"{where}: step {at}, output {n}");
            }
        }
    }

    /// <summary>Packed trains with the bits behind the last step set at random: none of them may be read. Round 1 is silent, round 2 fires always.</summary>
    private Span<float> Train(Sample sample, int rows, int width, int steps, int offset, bool atEnd, int round, out bool[,] spikes)
    {
        var (words, stride) = (TrainLayout.Words(width), Padding.Up(TrainLayout.OfSpikes(width, steps)));
        var train = _memory[0].Place<float>(rows * stride, offset, atEnd);
        Dirty(sample, train);
        spikes = new bool[rows * steps, width];
        var bits = MemoryMarshal.Cast<float, uint>(train);
        for (var at = 0; at < rows * steps; at++)
        {
            var step = bits.Slice((at / steps * stride) + (at % steps * words), words);
            step.Clear();
            for (var k = 0; k < width; k++)
            {
                spikes[at, k] = round == 2 || (round != 1 && sample.Next(4) == 0);
                if (spikes[at, k]) step[k / 32] |= 1u << (k % 32);
            }
        }

        return train;
    }

    /// <summary>Currents that cross thresholds near 1, NaN where a step is padded.</summary>
    private static void FillCurrents(Sample sample, Span<float> current, int width, bool special)
    {
        sample.FillRows(current, width, special);
        for (var i = 0; i < current.Length; i++) current[i] = (current[i] * 1.5f) + (float.IsFinite(current[i]) ? 0.25f : 0f);
    }

    private static void Dirty(Sample sample, Span<float> train)
    {
        foreach (ref var word in MemoryMarshal.Cast<float, uint>(train)) word = (uint)sample.Next(int.MaxValue) * 3u;
    }

    /// <summary>All bits of all words of all steps: those of neurons that do not exist are 0.</summary>
    private static void Compare(ReadOnlySpan<float> train, int width, int steps, Func<int, int, bool> expected, string where)
    {
        var words = MemoryMarshal.Cast<float, uint>(train);
        for (var t = 0; t < steps; t++)
        {
            for (var n = 0; n < TrainLayout.Words(width) * 32; n++)
            {
                var fired = ((words[(t * TrainLayout.Words(width)) + (n / 32)] >> (n % 32)) & 1) != 0;
                if (fired != (n < width && expected(n, t))) Assert.Fail($"{where}: neuron {n}, step {t}: fired is {fired}");
            }
        }
    }
}

internal delegate void TrainRun(Isa isa, ref float from, ref float to, int rows);

internal delegate void SpikeDenseRun(Isa isa, ref float train, int rows, ref float panels, ref float bias, ref float y, int first, int end);

internal delegate void SpikeDenseInt8Run(
    Isa isa, ref float train, int rows, ref sbyte panels, ref float scales, ref float bias, ref float y, int first, int end);
