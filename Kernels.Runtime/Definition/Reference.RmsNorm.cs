namespace Kernels.CompilerServices;

public static partial class Reference
{
    /// <summary>
    /// Norm by the root of the mean square of each row: <c>r = 1 / sqrt(sum(x^2) / d + eps)</c>, <c>y = (x * r) * g</c>; the sum in sixteen lanes, each
    /// square added by one multiply-add.
    /// </summary>
    /// <param name="scope">Where the weights are.</param>
    /// <param name="method">The layer's method, for messages and traces.</param>
    /// <param name="weights">The prefix of g (<c>.weight</c>), of the width of x.</param>
    /// <param name="x">Rows of any width.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    public static Tensor RmsNorm(DefinitionScope scope, string method, string weights, Tensor x, float epsilon)
    {
        scope.Begin(method, x);
        var gain = scope.Vector(weights + ".weight", x.Width);
        var y = new float[x.Rows * x.Width];
        for (var row = 0; row < x.Rows; row++)
        {
            var from = x.Row(row);
            var r = 1f / MathF.Sqrt((Reduction.SumOfSquares(from) / x.Width) + epsilon);
            for (var i = 0; i < x.Width; i++) y[(row * x.Width) + i] = from[i] * r * gain[i];
        }

        return scope.End(method, new Tensor(x.Rows, x.Width, y) { Image = x.Image });
    }
}
