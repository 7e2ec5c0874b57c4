using Kernels.PeerBench.Measuring;
using Kernels.PeerBench.Peers;

namespace Kernels.PeerBench.Rows;

/// <summary>ONNX Runtime: a graph of one node per case, from values that lie ready into values that lie ready.</summary>
internal sealed class OnnxRows(OnnxLibrary library) : IPeer<RowProblem>
{
    // Gelu is a standard operator since opset 20, which files of version 9 may use.
    private const int Opset = 20;
    private const int FileVersion = 9;

    public string Name => OnnxPeer.Title;

    public string Description => $"{OnnxPeer.Title}: {library.Version}, a graph of one node per case, all graph optimizations, 1 thread, its own choice of ISA";

    public IRunner Prepare(RowProblem problem) => new Runner(library, problem);

    /// <summary>The model of a case: <c>x</c> to <c>y</c>.</summary>
    public static byte[] Write(RowProblem problem)
    {
        var item = problem.Case;
        var graph = new OnnxGraph().Input("x", OnnxType.Float, item.Rows, item.Width).Output("y", OnnxType.Float, item.Rows, item.Width);
        _ = item.Work switch
        {
            RowWork.Softmax => graph.Node("Softmax", ["x"], "y", new OnnxAttribute("axis", -1)),
            RowWork.LayerNorm => graph
                .Node("LayerNormalization", ["x", "gain", "bias"], "y", new("axis", -1), new("epsilon", RowProblem.Epsilon))
                .Constant<float>("gain", [item.Width], problem.Gain).Constant<float>("bias", [item.Width], problem.Bias),
            RowWork.GeluTanh => graph.Node("Gelu", ["x"], "y", new OnnxAttribute("approximate", "tanh")),
            RowWork.GeluErf => graph.Node("Gelu", ["x"], "y", new OnnxAttribute("approximate", "none")),
            RowWork.Exp => graph.Node("Exp", ["x"], "y"),
            _ => graph.Node("Tanh", ["x"], "y"),
        };
        return graph.ToModel(FileVersion, Opset);
    }

    private sealed class Runner : IRunner
    {
        private readonly OnnxLibrary _library;
        private readonly int _count;
        private readonly NativeBlock _x;
        private readonly NativeBlock _y;
        private readonly nint _from;
        private readonly nint _to;
        private readonly nint _session;

        public Runner(OnnxLibrary library, RowProblem problem)
        {
            var item = problem.Case;
            (_library, _count) = (library, item.Values);
            _session = library.Session(Write(problem));
            _x = NativeBlock.Of<float>(problem.Input);
            _y = NativeBlock.Of<float>(new float[item.Values]);
            _from = library.View<float>(_x, item.Rows, item.Width);
            _to = library.View<float>(_y, item.Rows, item.Width);
        }

        public void Run(int times)
        {
            for (var i = 0; i < times; i++) _library.Run(_session, _from, _to);
        }

        public float[] Result()
        {
            Run(1);
            return [.. _y.Values<float>(_count)];
        }

        public void Dispose()
        {
            _library.FreeSession(_session);
            _library.FreeView(_from);
            _library.FreeView(_to);
            _x.Dispose();
            _y.Dispose();
        }
    }
}
