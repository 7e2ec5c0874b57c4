using System.Numerics.Tensors;
using Kernels.PeerBench.Measuring;
using Kernels.PeerBench.Peers;

namespace Kernels.PeerBench.Rows;

/// <summary>System.Numerics.Tensors: softmax row by row, exponential and hyperbolic tangent of all values in one call.</summary>
internal sealed class TensorsRows : IPeer<RowProblem>
{
    public string Name => TensorsPeer.Title;

    public string Description => $"{TensorsPeer.Title}: {TensorsPeer.Version}, TensorPrimitives.SoftMax per row, Exp and Tanh of all values; it has no layer norm and no Gelu";

    public IRunner? Prepare(RowProblem problem) => problem.Case.Work switch
    {
        RowWork.Softmax => new Runner(problem, SoftMax),
        RowWork.Exp => new Runner(problem, (x, y, _) => TensorPrimitives.Exp(x, y)),
        RowWork.Tanh => new Runner(problem, (x, y, _) => TensorPrimitives.Tanh(x, y)),
        _ => null,
    };

    private static void SoftMax(ReadOnlySpan<float> x, Span<float> y, int width)
    {
        for (var at = 0; at < x.Length; at += width) TensorPrimitives.SoftMax(x.Slice(at, width), y.Slice(at, width));
    }

    private delegate void Pass(ReadOnlySpan<float> x, Span<float> y, int width);

    private sealed class Runner(RowProblem problem, Pass pass) : IRunner
    {
        private readonly RowMemory _memory = new(problem);

        public void Run(int times)
        {
            for (var i = 0; i < times; i++) pass(_memory.Input, _memory.Result, problem.Case.Width);
        }

        public float[] Result()
        {
            Run(1);
            return [.. _memory.Result];
        }

        public void Dispose() => _memory.Dispose();
    }
}
