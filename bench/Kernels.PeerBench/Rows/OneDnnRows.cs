using Kernels.PeerBench.Measuring;
using Kernels.PeerBench.Peers;
using static Kernels.PeerBench.Peers.OneDnnLibrary;

namespace Kernels.PeerBench.Rows;

/// <summary>oneDNN: a primitive per case, made once.</summary>
internal sealed class OneDnnRows(OneDnnLibrary library) : IPeer<RowProblem>
{
    public string Name => OneDnnPeer.Title;

    public string Description => $"{library.Description}, a primitive per case, 1 thread";

    public IRunner Prepare(RowProblem problem) => new Runner(library, problem);

    private sealed class Runner : IRunner
    {
        private readonly OneDnnLibrary _library;
        private readonly RowCase _case;
        private readonly NativeBlock[] _blocks;
        private readonly nint _primitive;
        private readonly Argument[] _arguments;

        public Runner(OneDnnLibrary library, RowProblem problem)
        {
            (_library, _case) = (library, problem.Case);
            var rows = library.Describe(_case.Rows, _case.Width, ElementType.Float32, Layout.Rows);
            _primitive = library.Create(Describe(rows));
            _blocks = [NativeBlock.Of<float>(problem.Input), NativeBlock.Of<float>(new float[_case.Values]), NativeBlock.Of<float>(problem.Gain), NativeBlock.Of<float>(problem.Bias)];
            _arguments = [new(Argument.Source, library.View(rows, _blocks[0])), new(Argument.Result, library.View(rows, _blocks[1]))];
            if (_case.Work != RowWork.LayerNorm) return;
            var row = library.DescribeRow(_case.Width);
            _arguments = [.. _arguments, new(Argument.NormGain, library.View(row, _blocks[2])), new(Argument.NormBias, library.View(row, _blocks[3]))];
        }

        public void Run(int times)
        {
            for (var i = 0; i < times; i++) _library.Execute(_primitive, _arguments);
            _library.Wait();
        }

        public float[] Result()
        {
            Run(1);
            return [.. _blocks[1].Values<float>(_case.Values)];
        }

        public void Dispose()
        {
            foreach (var argument in _arguments) _library.Destroy("dnnl_memory_destroy", argument.Memory);
            _library.Destroy("dnnl_primitive_destroy", _primitive);
            foreach (var block in _blocks) block.Dispose();
        }

        private nint Describe(nint rows) => _case.Work switch
        {
            RowWork.Softmax => _library.DescribeSoftmax(rows),
            RowWork.LayerNorm => _library.DescribeNorm(rows, RowProblem.Epsilon),
            RowWork.GeluTanh => _library.DescribeFunction(ElementFunction.GeluTanh, rows),
            RowWork.GeluErf => _library.DescribeFunction(ElementFunction.GeluErf, rows),
            RowWork.Exp => _library.DescribeFunction(ElementFunction.Exp, rows),
            _ => _library.DescribeFunction(ElementFunction.Tanh, rows),
        };
    }
}
