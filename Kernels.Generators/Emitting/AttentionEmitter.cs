using System;
using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>
/// Attention of one head over a cache, without a matrix of scores: keys in blocks of 64, running maximum and sum (Dao et al.
/// 2022, algorithm 1, with the order of docs/numerics.md). Keys lie transposed in their block, so that a register holds the same component
/// of neighbouring keys; values lie row by row (<see cref="CacheBlocks"/>). Rounded ones are made f32 where they are met.
/// </summary>
internal static class AttentionEmitter
{
    private const int Block = CacheBlocks.Positions;

    public static void Emit(CodeWriter code, AttentionKey key, IsaText isa)
    {
        var d = key.HeadSize;
        var scratch = $"scratch: {CacheBlocks.Scratch(d)} values.";
        code.Line(key.Whole
            ? "// Takes rows of queries of one head, which see all keys. " + scratch
            : "// Takes rows of queries, keys and values of one head; position is that of the first row. " + scratch);
        if (key.Biased) code.Line("// bias: what is added to the score of a key as far away as the row itself; that of a later key lies behind it.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Open(
            $"internal static void Run{isa.Suffix}(ref float q, {(key.Whole ? "" : "ref float k, ref float v, ")}int stride, ref byte keys, ref byte values, bool rounded, "
            + $"ref float scratch, ref float y, int outputStride, int rows, int {(key.Whole ? "count" : "position")}{(key.Biased ? ", ref float bias" : "")})"))
        {
            if (key.Scaled) code.Line("float scale = 1f / MathF.Sqrt(" + d + "f);");
            using (code.Open("for (int row = 0; row < rows; row++)"))
            {
                code.Line(key.Whole ? "int at = count - 1;" : "int at = position + row;");
                string Call(int count) =>
                    $"Rows{count}_{isa.Suffix}(ref Unsafe.Add(ref q, row * stride), stride, ref keys, ref values, rounded, {(key.Scaled ? "scale, " : "")}ref scratch, ref Unsafe.Add(ref y, row * outputStride), outputStride, at"
                    + (!key.Biased ? "" : key.Whole ? ", ref Unsafe.Add(ref bias, -row)" : ", ref Unsafe.Add(ref bias, -at)") + ");";
                string Kept(string row, string place) =>
                    $"CacheRows.Put(ref Unsafe.Add(ref k, {row} * stride), ref Unsafe.Add(ref v, {row} * stride), ref keys, ref values, {d}, {Padding.Up(d)}, {place}, rounded);";
                if (!key.Whole) code.Line(Kept("row", "at"));
                if (isa.IsScalar) code.Line(Call(1));
                else
                {
                    code.Line(key.Whole ? "if (row + 1 == rows)" : $"if (row + 1 == rows || at % {Block} == {Block - 1})");
                    code.Line("    " + Call(1));
                    using (code.Open("else"))
                    {
                        code.Line(key.Whole ? "// Two rows share the walk over the cache." : "// Two rows whose last keys lie in one block share the walk over the cache.");
                        if (!key.Whole) code.Line(Kept("(row + 1)", "at + 1"));
                        code.Line(Call(2));
                        code.Line("row++;");
                    }
                }
            }
        }

        foreach (var rows in isa.IsScalar ? new[] { 1 } : [1, 2])
        {
            Rows(code, key, isa, rows);
            foreach (var rounded in new[] { false, true }) Scores(code, key, isa, rows, rounded);
            foreach (var rounded in new[] { false, true }) Mix(code, d, isa, rows, rounded);
        }

        Weigh(code, isa);
    }

    private static void Rows(CodeWriter code, AttentionKey key, IsaText isa, int rows)
    {
        var d = key.HeadSize;
        var mixAt = rows * Block;
        code.Line();
        var seen = key.Whole ? "all keys" : "all keys up to its own";
        code.Line(rows == 1 ? $"// One row against {seen}." : $"// Two neighbouring rows, each against {seen}.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (code.Open(
            $"private static void Rows{rows}_{isa.Suffix}(ref float q, int stride, ref byte keys, ref byte values, bool rounded, {(key.Scaled ? "float scale, " : "")}ref float scratch, ref float y, int outputStride, int at{(key.Biased ? ", ref float bias" : "")})"))
        {
            code.Line($"ref float mix = ref Unsafe.Add(ref scratch, {mixAt});");
            code.Line($"for (int c = 0; c < {rows * Padding.Up(d)}; c++) Unsafe.Add(ref mix, c) = 0f;");
            code.Line("float " + Each(rows, row => $"m{row} = float.NegativeInfinity, l{row} = 0f", ", ") + ";");
            using (code.Open($"for (int start = 0; start <= at; start += {Block})"))
            {
                for (var row = 0; row < rows; row++)
                    code.Line($"int present{row} = at + {(key.Whole ? 1 : row + 1)} - start; if (present{row} > {Block}) present{row} = {Block};");
                code.Line($"{Each(rows, row => "float highest" + row, "; ")};");
                Either("keys", CacheBlocks.KeyBytes, (kept, block) =>
                    $"highest0 = Scores{rows}{kept}_{isa.Suffix}(ref q, {(rows > 1 ? "stride, " : "")}ref {block}, {(key.Scaled ? "scale, " : "")}ref scratch, "
                    + Each(rows, row => "present" + row, ", ") + (rows > 1 ? ", out highest1" : "") + (key.Biased ? ", ref Unsafe.Add(ref bias, start)" : "") + ");");
                for (var row = 0; row < rows; row++)
                {
                    var scores = row == 0 ? "scratch" : $"Unsafe.Add(ref scratch, {row * Block})";
                    code.Line($"float next{row} = Lanes.Max(m{row}, highest{row});");
                    code.Line($"float a{row} = VectorMath.Exp(m{row} - next{row});");
                    code.Line($"l{row} = Lanes.MultiplyAdd(l{row}, a{row}, Weigh{isa.Suffix}(ref {scores}, next{row}, present{row}));");
                    code.Line($"m{row} = next{row};");
                }

                Either("values", CacheBlocks.ValueBytes, (kept, block) =>
                    $"Mix{rows}{kept}_{isa.Suffix}(ref scratch, ref {block}, ref mix, " + Each(rows, row => "a" + row, ", ") + ", " + Each(rows, row => "present" + row, ", ") + ");");
            }

            for (var row = 0; row < rows; row++)
            {
                var (to, from) = row == 0 ? ("c", "c") : ($"({row} * outputStride) + c", $"{row * Padding.Up(d)} + c");
                code.Line($"for (int c = 0; c < {d}; c++) Unsafe.Add(ref y, {to}) = Unsafe.Add(ref mix, {from}) / l{row};");
            }
        }

        void Either(string from, Func<int, bool, int> bytes, Func<string, string, string> call)
        {
            string Block(bool rounded) => $"Unsafe.As<byte, {Element(rounded)}>(ref Unsafe.Add(ref {from}, (nint)start * {bytes(d, rounded)}))";
            code.Line("if (rounded) " + call("Rounded", Block(true)));
            code.Line("else " + call("", Block(false)));
        }
    }

    private static void Scores(CodeWriter code, AttentionKey attention, IsaText isa, int rows, bool rounded)
    {
        var d = attention.HeadSize;
        var registers = isa.IsScalar ? 4 : Math.Min(8 / rows, Block / isa.Lanes);
        var step = registers * isa.Lanes;
        code.Line();
        code.Line($"// Scores of a block's{(rounded ? " rounded" : "")} keys into scratch{(rows > 1 ? ", row after row" : "")}; gives the highest of those present.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (code.Open(
            $"private static float Scores{rows}{(rounded ? "Rounded" : "")}_{isa.Suffix}(ref float q, {(rows > 1 ? "int stride, " : "")}ref {Element(rounded)} keys, {(attention.Scaled ? "float scale, " : "")}ref float scratch, "
            + Each(rows, row => "int present" + row, ", ") + (rows > 1 ? ", out float second" : "") + (attention.Biased ? ", ref float bias" : "") + ")"))
        {
            for (var row = 0; row < rows; row++) code.Line($"var highest{row} = {isa.Broadcast("float.NegativeInfinity")};");
            if (attention.Scaled) code.Line($"var factor = {isa.Broadcast("scale")};");
            if (rounded) code.Line($"ref float scales = ref Unsafe.As<sbyte, float>(ref Unsafe.Add(ref keys, {Block * d}));");
            using (code.Open($"for (int j = 0; j < present{rows - 1}; j += {step})"))
            {
                for (var row = 0; row < rows; row++)
                    code.Line($"{isa.FloatType} {string.Join(", ", Enumerable.Range(0, registers).Select(i => $"s{row}_{i} = {isa.Zero}"))};");
                code.Line($"ref {Element(rounded)} key = ref Unsafe.Add(ref keys, j);");
                if (rounded)
                    for (var i = 0; i < registers; i++) code.Line($"var scale{i} = {isa.Load("scales", i == 0 ? "j" : "j + " + Literal.Of(i * isa.Lanes))};");
                var byElement = ElementLoopEmitter.Has(isa) && d >= ElementLoopEmitter.Steps;
                if (byElement)
                {
                    ElementLoopEmitter.Loop(
                        code, "Lanes.ByElement", "c", Literal.Of(d),
                        () =>
                        {
                            for (var row = 0; row < rows; row++) code.Line($"ref float q{row} = ref {(row == 0 ? "q" : "Unsafe.Add(ref q, stride)")};");
                        },
                        () =>
                        {
                            for (var row = 0; row < rows; row++) code.Line($"var x{row} = {isa.Load("q" + row, "0")};");
                            ElementLoopEmitter.Round(
                                code, rows, registers, registers, (part, v) => Read(isa, rounded, "key", Literal.Of((part * Block) + (v * isa.Lanes)), "scale" + v),
                                (row, v, element, w) => $"s{row}_{v} = Lanes.MultiplyAddElement(x{row}, {element}, {w}, s{row}_{v});");
                            ElementLoopEmitter.Move(code, Enumerable.Range(0, rows).Select(row => "q" + row), Literal.Of(ElementLoopEmitter.Steps));
                            ElementLoopEmitter.Move(code, ["key"], Literal.Of(ElementLoopEmitter.Steps * Block));
                        });
                }

                using (code.Open($"for ({(byElement ? "" : "int c = 0")}; c < {d}; c++)"))
                {
                    for (var row = 0; row < rows; row++)
                        code.Line($"var x{row} = {isa.Broadcast(row == 0 ? "Unsafe.Add(ref q, c)" : "Unsafe.Add(ref q, stride + c)")};");
                    for (var i = 0; i < registers; i++)
                    {
                        code.Line($"var k{i} = {Read(isa, rounded, "key", Literal.Of(i * isa.Lanes), "scale" + i)};");
                        code.Line(Each(rows, row => $"s{row}_{i} = {isa.MultiplyAdd("x" + row, "k" + i, $"s{row}_{i}")};", " "));
                    }

                    code.Line($"key = ref Unsafe.Add(ref key, {Block});");
                }

                for (var row = 0; row < rows; row++)
                {
                    for (var i = 0; i < registers; i++)
                    {
                        var key = i == 0 ? "j" : "j + " + Literal.Of(i * isa.Lanes);
                        if (attention.Scaled) code.Line($"s{row}_{i} = {isa.Multiply($"s{row}_{i}", "factor")};");
                        if (attention.Biased) code.Line($"s{row}_{i} = {isa.Add($"s{row}_{i}", isa.Load("bias", row == 0 ? key : $"{key} - {row}"))};");
                        code.Line(isa.Store($"s{row}_{i}", "scratch", row == 0 ? key : Literal.Of(row * Block) + " + " + key));
                        code.Line(isa.IsScalar
                            ? $"if ({key} < present{row}) highest{row} = Lanes.Max(highest{row}, s{row}_{i});"
                            : $"highest{row} = Lanes.Max(highest{row}, Lanes.Absent(s{row}_{i}, present{row} - ({key}), float.NegativeInfinity));");
                    }
                }
            }

            if (isa.IsScalar) code.Line("return highest0;");
            else
            {
                for (var row = 0; row < rows; row++)
                {
                    code.Line($"float best{row} = {isa.Vector}.GetElement(highest{row}, 0);");
                    code.Line($"for (int lane = 1; lane < {isa.Lanes}; lane++) best{row} = Lanes.Max(best{row}, {isa.Vector}.GetElement(highest{row}, lane));");
                }

                if (rows > 1) code.Line("second = best1;");
                code.Line("return best0;");
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
                // Several registers at a time, one waits while another computes; absent keys add +0, which changes nothing.
                var step = Math.Max(16, 4 * isa.Lanes);
                using (code.Open($"for (int j = 0; j < present; j += {step})"))
                {
                    for (var i = 0; i < step / isa.Lanes; i++)
                    {
                        var offset = i == 0 ? "j" : "j + " + Literal.Of(i * isa.Lanes);
                        var lane = "lane" + (i % (16 / isa.Lanes));
                        code.Line($"var p{i} = Lanes.Absent(VectorMath.Exp({isa.Subtract(isa.Load("scratch", offset), "highest")}), present - ({offset}), 0f);");
                        code.Line(isa.Store("p" + i, "scratch", offset));
                        code.Line($"{lane} = {isa.Add(lane, "p" + i)};");
                    }
                }
            }

            code.Line($"return {RowReduction.End(isa, "Sum16")};");
        }
    }

    private static void Mix(CodeWriter code, int d, IsaText isa, int rows, bool rounded)
    {
        var padded = Padding.Up(d);
        var registers = isa.IsScalar ? d : padded / isa.Lanes;
        var group = isa.IsScalar ? 4 : 8 / rows;
        code.Line();
        code.Line($"// The running mix of{(rounded ? " rounded" : "")} values{(rows > 1 ? " of each row" : "")}: scaled by a, then each key's value added, keys ascending.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (code.Open(
            $"private static void Mix{rows}{(rounded ? "Rounded" : "")}_{isa.Suffix}(ref float scratch, ref {Element(rounded)} values, ref float mix, "
            + Each(rows, row => "float a" + row, ", ") + ", " + Each(rows, row => "int present" + row, ", ") + ")"))
        {
            if (rounded) code.Line($"ref float scales = ref Unsafe.As<sbyte, float>(ref Unsafe.Add(ref values, {Block * padded}));");
            for (var row = 0; row < rows; row++) code.Line($"var factor{row} = {isa.Broadcast("a" + row)};");
            if (registers >= group)
            {
                using (code.Open($"for (int c = 0; c < {registers / group * group * isa.Lanes}; c += {group * isa.Lanes})"))
                    MixGroup(code, isa, padded, group, "c", rows, rounded);
            }

            var rest = registers % group;
            if (rest > 0)
            {
                using (code.Open(""))
                    MixGroup(code, isa, padded, rest, Literal.Of((registers - rest) * isa.Lanes), rows, rounded);
            }
        }
    }

    private static void MixGroup(CodeWriter code, IsaText isa, int padded, int registers, string column, int rows, bool rounded)
    {
        string Offset(int i) => i == 0 ? column : column + " + " + Literal.Of(i * isa.Lanes);
        string At(int row, int i) => row == 0 ? Offset(i) : Literal.Of(row * padded) + " + " + Offset(i);
        for (var row = 0; row < rows; row++)
            for (var i = 0; i < registers; i++) code.Line($"var o{row}_{i} = {isa.Multiply(isa.Load("mix", At(row, i)), "factor" + row)};");
        string Scale(string key) => isa.Broadcast($"Unsafe.Add(ref scales, {key})");
        code.Line($"ref {Element(rounded)} value = ref Unsafe.Add(ref values, {column});");
        var byElement = ElementLoopEmitter.Has(isa);
        if (byElement)
        {
            ElementLoopEmitter.Loop(
                code, "Lanes.ByElement", "j", "present0",
                () => code.Line("ref float weight = ref scratch;" + (rounded ? " ref float scaleOf = ref scales;" : "")),
                () =>
                {
                    for (var row = 0; row < rows; row++) code.Line($"var p{row} = {isa.Load("weight", Literal.Of(row * Block))};");
                    if (rounded)
                        for (var part = 0; part < ElementLoopEmitter.Steps; part++) code.Line($"var scale{part} = {isa.Broadcast("Unsafe.Add(ref scaleOf, " + part + ")")};");
                    ElementLoopEmitter.Round(
                        code, rows, registers, registers, (part, v) => Read(isa, rounded, "value", Literal.Of((part * padded) + (v * isa.Lanes)), "scale" + part),
                        (row, v, element, w) => $"o{row}_{v} = Lanes.MultiplyAddElement(p{row}, {element}, {w}, o{row}_{v});");
                    ElementLoopEmitter.Move(code, rounded ? ["weight", "scaleOf"] : ["weight"], Literal.Of(ElementLoopEmitter.Steps));
                    ElementLoopEmitter.Move(code, ["value"], Literal.Of(ElementLoopEmitter.Steps * padded));
                });
        }

        using (code.Open($"for ({(byElement ? "" : "int j = 0")}; j < present0; j++)"))
        {
            for (var row = 0; row < rows; row++)
                code.Line($"var p{row} = {isa.Broadcast(row == 0 ? "Unsafe.Add(ref scratch, j)" : $"Unsafe.Add(ref scratch, {row * Block} + j)")};");
            if (rounded) code.Line($"var scale = {Scale("j")};");
            for (var i = 0; i < registers; i++)
            {
                code.Line($"var v{i} = {Read(isa, rounded, "value", Literal.Of(i * isa.Lanes), "scale")};");
                code.Line(Each(rows, row => $"o{row}_{i} = {isa.MultiplyAdd("p" + row, "v" + i, $"o{row}_{i}")};", " "));
            }

            code.Line($"value = ref Unsafe.Add(ref value, {padded});");
        }

        if (rows > 1)
        {
            // The second row's own key, where its block has it.
            using (code.Open("if (present1 > present0)"))
            {
                code.Line($"var p = {isa.Broadcast($"Unsafe.Add(ref scratch, {Block} + present0)")};");
                if (rounded) code.Line($"var scale = {Scale("present0")};");
                for (var i = 0; i < registers; i++)
                    code.Line($"o1_{i} = {isa.MultiplyAdd("p", Read(isa, rounded, "value", Literal.Of(i * isa.Lanes), "scale"), $"o1_{i}")};");
            }
        }

        for (var row = 0; row < rows; row++)
            for (var i = 0; i < registers; i++) code.Line(isa.Store($"o{row}_{i}", "mix", At(row, i)));
    }

    /// <summary>Reads a register of stored keys or values; rounded ones are integers, each times a scale.</summary>
    private static string Read(IsaText isa, bool rounded, string reference, string offset, string scale)
    {
        if (!rounded) return isa.Load(reference, offset);
        var bytes = offset == "0" ? reference : $"Unsafe.Add(ref {reference}, {offset})";
        return isa.Multiply(isa.IsScalar ? $"Lanes.Int8ToFloat({bytes})" : $"Lanes.Int8To{isa.Suffix}(ref {bytes})", scale);
    }

    private static string Element(bool rounded) => rounded ? "sbyte" : "float";

    private static string Each(int count, Func<int, string> text, string between) => string.Join(between, Enumerable.Range(0, count).Select(text));
}
