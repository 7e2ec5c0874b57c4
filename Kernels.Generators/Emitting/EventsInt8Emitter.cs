using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>
/// Linear layers event by event, one row at a time. An event is two integers: which four neighbouring inputs fired, and what each of them
/// carries (0, +1 or -1; +-2^b where spikes weigh; a whole value on the dense side), as four bytes. It adds their rows of weights with one
/// dot product per register, from the same quads that whole rows use; inputs that stay silent cost nothing.
/// </summary>
internal static class EventsInt8Emitter
{
    public static void Emit(CodeWriter code, EventsInt8Key key, IsaText isa)
    {
        var vectors = isa.Int8VectorsPerPanel(key.Outputs);
        var registers = isa.Registers(key.Outputs);
        var last = registers % vectors;
        var panels = (registers + vectors - 1) / vectors;
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Open(
            $"internal static void Run{isa.Suffix}(ref int events, int count, ref float rowScale, ref sbyte panels, ref float scales, "
            + "ref float bias, ref float residual, ref float y, int first, int end)"))
        {
            using (code.Open("for (int panel = first; panel < end; panel++)"))
            {
                code.Line($"ref sbyte weights = ref Unsafe.Add(ref panels, (nint)panel * {(key.Inputs + 3) / 4 * 4 * vectors * isa.Lanes});");
                code.Line($"int column = panel * {vectors * isa.Lanes};");
                if (last == 0) Panel(code, key, isa, vectors);
                else if (panels == 1) Panel(code, key, isa, last);
                else
                {
                    using (code.Open($"if (panel < {panels - 1})")) Panel(code, key, isa, vectors);
                    using (code.Open("else")) Panel(code, key, isa, last);
                }
            }
        }

        foreach (var count in new[] { vectors, last }.Where(count => count > 0).Distinct()) Tile(code, isa, count);
    }

    private static void Panel(CodeWriter code, EventsInt8Key key, IsaText isa, int vectors)
    {
        code.Line($"Add{vectors}_{isa.Suffix}(ref events, count, ref weights, ref Unsafe.Add(ref y, column));");
        code.Line(
            $"{key.Rows.Name}.Finish{isa.Suffix}(ref rowScale, ref Unsafe.Add(ref scales, column), ref Unsafe.Add(ref bias, column), "
            + $"ref Unsafe.Add(ref residual, column), ref Unsafe.Add(ref y, column), 1, {vectors * isa.Lanes});");
    }

    private static void Tile(CodeWriter code, IsaText isa, int vectors)
    {
        var vectorBytes = 4 * isa.Lanes;
        code.Line();
        code.Line($"// {vectors * isa.Lanes} outputs in {vectors} accumulators; the sums are left in y as integers.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (code.Open($"private static void Add{vectors}_{isa.Suffix}(ref int events, int count, ref sbyte weights, ref float y)"))
        {
            code.Line($"{isa.IntType} {TileText.Sums(0, vectors, isa.ZeroInt)};");
            using (code.Open("for (int e = 0; e < count; e++)"))
            {
                code.Line($"ref sbyte quad = ref Unsafe.Add(ref weights, (nint)events * {vectors * vectorBytes});");
                code.Line("ref sbyte carried = ref Unsafe.As<int, sbyte>(ref Unsafe.Add(ref events, 1));");
                if (!isa.IsScalar) code.Line($"var x = Lanes.Quad{isa.Suffix}(ref carried);");
                for (var v = 0; v < vectors; v++)
                {
                    var sum = TileText.Sum(0, v);
                    var weights = $"ref Unsafe.Add(ref quad, {Literal.Of(v * vectorBytes)})";
                    code.Line(isa.IsScalar
                        ? $"{sum} = Lanes.DotQuads({sum}, {weights}, ref carried);"
                        : $"{sum} = Lanes.DotQuads({sum}, {isa.Vector}.LoadUnsafe({weights}), x);");
                }

                code.Line("events = ref Unsafe.Add(ref events, 2);");
            }

            for (var v = 0; v < vectors; v++)
            {
                var to = $"ref Unsafe.As<float, int>(ref Unsafe.Add(ref y, {Literal.Of(v * isa.Lanes)}))";
                code.Line(isa.IsScalar
                    ? $"Unsafe.As<float, int>(ref Unsafe.Add(ref y, {Literal.Of(v)})) = {TileText.Sum(0, v)};"
                    : $"{isa.Vector}.StoreUnsafe({TileText.Sum(0, v)}, {to});");
            }
        }
    }
}
