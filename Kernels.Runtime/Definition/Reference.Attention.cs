using Kernels.Model;

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
    public static Tensor CausalAttention(DefinitionScope scope, string method, Tensor x, int heads, int headSize) =>
        SelfAttention(scope, method, "", x, AttentionKind.Causal, heads, headSize, scaled: true, buckets: 0, furthest: 0);

    /// <summary>
    /// Self-attention. Row i holds its query, key and value side by side, each <c>width</c> values; head h takes columns
    /// <c>h * headSize</c> to <c>(h + 1) * headSize - 1</c> of each. Row i sees keys 0 to i, or all.
    /// </summary>
    /// <param name="scope">Where the table of biases is, if there is one.</param>
    /// <param name="method">The layer's method.</param>
    /// <param name="weights">The prefix of the table, <c>[buckets, heads]</c>; not read without buckets.</param>
    /// <param name="x">Rows of <c>3 * width</c> values.</param>
    /// <param name="kind">Which keys a row sees; not those of a memory.</param>
    /// <param name="heads">The number of heads, or 0 when the head size is given.</param>
    /// <param name="headSize">Values per head, or 0 when the number of heads is given.</param>
    /// <param name="scaled">Whether scores are multiplied by <c>1 / sqrt(head size)</c>.</param>
    /// <param name="buckets">Rows of the table; 0: no biases.</param>
    /// <param name="furthest">The distance of the last bucket.</param>
    /// <exception cref="ArgumentException">The sizes do not divide.</exception>
    public static Tensor SelfAttention(
        DefinitionScope scope, string method, string weights, Tensor x, AttentionKind kind, int heads, int headSize, bool scaled, int buckets, int furthest)
    {
        scope.Begin(method, x);
        var path = scope.PathOf(method);
        if (x.Width % 3 != 0)
            throw new ArgumentException($"{path}: {x.Width} values per row are no queries, keys and values of one width.");
        var width = x.Width / 3;
        (heads, headSize) = Heads(path, width, heads, headSize);
        var both = kind == AttentionKind.Whole;
        var table = buckets > 0 ? scope.Values(weights + ".weight", buckets, heads) : null;
        var places = buckets > 0 ? new DistanceBuckets(buckets, both, furthest) : null;
        if (!both) x = Kept(scope.Cache, x, width, headSize);

        var y = new float[x.Rows * width];
        for (var row = 0; row < x.Rows; row++)
        {
            for (var head = 0; head < heads; head++)
            {
                var (at, of) = (row, head);
                Attend(
                    x.Row(row).Slice(head * headSize, headSize), x, width + (head * headSize), (2 * width) + (head * headSize), both ? x.Rows : row + 1, scaled,
                    places is null ? null : key => table![(places.Of(key - at) * heads) + of], y.AsSpan((row * width) + (head * headSize), headSize));
            }
        }

        return scope.End(method, new Tensor(x.Rows, width, y));
    }

    /// <summary>
    /// Attention of rows of queries over the memory. Keys and values are a linear layer of its rows in the arithmetic of the mode,
    /// <c>[memory]</c> to <c>[2 x width]</c>, keys first; every row sees every key.
    /// </summary>
    /// <param name="scope">Where the weights are, and the memory.</param>
    /// <param name="method">The layer's method.</param>
    /// <param name="weights">The prefix of the linear layer.</param>
    /// <param name="x">Rows of queries, <c>width</c> values each.</param>
    /// <param name="memory">Values per row of the memory.</param>
    /// <param name="heads">The number of heads, or 0 when the head size is given.</param>
    /// <param name="headSize">Values per head, or 0 when the number of heads is given.</param>
    /// <param name="bias">Whether the linear layer has a bias.</param>
    /// <param name="scaled">Whether scores are multiplied by <c>1 / sqrt(head size)</c>.</param>
    /// <exception cref="ArgumentException">The sizes do not divide, or the memory is of another width.</exception>
    /// <exception cref="InvalidOperationException">The scope has no memory.</exception>
    public static Tensor CrossAttention(
        DefinitionScope scope, string method, string weights, Tensor x, int memory, int heads, int headSize, bool bias, bool scaled)
    {
        scope.Begin(method, x);
        var path = scope.PathOf(method);
        var rows = scope.Memory ?? throw new InvalidOperationException($"{path} sees a memory, and the scope has none: set its Memory.");
        if (rows.Width != memory) throw new ArgumentException($"{path}: the memory has {rows.Width} values per row; {memory} are needed.");
        (heads, headSize) = Heads(path, x.Width, heads, headSize);
        var sides = Kept(scope.Cache, KeysAndValues(scope, method, weights, rows, x.Width, bias), 0, headSize);

        var y = new float[x.Rows * x.Width];
        for (var row = 0; row < x.Rows; row++)
            for (var head = 0; head < heads; head++)
                Attend(
                    x.Row(row).Slice(head * headSize, headSize), sides, head * headSize, x.Width + (head * headSize), sides.Rows, scaled, null,
                    y.AsSpan((row * x.Width) + (head * headSize), headSize));
        return scope.End(method, new Tensor(x.Rows, x.Width, y));
    }

    private static Tensor KeysAndValues(DefinitionScope scope, string method, string weights, Tensor memory, int width, bool bias) => Linear(
        scope, method, memory, scope.Table(weights + ".weight", 2 * width, memory.Width), 2 * width, bias ? scope.Vector(weights + ".bias", 2 * width) : null,
        scope.Arithmetic.Of(Precision.OfMode, Placement.OfMode));

    private static (int Heads, int HeadSize) Heads(string path, int width, int heads, int headSize)
    {
        if ((heads > 0) == (headSize > 0))
            throw new ArgumentException($"{path}: give Heads or HeadSize, one of them, not {heads} and {headSize}.");
        var divisor = heads > 0 ? heads : headSize;
        if (width % divisor != 0)
            throw new ArgumentException($"{path}: {(heads > 0 ? "Heads" : "HeadSize")} = {divisor} does not divide the width {width}.");
        return heads > 0 ? (heads, width / heads) : (width / headSize, headSize);
    }

    /// <summary>
    /// Rows as a cache gives them back, from a column on: with 8 bits each key and each value of a head as integers times their scale, those of the
    /// activations of int8; NaN where one of its values is not finite.
    /// </summary>
    private static Tensor Kept(CacheFormat format, Tensor x, int from, int headSize)
    {
        if (format == CacheFormat.Float32) return x;
        var values = x.Values.ToArray();
        for (var row = 0; row < x.Rows; row++)
        {
            for (var column = from; column < x.Width; column += headSize)
            {
                var part = values.AsSpan((row * x.Width) + column, headSize);
                if (part.ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
                {
                    part.Fill(float.NaN);
                    continue;
                }

                var rounded = QuantizedRow.Quantize("", row, part);
                for (var c = 0; c < headSize; c++) part[c] = rounded.Values[c] * rounded.Scale;
            }
        }

        return new Tensor(x.Rows, x.Width, values);
    }

    /// <summary>One head of one row: the running maximum m, sum l and output o of the blocks seen so far.</summary>
    private static void Attend(ReadOnlySpan<float> query, Tensor x, int keyColumn, int valueColumn, int count, bool scaled, Func<int, float>? bias, Span<float> o)
    {
        var m = float.NegativeInfinity;
        var l = 0f;
        o.Clear();
        for (var first = 0; first < count; first += KeysPerBlock)
        {
            var scores = new float[Math.Min(KeysPerBlock, count - first)];
            for (var j = 0; j < scores.Length; j++)
            {
                scores[j] = Score(query, x.Row(first + j).Slice(keyColumn, o.Length), scaled);
                if (bias is not null) scores[j] += bias(first + j);
            }

            var next = Lanes.Max(m, Reduction.Maximum(scores));
            var a = VectorMath.Exp(m - next);
            var p = Array.ConvertAll(scores, score => VectorMath.Exp(score - next));
            l = Lanes.MultiplyAdd(l, a, Reduction.Sum(p));
            for (var d = 0; d < o.Length; d++)
            {
                o[d] *= a;
                for (var j = 0; j < p.Length; j++) o[d] = Lanes.MultiplyAdd(p[j], x.Row(first + j)[valueColumn + d], o[d]);
            }

            m = next;
        }

        for (var d = 0; d < o.Length; d++) o[d] /= l;
    }

    /// <summary>The scaled product of the query of one row and the key of another, for the head that starts at a column.</summary>
    internal static float Score(Tensor x, int row, int key, int column, int headSize) =>
        Score(x.Row(row).Slice(column, headSize), x.Row(key).Slice((x.Width / 3) + column, headSize));

    /// <summary>The product of a query and a key, scaled unless said.</summary>
    internal static float Score(ReadOnlySpan<float> query, ReadOnlySpan<float> key, bool scaled = true)
    {
        var sum = 0f;
        for (var d = 0; d < query.Length; d++) sum = Lanes.MultiplyAdd(query[d], key[d], sum);
        return scaled ? sum * (1f / MathF.Sqrt(query.Length)) : sum;
    }
}
