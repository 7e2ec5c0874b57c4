namespace Kernels.CompilerServices;

public static partial class Reference
{
    /// <summary>Keys are taken in blocks of this many, counted from key 0 whatever the split of a prompt.</summary>
    internal const int KeysPerBlock = 64;

    /// <summary>
    /// Causal attention. Row i holds its query, key and value side by side, each <c>width</c> values; head h takes columns
    /// <c>h * headSize</c> to <c>(h + 1) * headSize - 1</c> of each, and row i sees keys 0 to i.
    /// </summary>
    /// <param name="scope">The scope, for traces; attention has no weights.</param>
    /// <param name="method">The layer's method.</param>
    /// <param name="x">Rows of <c>3 * width</c> values.</param>
    /// <param name="heads">The number of heads, or 0 when the head size is given.</param>
    /// <param name="headSize">Values per head, or 0 when the number of heads is given.</param>
    /// <exception cref="ArgumentException">The sizes do not divide.</exception>
    public static Tensor CausalAttention(DefinitionScope scope, string method, Tensor x, int heads, int headSize)
    {
        scope.Begin(method, x);
        var path = scope.PathOf(method);
        if ((heads > 0) == (headSize > 0))
            throw new ArgumentException($"{path}: give Heads or HeadSize, one of them, not {heads} and {headSize}.");
        if (x.Width % 3 != 0)
            throw new ArgumentException($"{path}: {x.Width} values per row are no queries, keys and values of one width.");
        var width = x.Width / 3;
        var divisor = heads > 0 ? heads : headSize;
        if (width % divisor != 0)
            throw new ArgumentException($"{path}: {(heads > 0 ? "Heads" : "HeadSize")} = {divisor} does not divide the width {width}.");
        if (heads == 0) heads = width / headSize;

        var y = new float[x.Rows * width];
        for (var row = 0; row < x.Rows; row++)
            for (var head = 0; head < heads; head++)
                Attend(x, row, head * (width / heads), y.AsSpan((row * width) + (head * (width / heads)), width / heads));
        return scope.End(method, new Tensor(x.Rows, width, y));
    }

    /// <summary>One head of one row: the running maximum m, sum l and output o of the blocks seen so far.</summary>
    private static void Attend(Tensor x, int row, int column, Span<float> o)
    {
        var width = x.Width / 3;
        var m = float.NegativeInfinity;
        var l = 0f;
        o.Clear();
        for (var first = 0; first <= row; first += KeysPerBlock)
        {
            var scores = new float[Math.Min(KeysPerBlock, row + 1 - first)];
            for (var j = 0; j < scores.Length; j++) scores[j] = Score(x, row, first + j, column, o.Length);

            var next = Lanes.Max(m, Reduction.Maximum(scores));
            var a = VectorMath.Exp(m - next);
            var p = Array.ConvertAll(scores, score => VectorMath.Exp(score - next));
            l = Lanes.MultiplyAdd(l, a, Reduction.Sum(p));
            for (var d = 0; d < o.Length; d++)
            {
                o[d] *= a;
                for (var j = 0; j < p.Length; j++)
                    o[d] = Lanes.MultiplyAdd(p[j], x.Row(first + j)[(2 * width) + column + d], o[d]);
            }

            m = next;
        }

        for (var d = 0; d < o.Length; d++) o[d] /= l;
    }

    /// <summary>The scaled product of the query of one row and the key of another, for the head that starts at a column.</summary>
    internal static float Score(Tensor x, int row, int key, int column, int headSize)
    {
        var q = x.Row(row).Slice(column, headSize);
        var k = x.Row(key).Slice((x.Width / 3) + column, headSize);
        var sum = 0f;
        for (var d = 0; d < headSize; d++) sum = Lanes.MultiplyAdd(q[d], k[d], sum);
        return sum * (1f / MathF.Sqrt(headSize));
    }
}
