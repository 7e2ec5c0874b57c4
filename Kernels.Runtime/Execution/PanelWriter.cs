using System.Buffers;
using Kernels.CompilerServices;

namespace Kernels;

/// <summary>
/// Puts whole rows of a stored matrix where <see cref="DenseWeights"/> says they lie: runs of columns are copied, rows that are
/// outputs are turned, panel by panel.
/// </summary>
internal static class PanelWriter
{
    /// <summary>Writes rows of f32 weights, rounded where the matrix keeps them so.</summary>
    /// <param name="weights">The packed matrix.</param>
    /// <param name="layout">Whether the rows are inputs or outputs.</param>
    /// <param name="firstRow">The number of the first row.</param>
    /// <param name="rows">Whole rows, one after the other.</param>
    public static void Write(DenseWeights weights, WeightLayout layout, int firstRow, ReadOnlySpan<float> rows)
    {
        if (!weights.IsBFloat16)
        {
            foreach (var run in new Runs(weights, layout, firstRow, rows.Length)) Write(weights, layout, firstRow, rows, run, weights.FloatPanel(run.Panel));
            return;
        }

        var rented = ArrayPool<ushort>.Shared.Rent(rows.Length);
        var rounded = rented.AsSpan(0, rows.Length);
        BFloat16.Round(rows, rounded);
        foreach (var run in new Runs(weights, layout, firstRow, rows.Length)) Write<ushort>(weights, layout, firstRow, rounded, run, weights.BrainFloatPanel(run.Panel));
        rounded.Clear(); // no pool keeps anyone's weights
        ArrayPool<ushort>.Shared.Return(rented);
    }

    private static void Write<T>(DenseWeights weights, WeightLayout layout, int firstRow, ReadOnlySpan<T> rows, Run run, Span<T> panel)
    {
        if (layout == WeightLayout.InputsByOutputs)
        {
            for (var row = 0; row < run.Rows; row++)
                rows.Slice((row * weights.Outputs) + run.FirstOutput, run.Outputs).CopyTo(panel[((firstRow + row) * run.Columns)..]);
            return;
        }

        for (var k = 0; k < weights.Inputs; k++)
        {
            var to = panel.Slice((k * run.Columns) + run.Column, run.Outputs);
            var from = (run.Row * weights.Inputs) + k;
            for (var n = 0; n < to.Length; n++, from += weights.Inputs) to[n] = rows[from];
        }
    }

    /// <summary>Writes rows of 8-bit weights; see the other form.</summary>
    public static void Write(DenseWeights weights, WeightLayout layout, int firstRow, ReadOnlySpan<sbyte> rows)
    {
        foreach (var run in new Runs(weights, layout, firstRow, rows.Length))
        {
            var panel = weights.BytePanel(run.Panel);
            if (layout == WeightLayout.InputsByOutputs)
            {
                for (var row = 0; row < run.Rows; row++)
                {
                    var k = firstRow + row;
                    var to = panel[((k / 4 * run.Columns * 4) + (k % 4))..];
                    var from = rows.Slice((row * weights.Outputs) + run.FirstOutput, run.Outputs);
                    for (var n = 0; n < from.Length; n++) to[n * 4] = from[n];
                }

                continue;
            }

            for (var n = 0; n < run.Outputs; n++)
            {
                var from = rows.Slice((run.Row + n) * weights.Inputs, weights.Inputs);
                var at = (run.Column + n) * 4;
                for (; from.Length >= 4; from = from[4..], at += run.Columns * 4) from[..4].CopyTo(panel[at..]);
                if (!from.IsEmpty) from.CopyTo(panel[at..]);
            }
        }
    }

    /// <summary>The panels that rows of the file touch. Rows of outputs lie in one panel each, rows of inputs cross all of them.</summary>
    private readonly ref struct Runs(DenseWeights weights, WeightLayout layout, int firstRow, int values)
    {
        public IEnumerator<Run> GetEnumerator() => All(weights, layout, firstRow, values);

        private static IEnumerator<Run> All(DenseWeights weights, WeightLayout layout, int firstRow, int values)
        {
            var inputs = layout == WeightLayout.InputsByOutputs;
            var rows = values / (inputs ? weights.Outputs : weights.Inputs);
            var (start, end) = inputs ? (0, weights.Outputs) : (firstRow, firstRow + rows);
            for (var output = start; output < end;)
            {
                var panel = output / weights.PanelColumns;
                var next = Math.Min(end, (panel + 1) * weights.PanelColumns);
                yield return new Run(panel, weights.ColumnsOf(panel), output - (panel * weights.PanelColumns), output, next - output, inputs ? 0 : output - firstRow, rows);
                output = next;
            }
        }
    }

    /// <param name="Panel">The panel.</param>
    /// <param name="Columns">Its columns, padding included.</param>
    /// <param name="Column">The first of them that is written.</param>
    /// <param name="FirstOutput">The output of that column.</param>
    /// <param name="Outputs">How many are written.</param>
    /// <param name="Row">Where rows are outputs: the row, among those given, of the first output.</param>
    /// <param name="Rows">Rows given.</param>
    private readonly record struct Run(int Panel, int Columns, int Column, int FirstOutput, int Outputs, int Row, int Rows);
}
