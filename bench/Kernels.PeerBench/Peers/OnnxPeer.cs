using Kernels.PeerBench.Cases;
using Kernels.PeerBench.Measuring;

namespace Kernels.PeerBench.Peers;

/// <summary>ONNX Runtime through its C interface: a session per matrix, weights as constants, which it packs. Integers as with oneDNN.</summary>
internal sealed class OnnxPeer(OnnxLibrary library) : IPeer<Problem>
{
    /// <summary>The head of the column, also when it is empty.</summary>
    public const string Title = "ONNX Runtime";

    /// <summary>How to get it.</summary>
    public const string Absent = $"{Title}: not given; npm install onnxruntime-node has libonnxruntime, whose path goes to --onnxruntime or {PeerOptions.OnnxRuntimeVariable}";

    public string Name => Title;

    public string Description => $"{Title}: {library.Version}, all graph optimizations, constants packed by it, int8 as MatMulInteger without quantising and scaling, blocks as MatMulNBits of level 4 with both, 1 thread, its own choice of ISA";

    public IRunner Prepare(Problem problem) => new Runner(library, problem);

    private sealed class Runner : IRunner
    {
        private readonly OnnxLibrary _library;
        private readonly Problem _problem;
        private readonly QuantizedRows? _input;
        private readonly NativeBlock _x;
        private readonly NativeBlock _y;
        private readonly nint _from;
        private readonly nint _to;
        private readonly List<nint> _sessions = [];
        private int _next;

        public Runner(OnnxLibrary library, Problem problem)
        {
            (_library, _problem) = (library, problem);
            var item = problem.Case;
            _y = new NativeBlock((nuint)(item.Rows * item.Outputs * sizeof(float)));
            if (item.Int8)
            {
                _input = QuantizedRows.OfInput(problem.Input, item.Inputs);
                _x = NativeBlock.Of<byte>(Array.ConvertAll(_input.Values, value => (byte)(value + OnnxModel.Zero)));
                _from = library.View<byte>(_x, item.Rows, item.Inputs);
                _to = library.View<int>(_y, item.Rows, item.Outputs);
            }
            else
            {
                _x = NativeBlock.Of<float>(problem.Input);
                _from = library.View<float>(_x, item.Rows, item.Inputs);
                _to = library.View<float>(_y, item.Rows, item.Outputs);
            }

            try
            {
                for (var copy = 0; copy < item.Copies; copy++) _sessions.Add(library.Session(OnnxModel.Write(problem, copy)));
            }
            catch
            {
                Dispose();
                throw;
            }
        }

        public void Run(int times)
        {
            for (var i = 0; i < times; i++)
            {
                _library.Run(_sessions[_next], _from, _to);
                if (++_next == _sessions.Count) _next = 0;
            }
        }

        public float[] Result()
        {
            _next = 0;
            Run(1);
            var item = _problem.Case;
            var count = item.Rows * item.Outputs;
            return _input is null ? [.. _y.Values<float>(count)] : _input.Scale(_y.Values<int>(count), QuantizedRows.OfWeights(_problem.Weights(0, 0), item.Inputs));
        }

        public void Dispose()
        {
            foreach (var session in _sessions) _library.FreeSession(session);
            _library.FreeView(_from);
            _library.FreeView(_to);
            _x.Dispose();
            _y.Dispose();
        }
    }
}
