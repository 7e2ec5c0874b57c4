using System;
using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>
/// Encoders and neurons: what drives them in, packed spikes out. Sixteen neurons at a time walk through all steps with their membranes in
/// registers; their masks become sixteen bits of a word. An encoder is a neuron too: its count of spikes drives it in every step against
/// a threshold of T, in whole numbers (docs/numerics.md).
/// </summary>
internal static class NeuronEmitter
{
    public static void Emit(CodeWriter code, NeuronKey key, IsaText isa)
    {
        var padded = Padding.Up(key.Width);
        Rows(code, isa, "current", key.Width, key.Steps, padded * key.Steps);
        using (Group(code, isa, "current"))
        {
            code.Line($"var threshold = {isa.Broadcast(Literal.Of(key.Threshold))};");
            if (key.Decay != 1f) code.Line($"var decay = {isa.Broadcast(Literal.Of(key.Decay))};");
            Each(code, isa, i => $"var v{i} = {isa.Broadcast(Literal.Of(key.Start == 0f ? 0f : key.Start))};");
            using (code.Open($"for (int step = 0; step < {key.Steps}; step++)"))
            {
                Each(code, isa, i =>
                {
                    var drive = isa.Load("current", Literal.Of(i * isa.Lanes));
                    return $"v{i} = {(key.Decay == 1f ? isa.Add("v" + i, drive) : isa.MultiplyAdd("decay", "v" + i, drive))};";
                });
                Fire(code, isa, key.Reset, key.Width);
                code.Line($"current = ref Unsafe.Add(ref current, {padded});");
            }
        }
    }

    public static void Emit(CodeWriter code, EncodeKey key, IsaText isa)
    {
        Rows(code, isa, "x", key.Width, key.Steps, Padding.Up(key.Width));
        using (Group(code, isa, "x"))
        {
            code.Line($"var threshold = {isa.Broadcast(key.Steps + "f")};");
            Each(code, isa, i => $"var count{i} = Lanes.SpikeCount({isa.Load("x", Literal.Of(i * isa.Lanes))}, threshold);");
            Each(code, isa, i => $"var v{i} = {isa.Zero};");
            using (code.Open($"for (int step = 0; step < {key.Steps}; step++)"))
            {
                Each(code, isa, i => $"v{i} = {isa.Add("v" + i, "count" + i)};");
                Fire(code, isa, SpikeReset.Subtract, key.Width);
            }
        }
    }

    private static void Rows(CodeWriter code, IsaText isa, string drive, int width, int steps, int stride)
    {
        var full = isa.IsScalar ? width : width / Padding.Values * Padding.Values;
        var words = TrainLayout.OfSpikes(width, steps);
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Open($"internal static void Run{isa.Suffix}(ref float {drive}, ref float train, int rows)"))
        {
            using (code.Open("for (int row = 0; row < rows; row++)"))
            {
                code.Line($"ref float from = ref Unsafe.Add(ref {drive}, row * {stride});");
                code.Line($"ref uint to = ref Unsafe.As<float, uint>(ref Unsafe.Add(ref train, row * {Padding.Up(words)}));");
                code.Line($"for (int word = 0; word < {words}; word++) Unsafe.Add(ref to, word) = 0;");
                if (full > 0)
                {
                    using (code.Open($"for (int n = 0; n < {full}; n += {Neurons(isa)})"))
                        code.Line($"Group{isa.Suffix}(ref Unsafe.Add(ref from, n), ref Unsafe.Add(ref to, n >> 5), n & 31, {(isa.IsScalar ? "1u" : "0xFFFFu")});");
                }

                if (full == width) return;
                code.Line("// What lies in the padding never fires.");
                code.Line($"Group{isa.Suffix}(ref Unsafe.Add(ref from, {full}), ref Unsafe.Add(ref to, {full / 32}), {full % 32}, {(1 << (width - full)) - 1}u);");
            }
        }
    }

    private static IDisposable Group(CodeWriter code, IsaText isa, string drive)
    {
        code.Line();
        code.Line($"// {(isa.IsScalar ? "One neuron" : "Sixteen neurons")} through all steps; shift: the place in a word; present: those that exist.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        return code.Open($"private static void Group{isa.Suffix}(ref float {drive}, ref uint train, int shift, uint present)");
    }

    private static void Fire(CodeWriter code, IsaText isa, SpikeReset reset, int width)
    {
        Each(code, isa, i => $"var fired{i} = Lanes.Reaches(v{i}, threshold);");
        Each(code, isa, i => $"v{i} = Lanes.Select(fired{i}, {(reset == SpikeReset.Zero ? isa.Zero : isa.Subtract("v" + i, "threshold"))}, v{i});");
        code.Line(isa.IsScalar
            ? "if (fired0) train |= present << shift;"
            : $"train |= (Lanes.Fired16({string.Join(", ", Enumerable.Range(0, Registers(isa)).Select(i => "fired" + Literal.Of(i)))}) & present) << shift;");
        code.Line($"train = ref Unsafe.Add(ref train, {TrainLayout.Words(width)});");
    }

    private static int Registers(IsaText isa) => isa.IsScalar ? 1 : Padding.Values / isa.Lanes;

    private static int Neurons(IsaText isa) => isa.IsScalar ? 1 : Padding.Values;

    private static void Each(CodeWriter code, IsaText isa, Func<int, string> line)
    {
        for (var i = 0; i < Registers(isa); i++) code.Line(line(i));
    }
}
