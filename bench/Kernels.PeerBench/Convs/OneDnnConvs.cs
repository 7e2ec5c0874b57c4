using Kernels.PeerBench.Measuring;
using Kernels.PeerBench.Peers;
using static Kernels.PeerBench.Peers.OneDnnLibrary;

namespace Kernels.PeerBench.Convs;

/// <summary>oneDNN: a primitive per case, made once, with weights reordered beforehand; images lie as ours, channels side by side.</summary>
internal sealed class OneDnnConvs(OneDnnLibrary library) : IPeer<ConvProblem>
{
    public string Name => OneDnnPeer.Title;

    public string Description => $"{library.Description}, a primitive per case, images channels last, packed weights, 1 thread";

    public IRunner Prepare(ConvProblem problem) => new Runner(library, problem);

    private sealed class Runner : IRunner
    {
        private readonly OneDnnLibrary _library;
        private readonly int _count;
        private readonly NativeBlock[] _blocks;
        private readonly nint _primitive;
        private readonly Argument[] _arguments;

        public Runner(OneDnnLibrary library, ConvProblem problem)
        {
            var item = problem.Case;
            (_library, _count) = (library, item.Result.Values);
            var source = library.DescribeImage(item.Image);
            var result = library.DescribeImage(item.Result);
            var bias = library.DescribeRow(item.Outputs);
            long square = item.Kernel * item.Kernel;
            long[] extents = item.IsDepthwise ? [item.Outputs, 1, 1, item.Kernel, item.Kernel] : [item.Outputs, item.Summed, item.Kernel, item.Kernel];
            long[] strides = item.IsDepthwise ? [square, square, square, item.Kernel, 1] : [item.Summed * square, square, item.Kernel, 1];
            var description = library.DescribeConvolution(source, library.DescribeAny(extents), bias, result, item.Stride, item.Padding, After(item));
            _primitive = library.Create(description);
            using var given = NativeBlock.Of<float>(problem.Weights);
            var packed = library.WeightsOf(description);
            _blocks =
            [
                NativeBlock.Of<float>(problem.Input), NativeBlock.Of<float>(new float[_count]), library.Reorder(library.Describe(extents, strides), given, packed),
                NativeBlock.Of<float>(problem.Bias),
            ];
            _arguments =
            [
                new(Argument.Source, library.View(source, _blocks[0])), new(Argument.Result, library.View(result, _blocks[1])),
                new(Argument.Weights, library.View(packed, _blocks[2])), new(Argument.Bias, library.View(bias, _blocks[3])),
            ];
        }

        public void Run(int times)
        {
            for (var i = 0; i < times; i++) _library.Execute(_primitive, _arguments);
            _library.Wait();
        }

        public float[] Result()
        {
            Run(1);
            return [.. _blocks[1].Values<float>(_count)];
        }

        public void Dispose()
        {
            foreach (var argument in _arguments) _library.Destroy("dnnl_memory_destroy", argument.Memory);
            _library.Destroy("dnnl_primitive_destroy", _primitive);
            foreach (var block in _blocks) block.Dispose();
        }

        /// <summary>Padding behind: what the last window still reaches.</summary>
        private static (int Rows, int Columns) After(ConvCase item) =>
            (Behind(item.Image.Height, item.Result.Height, item), Behind(item.Image.Width, item.Result.Width, item));

        private static int Behind(int length, int windows, ConvCase item) => ((windows - 1) * item.Stride) + item.Kernel - item.Padding - length;
    }
}
