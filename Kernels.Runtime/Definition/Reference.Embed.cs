using Kernels.Model;

namespace Kernels.CompilerServices;

public static partial class Reference
{
    /// <summary>
    /// A row of the table per token, plus the row of its position when there are positions: <c>y = table[id] + positions[i]</c>,
    /// one addition. Row i of the tokens is at position i.
    /// </summary>
    /// <param name="scope">Where the weights are.</param>
    /// <param name="method">The layer's method, for messages and traces.</param>
    /// <param name="weights">The prefix of the table.</param>
    /// <param name="tokens">The ids.</param>
    /// <param name="vocabulary">Rows of the table.</param>
    /// <param name="width">Values per row.</param>
    /// <param name="positions">Rows of the position table, or 0: no positions are added.</param>
    /// <param name="positionWeights">The prefix of the position table; not read when there are no positions.</param>
    /// <param name="tied">
    /// Whether an output head whose arithmetic follows the mode shares the table. In an integer mode the table is then the
    /// quantised one, <c>(float)w * s_w</c>; in dense mode, and in blocks, it is as the format of the weights says it.
    /// </param>
    /// <exception cref="ArgumentException">An id that is no row of the table, or more tokens than positions.</exception>
    public static Tensor Embed(
        DefinitionScope scope, string method, string weights, Tokens tokens, int vocabulary, int width, int positions, string? positionWeights, bool tied = false)
    {
        scope.Begin(method, tokens);
        if (positions > 0 && tokens.Count > positions)
            throw new ArgumentException($"{scope.PathOf(method)}: {tokens.Count} tokens are more than the {positions} positions of this network.", nameof(tokens));
        foreach (var id in tokens.Ids)
            if ((uint)id >= (uint)vocabulary)
                throw new ArgumentException($"{scope.PathOf(method)}: there is no token {id}; ids run from 0 to {vocabulary - 1}.", nameof(tokens));

        var table = scope.Table(weights + ".weight", vocabulary, width);
        var place = positions > 0 ? scope.Table(positionWeights + ".weight", positions, width).Floats : null;
        var y = new float[tokens.Count * width];
        for (var row = 0; row < tokens.Count; row++)
        {
            for (var k = 0; k < width; k++)
            {
                var value = tied && scope.Mode != Mode.Dense && !scope.Arithmetic.Format.IsBlocks()
                    ? table.Quantized.Row(tokens[row])[k] * table.Quantized.Scales[tokens[row]]
                    : table.In(tied ? scope.Arithmetic.Format : WeightFormat.Float32)[(tokens[row] * width) + k];
                y[(row * width) + k] = place is null ? value : value + place[(row * width) + k];
            }
        }

        return scope.End(method, new Tensor(tokens.Count, width, y));
    }
}
