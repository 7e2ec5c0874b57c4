using System.Numerics.Tensors;
using Kernels.PeerBench.Cases;
using Kernels.PeerBench.Measuring;

namespace Kernels.PeerBench.Peers;

/// <summary>
/// OpenBLAS, f32 only. It has no packed weights, so a hot case is done in the way that is fastest here out of several: weights as
/// <c>[outputs][inputs]</c> or as <c>[inputs][outputs]</c>, and one row as a matrix or as a vector.
/// </summary>
internal sealed class OpenBlasPeer(OpenBlasLibrary library) : IPeer<Problem>
{
    /// <summary>How to install it.</summary>
    public const string Absent = "OpenBLAS: not installed; on Debian: apt-get install libopenblas0-serial";

    public string Name => "OpenBLAS";

    public string Description => $"OpenBLAS: {library.Config}; kernels for {library.Core}; 1 thread";

    public IRunner? Prepare(Problem problem)
    {
        if (problem.Case.IsInteger) return null;
        bool[] vector = problem.Case.Rows == 1 ? [true, false] : [false];
        var ways = vector.SelectMany(asVector => new[] { new Way(asVector, InputsFirst: false), new Way(asVector, InputsFirst: true) });
        return problem.Case.Cold ? new Runner(library, problem, new(AsVector: true, InputsFirst: false)) : Fastest(ways.Select(way => new Runner(library, problem, way)));
    }

    /// <summary>Whether some products are right: kernel sets chosen by force have been known to be wrong on processors that they were not made for.</summary>
    public static bool IsRight(OpenBlasLibrary library) => new[] { (1, 64, 64), (4, 10, 128), (16, 64, 64), (64, 300, 257) }.All(shape =>
    {
        var problem = new Problem(new PeerCase(Work.Sgemm, shape.Item1, shape.Item2, shape.Item3));
        var truth = Plain(problem);
        return new[] { false, true }.All(inputsFirst =>
        {
            using var runner = new Runner(library, problem, new(AsVector: problem.Case.Rows == 1, inputsFirst));
            return Problem.Difference(runner.Result(), truth) < 1e-5;
        });
    });

    private static float[] Plain(Problem problem)
    {
        var item = problem.Case;
        var result = new float[item.Rows * item.Outputs];
        for (var i = 0; i < result.Length; i++)
        {
            var x = problem.Input.AsSpan(i / item.Outputs * item.Inputs, item.Inputs);
            result[i] = TensorPrimitives.Dot(x, problem.Weights(0, 0).Slice(i % item.Outputs * item.Inputs, item.Inputs));
        }

        return result;
    }

    private static Runner Fastest(IEnumerable<Runner> runners)
    {
        var all = runners.ToArray();
        var samples = new Rotation(Clock.Processor ?? Clock.Wall, rounds: 3, sample: 3e6).Measure(all, warm: true);
        var best = all[samples.Index().MinBy(item => item.Item.Best).Index];
        foreach (var runner in all)
            if (runner != best) runner.Dispose();
        return best;
    }

    private readonly record struct Way(bool AsVector, bool InputsFirst);

    private sealed class Runner : IRunner
    {
        private readonly OpenBlasLibrary _library;
        private readonly Problem _problem;
        private readonly Way _way;
        private readonly NativeBlock[][] _weights;
        private readonly NativeBlock[] _values;
        private int _next;

        public Runner(OpenBlasLibrary library, Problem problem, Way way)
        {
            (_library, _problem, _way) = (library, problem, way);
            var item = problem.Case;
            _weights = [.. Enumerable.Range(0, item.Copies).Select(copy => Enumerable.Range(0, item.Layers).Select(layer =>
                way.InputsFirst ? NativeBlock.Transposed(problem.Weights(layer, copy), item.Widths[layer]) : NativeBlock.Of(problem.Weights(layer, copy))).ToArray())];
            _values = [.. item.Widths.Select(width => new NativeBlock((nuint)(item.Rows * width * sizeof(float))))];
            problem.Input.CopyTo(_values[0].Values<float>(problem.Input.Length));
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
            return [.. _values[^1].Values<float>(_problem.Case.Rows * _problem.Case.Outputs)];
        }

        public void Dispose()
        {
            foreach (var block in _weights.SelectMany(layers => layers).Concat(_values)) block.Dispose();
        }

        private void Multiply(int layer)
        {
            var item = _problem.Case;
            var (inputs, outputs) = (item.Widths[layer], item.Widths[layer + 1]);
            var y = _values[layer + 1];
            var keep = item.Layers == 1 ? 0f : 1f;
            if (keep > 0) _problem.Bias(layer).CopyTo(y.Values<float>(outputs));
            if (_way.AsVector) _library.MultiplyRow(outputs, inputs, _values[layer].Address, _weights[_next][layer].Address, _way.InputsFirst, keep, y.Address);
            else _library.Multiply(item.Rows, outputs, inputs, _values[layer].Address, _weights[_next][layer].Address, _way.InputsFirst, keep, y.Address);
            if (layer < item.Layers - 1) TensorPrimitives.Max<float>(y.Values<float>(outputs), 0, y.Values<float>(outputs));
        }
    }
}
