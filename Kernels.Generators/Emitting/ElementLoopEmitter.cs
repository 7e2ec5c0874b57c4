using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Kernels.Generators.Emitting;

/// <summary>
/// The inner loops that ARM64 runs in place of the common ones: four steps at a time, with products by one element of a register
/// (docs/neon.md counts their instructions). Each sum takes the same products in the same order. What is left, less than four steps,
/// goes through the common loop.
/// </summary>
internal static class ElementLoopEmitter
{
    /// <summary>Steps of one round: the elements of a register, or the quads of bytes.</summary>
    public const int Steps = 4;

    /// <summary>The farthest that an instruction reaches from a ref, in bytes.</summary>
    private const int Reach = 4095 * 16;

    /// <summary>Whether a register width has such a loop.</summary>
    public static bool Has(IsaText isa) => isa.Lanes == 4;

    /// <summary>Refs to rows, each within reach of the one before it or of the first: (declarations, name and offset of each row).</summary>
    public static IReadOnlyList<(string Reference, int Offset)> Rows(CodeWriter code, string element, string first, int rows, int stride, int size)
    {
        var places = new List<(string, int)>();
        var (name, start) = (first, 0);
        for (var row = 0; row < rows; row++)
        {
            if ((long)(row - start) * stride * size > Reach)
            {
                (name, start) = ($"{first}From{row}", row);
                code.Line($"ref {element} {name} = ref Unsafe.Add(ref {first}, {row * stride});");
            }

            places.Add((name, (row - start) * stride));
        }

        return places;
    }

    /// <summary>A loop of whole rounds, where the process has such products; the counter is left at the first step that is not done.</summary>
    /// <param name="code">Where it is written.</param>
    /// <param name="guard">When it runs.</param>
    /// <param name="counter">The counter that the common loop goes on from; it is declared here.</param>
    /// <param name="count">How many steps there are, in C#.</param>
    /// <param name="before">Writes what stands before the loop.</param>
    /// <param name="round">Writes one round.</param>
    public static void Loop(CodeWriter code, string guard, string counter, string count, Action before, Action round)
    {
        code.Line($"int {counter} = 0;");
        using (code.Open($"if ({guard})"))
        {
            before();
            // Counted by itself, so that the compiler counts down to zero.
            var constant = int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var steps);
            if (!constant) code.Line($"int rounds = {count} / {Steps};");
            using (code.Open(constant ? $"for (int round = 0; round < {steps / Steps}; round++)" : "for (int left = rounds; left != 0; left--)")) round();
            code.Line($"{counter} = {(constant ? Literal.Of(steps / Steps * Steps) : $"rounds * {Steps}")};");
        }
    }

    /// <summary>One round: the products of four steps.</summary>
    /// <param name="code">Where it is written.</param>
    /// <param name="rows">How many values a step multiplies by: each an element of its row's register, <c>x0</c>, <c>x1</c>, ...</param>
    /// <param name="vectors">Registers that each of them multiplies.</param>
    /// <param name="side">How many of those lie side by side in memory, followed by those of the next step.</param>
    /// <param name="weight">Reads a register of a step: an expression for (step, vector).</param>
    /// <param name="product">A statement that adds the product for (row, vector, element, name of the register).</param>
    public static void Round(CodeWriter code, int rows, int vectors, int side, Func<int, int, string> weight, Func<int, int, int, string, string> product)
    {
        // Registers are read in pairs where they lie side by side: an odd number of them takes two steps at once.
        var together = side % 2 == 0 ? 1 : 2;
        for (var step = 0; step < Steps; step += together)
        {
            for (var first = 0; first < vectors; first += side)
                for (var part = 0; part < together; part++)
                    for (var v = first; v < first + side; v++) code.Line($"var w{step + part}_{v} = {weight(step + part, v)};");
            for (var part = 0; part < together; part++)
                for (var row = 0; row < rows; row++)
                    code.Line(string.Join(" ", Enumerable.Range(0, vectors).Select(v => product(row, v, step + part, $"w{step + part}_{v}"))));
        }
    }

    /// <summary>Moves refs on, each given once, by a distance written in C#.</summary>
    public static void Move(CodeWriter code, IEnumerable<string> references, string distance)
    {
        foreach (var reference in references.Distinct()) code.Line($"{reference} = ref Unsafe.Add(ref {reference}, {distance});");
    }
}
