namespace Kernels.CompilerServices;

public static partial class Reference
{
    /// <summary>
    /// Layer norm of each row: <c>mean = sum / d</c>, <c>var = sum((x - mean)^2) / d</c>, <c>rstd = 1 / sqrt(var + eps)</c>,
    /// <c>y = fma((x - mean) * rstd, g, b)</c>; both sums in sixteen lanes.
    /// </summary>
    /// <param name="scope">Where the weights are.</param>
    /// <param name="method">The layer's method, for messages and traces.</param>
    /// <param name="weights">The prefix of g (<c>.weight</c>) and b (<c>.bias</c>), each of the width of x.</param>
    /// <param name="x">Rows of any width.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public static Tensor LayerNorm(DefinitionScope scope, string method, string weights, Tensor x, float epsilon)
    {
        scope.Begin(method, x);
        var gain = scope.Vector(weights + ".weight", x.Width);
        var bias = scope.Vector(weights + ".bias", x.Width);
        var y = new float[x.Rows * x.Width];
        for (var row = 0; row < x.Rows; row++)
            Normalize(x.Row(row), gain, bias, epsilon, y.AsSpan(row * x.Width, x.Width));
        return scope.End(method, new Tensor(x.Rows, x.Width, y) { Image = x.Image });
    }

    private static void Normalize(ReadOnlySpan<float> x, float[] gain, float[] bias, float epsilon, Span<float> y)
    {
        var mean = Reduction.Sum(x) / x.Length;
        var centred = new float[x.Length];
        for (var i = 0; i < x.Length; i++) centred[i] = x[i] - mean;
        var variance = Reduction.SumOfSquares(centred) / x.Length;
        var scale = 1f / MathF.Sqrt(variance + epsilon);
        for (var i = 0; i < x.Length; i++) y[i] = Lanes.MultiplyAdd(centred[i] * scale, gain[i], bias[i]);
    }
}
