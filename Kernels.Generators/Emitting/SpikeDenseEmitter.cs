using System;
using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>
/// Linear layers on spikes: in every time step the words of the packed train are walked bit by bit, and the weights of each input that
/// fired are added to the accumulators of a panel. Who is silent costs nothing; a silent step costs the bias. 8-bit weights lie in quads,
/// so four neighbouring bits are taken at once, and only where one of them is set.
/// </summary>
internal static class SpikeDenseEmitter
{
    public static void Emit(CodeWriter code, SpikeDenseKey key, IsaText isa) =>
        Emit(code, isa, new Layer(key.Inputs, key.Outputs, key.Steps, key.Bias, Integer: false));

    public static void Emit(CodeWriter code, SpikeDenseInt8Key key, IsaText isa) =>
        Emit(code, isa, new Layer(key.Inputs, key.Outputs, key.Steps, key.Bias, Integer: true));

    private static void Emit(CodeWriter code, IsaText isa, Layer layer)
    {
        var vectors = layer.Integer ? isa.Int8VectorsPerPanel(layer.Outputs) : isa.DenseVectorsPerPanel(layer.Outputs);
        var registers = isa.Registers(layer.Outputs);
        var (last, panels) = (registers % vectors, (registers + vectors - 1) / vectors);
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Open($"internal static void Run{isa.Suffix}(ref float train, int rows, ref {layer.Element} panels, {layer.Scales}ref float bias, ref float y, int first, int end)"))
        {
            using (code.Open("for (int panel = first; panel < end; panel++)"))
            {
                code.Line($"ref {layer.Element} weights = ref Unsafe.Add(ref panels, (nint)panel * {layer.PanelRows * vectors * isa.Lanes});");
                code.Line($"int column = panel * {vectors * isa.Lanes};");
                if (last == 0) code.Line(Call(vectors));
                else if (panels == 1) code.Line(Call(last));
                else
                {
                    code.Line($"if (panel < {panels - 1}) {Call(vectors)}");
                    code.Line($"else {Call(last)}");
                }
            }
        }

        foreach (var count in new[] { panels > 1 || last == 0 ? vectors : 0, last }.Where(count => count > 0).Distinct()) Panel(code, isa, layer, count);

        string Call(int count) =>
            $"Panel{count}_{isa.Suffix}(ref Unsafe.As<float, uint>(ref train), ref weights, {(layer.Integer ? "ref Unsafe.Add(ref scales, column), " : "")}"
            + "ref Unsafe.Add(ref bias, column), ref Unsafe.Add(ref y, column), rows);";
    }

    private static void Panel(CodeWriter code, IsaText isa, Layer layer, int vectors)
    {
        var words = TrainLayout.Words(layer.Inputs);
        code.Line();
        code.Line($"// {vectors * isa.Lanes} outputs in {vectors} accumulators, step by step.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (code.Open($"private static void Panel{vectors}_{isa.Suffix}(ref uint train, ref {layer.Element} weights, {layer.Scales}ref float bias, ref float y, int rows)"))
        {
            using (code.Open("for (int row = 0; row < rows; row++)"))
            {
                code.Line($"ref uint words = ref Unsafe.Add(ref train, row * {Padding.Up(TrainLayout.OfSpikes(layer.Inputs, layer.Steps))});");
                code.Line($"ref float to = ref Unsafe.Add(ref y, row * {TrainLayout.OfCurrent(layer.Outputs, layer.Steps)});");
                using (code.Open($"for (int step = 0; step < {layer.Steps}; step++)"))
                {
                    code.Line(layer.Integer
                        ? $"{isa.IntType} {TileText.Sums(0, vectors, isa.ZeroInt)};"
                        : $"{isa.FloatType} {TileText.Sums(0, vectors, isa.Zero)};");
                    using (code.Open($"for (int word = 0; word < {words}; word++)"))
                    {
                        code.Line("uint bits = Unsafe.Add(ref words, word);");
                        if (layer.Integer) Quads(code, isa, vectors);
                        else Bits(code, isa, vectors);
                    }

                    Each(vectors, v => code.Line(isa.Store(Finished(isa, layer, v), "to", Literal.Of(v * isa.Lanes))));
                    code.Line($"words = ref Unsafe.Add(ref words, {words});");
                    code.Line($"to = ref Unsafe.Add(ref to, {Padding.Up(layer.Outputs)});");
                }
            }
        }
    }

    private static void Bits(CodeWriter code, IsaText isa, int vectors)
    {
        using (code.Open("for (; bits != 0; bits &= bits - 1)"))
        {
            code.Line($"ref float w = ref Unsafe.Add(ref weights, ((word * 32) + Lanes.FirstFired(bits)) * {vectors * isa.Lanes});");
            Each(vectors, v => code.Line($"{TileText.Sum(0, v)} = {isa.Add(TileText.Sum(0, v), isa.Load("w", Literal.Of(v * isa.Lanes)))};"));
        }
    }

    private static void Quads(CodeWriter code, IsaText isa, int vectors)
    {
        using (code.Open("while (bits != 0)"))
        {
            code.Line("int quad = Lanes.FirstFired(bits) >> 2;");
            code.Line("uint four = (bits >> (quad * 4)) & 15;");
            code.Line("bits &= ~(15u << (quad * 4));");
            code.Line($"ref sbyte w = ref Unsafe.Add(ref weights, ((word * 8) + quad) * {4 * vectors * isa.Lanes});");
            if (!isa.IsScalar) code.Line($"var fired = Lanes.SpikeQuad{isa.Suffix}(four);");
            Each(vectors, v => code.Line(isa.IsScalar
                ? $"{TileText.Sum(0, v)} = Lanes.AddFired({TileText.Sum(0, v)}, ref Unsafe.Add(ref w, {4 * v}), four);"
                : $"{TileText.Sum(0, v)} = Lanes.DotQuads({TileText.Sum(0, v)}, {isa.Vector}.LoadUnsafe(ref Unsafe.Add(ref w, {4 * v * isa.Lanes})), fired);"));
        }
    }

    private static string Finished(IsaText isa, Layer layer, int v)
    {
        var at = Literal.Of(v * isa.Lanes);
        var value = layer.Integer ? isa.Multiply($"Lanes.ToFloat({TileText.Sum(0, v)})", isa.Load("scales", at)) : TileText.Sum(0, v);
        return layer.Bias ? isa.Add(value, isa.Load("bias", at)) : value;
    }

    private static void Each(int vectors, Action<int> line)
    {
        for (var v = 0; v < vectors; v++) line(v);
    }

    private sealed record Layer(int Inputs, int Outputs, int Steps, bool Bias, bool Integer)
    {
        public string Element => Integer ? "sbyte" : "float";

        public string Scales => Integer ? "ref float scales, " : "";

        /// <summary>Weights of one output in a panel: quads are filled up.</summary>
        public int PanelRows => Integer ? (Inputs + 3) / 4 * 4 : Inputs;
    }
}
