using System.Numerics.Tensors;
using System.Reflection;
using Kernels.PeerBench.Cases;
using Kernels.PeerBench.Measuring;

namespace Kernels.PeerBench.Peers;

/// <summary>System.Numerics.Tensors: an inner product per output, for one row of f32. It has no product of matrices.</summary>
internal sealed class TensorsPeer : IPeer<Problem>
{
    /// <summary>The head of the column.</summary>
    public const string Title = "Tensors";

    public string Name => Title;

    public string Description => $"{Title}: {Version}, TensorPrimitives.Dot per output, one row only";

    /// <summary>The package's name and version.</summary>
    public static string Version =>
        "System.Numerics.Tensors " + typeof(TensorPrimitives).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];

    public IRunner? Prepare(Problem problem) => problem.Case is { Rows: 1, IsInteger: false } ? new Runner(problem) : null;

    private sealed class Runner : IRunner
    {
        private readonly Problem _problem;
        private readonly float[][][] _weights;
        private readonly float[][] _values;
        private int _next;

        public Runner(Problem problem)
        {
            _problem = problem;
            var item = problem.Case;
            _weights = [.. Enumerable.Range(0, item.Copies).Select(copy => Enumerable.Range(0, item.Layers).Select(layer => problem.Weights(layer, copy).ToArray()).ToArray())];
            _values = [.. item.Widths.Select(width => new float[width])];
            problem.Input.CopyTo(_values[0], 0);
        }

        public void Run(int times)
        {
            for (var i = 0; i < times; i++)
            {
                for (var layer = 0; layer < _values.Length - 1; layer++) Multiply(layer);
                if (++_next == _weights.Length) _next = 0;
            }
        }

        public float[] Result()
        {
            _next = 0;
            Run(1);
            return [.. _values[^1]];
        }

        public void Dispose()
        {
        }

        private void Multiply(int layer)
        {
            var (x, y) = (_values[layer], _values[layer + 1]);
            ReadOnlySpan<float> weights = _weights[_next][layer];
            for (var n = 0; n < y.Length; n++) y[n] = TensorPrimitives.Dot(x, weights.Slice(n * x.Length, x.Length));
            if (_problem.Case.Layers == 1) return;
            TensorPrimitives.Add(y, _problem.Bias(layer), y);
            if (layer < _values.Length - 2) TensorPrimitives.Max(y, 0, y);
        }
    }
}
