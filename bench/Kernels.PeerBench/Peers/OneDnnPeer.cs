using Kernels.PeerBench.Cases;
using Kernels.PeerBench.Measuring;
using static Kernels.PeerBench.Peers.OneDnnLibrary;

namespace Kernels.PeerBench.Peers;

/// <summary>
/// oneDNN through its C interface: a primitive per layer, made once, with weights reordered beforehand into the layout that it asks for. Integers: rows
/// quantised beforehand, sums of 32 bits as the result; the scales are left to the caller.
/// </summary>
internal sealed class OneDnnPeer(OneDnnLibrary library) : IPeer<Problem>
{
    /// <summary>The head of the column, also when it is empty.</summary>
    public const string Title = "oneDNN";

    /// <summary>How to install it.</summary>
    public const string Absent = $"{Title}: not installed; on Debian: apt-get install libdnnl3.6 (Debian 13) or libdnnl2 (Debian 12)";

    public string Name => Title;

    public string Description =>
        $"{library.Description}, packed weights, int8 without quantising and scaling, 1 thread";

    public IRunner? Prepare(Problem problem) => problem.Case.BlockBits is null ? new Runner(library, problem) : null;

    private sealed class Runner : IRunner
    {
        private readonly OneDnnLibrary _library;
        private readonly Problem _problem;
        private readonly QuantizedRows? _input;
        private readonly QuantizedRows? _weights;
        private readonly nint[] _primitives;

        /// <summary>Per copy of the weights, per layer.</summary>
        private readonly Argument[][][] _arguments;
        private readonly NativeBlock[] _values;
        private readonly List<NativeBlock> _blocks = [];
        private readonly List<nint> _memories = [];
        private int _next;

        public Runner(OneDnnLibrary library, Problem problem)
        {
            (_library, _problem) = (library, problem);
            var item = problem.Case;
            if (item.Int8)
            {
                _input = QuantizedRows.OfInput(problem.Input, item.Inputs);
                _weights = QuantizedRows.OfWeights(problem.Weights(0, 0), item.Inputs);
            }

            var (element, sum) = item.Int8 ? (ElementType.Int8, ElementType.Int32) : (ElementType.Float32, ElementType.Float32);
            _values = [.. item.Widths.Select(width => Keep(new NativeBlock((nuint)(item.Rows * width * sizeof(float)))))];
            if (item.Int8) _input!.Values.CopyTo(_values[0].Values<sbyte>(_input.Values.Length));
            else problem.Input.CopyTo(_values[0].Values<float>(problem.Input.Length));

            _primitives = new nint[item.Layers];
            _arguments = [.. Enumerable.Range(0, item.Copies).Select(_ => new Argument[item.Layers][])];
            for (var layer = 0; layer < item.Layers; layer++) Prepare(layer, element, sum);
        }

        public void Run(int times)
        {
            for (var i = 0; i < times; i++)
            {
                var arguments = _arguments[_next];
                for (var layer = 0; layer < _primitives.Length; layer++) _library.Execute(_primitives[layer], arguments[layer]);
                if (++_next == _arguments.Length) _next = 0;
            }

            _library.Wait();
        }

        public float[] Result()
        {
            _next = 0;
            Run(1);
            var count = _problem.Case.Rows * _problem.Case.Outputs;
            return _input is null ? [.. _values[^1].Values<float>(count)] : _input.Scale(_values[^1].Values<int>(count), _weights!);
        }

        public void Dispose()
        {
            foreach (var memory in _memories) _library.Destroy("dnnl_memory_destroy", memory);
            foreach (var primitive in _primitives) _library.Destroy("dnnl_primitive_destroy", primitive);
            foreach (var block in _blocks) block.Dispose();
        }

        private void Prepare(int layer, ElementType element, ElementType sum)
        {
            var item = _problem.Case;
            var (inputs, outputs) = (item.Widths[layer], item.Widths[layer + 1]);
            var source = _library.Describe(item.Rows, inputs, element, Layout.Rows);
            var result = _library.Describe(item.Rows, outputs, sum, Layout.Rows);
            var given = _library.Describe(inputs, outputs, element, Layout.Columns);
            var wanted = _library.Describe(inputs, outputs, element, Layout.Any);
            var bias = item.Layers > 1 ? _library.Describe(1, outputs, ElementType.Float32, Layout.Rows) : 0;
            var product = _library.DescribeProduct(source, wanted, bias, result, layer < item.Layers - 1 ? _library.Relu() : 0);
            _primitives[layer] = _library.Create(product);
            var packed = _library.WeightsOf(product);
            var (x, y) = (View(source, _values[layer]), View(result, _values[layer + 1]));
            var b = bias == 0 ? 0 : View(bias, Keep(NativeBlock.Of(_problem.Bias(layer))));
            for (var copy = 0; copy < _arguments.Length; copy++)
            {
                var values = _problem.Weights(layer, copy);
                using var plain = item.Int8 ? NativeBlock.Of<sbyte>((copy == 0 ? _weights! : QuantizedRows.OfWeights(values, inputs)).Values) : NativeBlock.Of(values);
                var w = View(packed, Keep(_library.Reorder(given, plain, packed)));
                Argument[] arguments = [new(Argument.Source, x), new(Argument.Weights, w), new(Argument.Result, y)];
                _arguments[copy][layer] = b == 0 ? arguments : [.. arguments, new(Argument.Bias, b)];
            }
        }

        private NativeBlock Keep(NativeBlock block)
        {
            _blocks.Add(block);
            return block;
        }

        private nint View(nint description, NativeBlock block)
        {
            var memory = _library.View(description, block);
            _memories.Add(memory);
            return memory;
        }
    }
}
