using System;
using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>
/// Causal attention of one head over a cache, without a matrix of scores: keys in blocks of 64, running maximum and sum (Dao et al.
/// 2022, algorithm 1, with the order of docs/numerics.md). Keys lie transposed in their block, so that a register holds the same component
/// of neighbouring keys; values lie row by row.
/// </summary>
internal static class AttentionEmitter
{
    /// <summary>Keys per block.</summary>
    public const int Block = 64;

    /// <summary>Registers of a mixed row that are kept while walking over the keys of a block.</summary>
    private const int GroupRegisters = 4;

    /// <summary>Values per head in the value cache and in the scratch row.</summary>
    public static int Padded(int headSize) => Padding.Up(headSize);

    public static void Emit(CodeWriter code, AttentionKey key, IsaText isa)
    {
        var d = key.HeadSize;
        code.Line("// Takes rows of queries, keys and values of one head; position is that of the first row. scratch: 64 + padded head size values.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Open(
            $"internal static void Run{isa.Suffix}(ref float q, ref float k, ref float v, int stride, ref float keys, ref float values, "
            + "ref float scratch, ref float y, int outputStride, int rows, int position)"))
        {
            code.Line("float scale = 1f / MathF.Sqrt(" + d + "f);");
            code.Line($"ref float mix = ref Unsafe.Add(ref scratch, {Block});");
            using (code.Open("for (int row = 0; row < rows; row++)"))
            {
                code.Line("int at = position + row;");
                code.Line($"Remember{isa.Suffix}(ref Unsafe.Add(ref k, row * stride), ref Unsafe.Add(ref v, row * stride), ref keys, ref values, at);");
                code.Line($"for (int c = 0; c < {Padded(d)}; c++) Unsafe.Add(ref mix, c) = 0f;");
                code.Line("float m = float.NegativeInfinity, l = 0f;");
                using (code.Open($"for (int start = 0; start <= at; start += {Block})"))
                {
                    code.Line($"int present = at + 1 - start; if (present > {Block}) present = {Block};");
                    code.Line($"float highest = Scores{isa.Suffix}(ref Unsafe.Add(ref q, row * stride), ref Unsafe.Add(ref keys, (nint)start * {d}), scale, ref scratch, present);");
                    code.Line("float next = Lanes.Max(m, highest);");
                    code.Line("float a = VectorMath.Exp(m - next);");
                    code.Line("l = Lanes.MultiplyAdd(l, a, Weigh" + isa.Suffix + "(ref scratch, next, present));");
                    code.Line("m = next;");
                    code.Line($"Mix{isa.Suffix}(ref scratch, ref Unsafe.Add(ref values, (nint)start * {Padded(d)}), ref mix, a, present);");
                }

                code.Line($"for (int c = 0; c < {d}; c++) Unsafe.Add(ref y, (row * outputStride) + c) = Unsafe.Add(ref mix, c) / l;");
            }
        }

        Remember(code, d, isa);
        Scores(code, d, isa);
        Weigh(code, isa);
        Mix(code, d, isa);
    }

    private static void Remember(CodeWriter code, int d, IsaText isa)
    {
        code.Line();
        code.Line("// Puts one key (as a column of its block) and one value (as a row) into the cache.");
        using (code.Open($"private static void Remember{isa.Suffix}(ref float k, ref float v, ref float keys, ref float values, int at)"))
        {
            code.Line($"ref float column = ref Unsafe.Add(ref keys, ((nint)(at / {Block}) * {Block * d}) + (at % {Block}));");
            code.Line($"ref float line = ref Unsafe.Add(ref values, (nint)at * {Padded(d)});");
            using (code.Open($"for (int c = 0; c < {d}; c++)"))
            {
                code.Line($"Unsafe.Add(ref column, c * {Block}) = Unsafe.Add(ref k, c);");
                code.Line("Unsafe.Add(ref line, c) = Unsafe.Add(ref v, c);");
            }
        }
    }

    private static void Scores(CodeWriter code, int d, IsaText isa)
    {
        var registers = isa.IsScalar ? 4 : Math.Min(4, Block / isa.Lanes);
        var step = registers * isa.Lanes;
        code.Line();
        code.Line("// Scores of a block's keys into scratch; gives the highest of those present.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (code.Open($"private static float Scores{isa.Suffix}(ref float q, ref float keys, float scale, ref float scratch, int present)"))
        {
            code.Line($"var highest = {isa.Broadcast("float.NegativeInfinity")};");
            code.Line($"var factor = {isa.Broadcast("scale")};");
            using (code.Open($"for (int j = 0; j < present; j += {step})"))
            {
                code.Line($"{isa.FloatType} {string.Join(", ", Enumerable.Range(0, registers).Select(i => $"s{i} = {isa.Zero}"))};");
                code.Line("ref float key = ref Unsafe.Add(ref keys, j);");
                using (code.Open($"for (int c = 0; c < {d}; c++)"))
                {
                    code.Line($"var x = {isa.Broadcast("Unsafe.Add(ref q, c)")};");
                    for (var i = 0; i < registers; i++)
                        code.Line($"s{i} = {isa.MultiplyAdd("x", isa.Load("key", Literal.Of(i * isa.Lanes)), "s" + i)};");
                    code.Line($"key = ref Unsafe.Add(ref key, {Block});");
                }

                for (var i = 0; i < registers; i++)
                {
                    var offset = i == 0 ? "j" : "j + " + Literal.Of(i * isa.Lanes);
                    code.Line($"s{i} = {isa.Multiply("s" + i, "factor")};");
                    code.Line(isa.Store("s" + i, "scratch", offset));
                    code.Line(isa.IsScalar
                        ? $"if ({offset} < present) highest = Lanes.Max(highest, s{i});"
                        : $"highest = Lanes.Max(highest, Lanes.Absent(s{i}, present - ({offset}), float.NegativeInfinity));");
                }
            }

            if (isa.IsScalar) code.Line("return highest;");
            else
            {
                code.Line($"float best = {isa.Vector}.GetElement(highest, 0);");
                code.Line($"for (int lane = 1; lane < {isa.Lanes}; lane++) best = Lanes.Max(best, {isa.Vector}.GetElement(highest, lane));");
                code.Line("return best;");
            }
        }
    }

    private static void Weigh(CodeWriter code, IsaText isa)
    {
        code.Line();
        code.Line("// Scores to weights exp(s - m); gives their sum in sixteen lanes, key j in lane j mod 16.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (code.Open($"private static float Weigh{isa.Suffix}(ref float scratch, float m, int present)"))
        {
            RowReduction.Start(code, isa, "0f");
            if (isa.IsScalar)
            {
                using (code.Open("for (int j = 0; j < present; j++)"))
                {
                    code.Line("float p = VectorMath.Exp(Unsafe.Add(ref scratch, j) - m);");
                    code.Line("Unsafe.Add(ref scratch, j) = p;");
                    code.Line("Unsafe.Add(ref lane, j & 15) += p;");
                }
            }
            else
            {
                code.Line($"var highest = {isa.Broadcast("m")};");
                using (code.Open("for (int j = 0; j < present; j += 16)"))
                {
                    for (var i = 0; i < 16 / isa.Lanes; i++)
                    {
                        var offset = i == 0 ? "j" : "j + " + Literal.Of(i * isa.Lanes);
                        code.Line($"var p{i} = Lanes.Absent(VectorMath.Exp({isa.Subtract(isa.Load("scratch", offset), "highest")}), present - ({offset}), 0f);");
                        code.Line(isa.Store("p" + i, "scratch", offset));
                        code.Line($"lane{i} = {isa.Add("lane" + i, "p" + i)};");
                    }
                }
            }

            code.Line($"return {RowReduction.End(isa, "Sum16")};");
        }
    }

    private static void Mix(CodeWriter code, int d, IsaText isa)
    {
        var padded = Padded(d);
        var registers = isa.IsScalar ? d : padded / isa.Lanes;
        code.Line();
        code.Line("// The running mix of values: scaled by a, then each key's value added, keys ascending.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (code.Open($"private static void Mix{isa.Suffix}(ref float scratch, ref float values, ref float mix, float a, int present)"))
        {
            code.Line($"var factor = {isa.Broadcast("a")};");
            if (registers >= GroupRegisters)
            {
                using (code.Open($"for (int c = 0; c < {registers / GroupRegisters * GroupRegisters * isa.Lanes}; c += {GroupRegisters * isa.Lanes})"))
                    MixGroup(code, isa, padded, GroupRegisters, "c");
            }

            var rest = registers % GroupRegisters;
            if (rest > 0)
            {
                using (code.Open(""))
                    MixGroup(code, isa, padded, rest, Literal.Of((registers - rest) * isa.Lanes));
            }
        }
    }

    private static void MixGroup(CodeWriter code, IsaText isa, int padded, int registers, string column)
    {
        string Offset(int i) => i == 0 ? column : column + " + " + Literal.Of(i * isa.Lanes);
        for (var i = 0; i < registers; i++)
            code.Line($"var o{i} = {isa.Multiply(isa.Load("mix", Offset(i)), "factor")};");
        code.Line($"ref float value = ref Unsafe.Add(ref values, {column});");
        using (code.Open("for (int j = 0; j < present; j++)"))
        {
            code.Line($"var p = {isa.Broadcast("Unsafe.Add(ref scratch, j)")};");
            for (var i = 0; i < registers; i++)
                code.Line($"o{i} = {isa.MultiplyAdd("p", isa.Load("value", Literal.Of(i * isa.Lanes)), "o" + i)};");
            code.Line($"value = ref Unsafe.Add(ref value, {padded});");
        }

        for (var i = 0; i < registers; i++) code.Line(isa.Store("o" + i, "mix", Offset(i)));
    }
}
