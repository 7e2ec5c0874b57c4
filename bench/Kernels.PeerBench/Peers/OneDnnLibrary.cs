using System.Runtime.InteropServices;
using Kernels.Model;

namespace Kernels.PeerBench.Peers;

/// <summary>
/// The functions of oneDNN that versions 2 and 3 share, as <c>dnnl.h</c> has them: an engine, a stream, memory, primitives. Handles are addresses.
/// What the two do differently is in <see cref="OneDnnLibrary2"/> and <see cref="OneDnnLibrary3"/>.
/// </summary>
internal abstract unsafe class OneDnnLibrary
{
    // Numbers of the header.
    protected const int Inference = 96;
    protected const int LastAxis = 1;
    protected const int DirectConvolution = 1;
    protected const int FormatAny = 1;
    private const int Cpu = 1;
    private const int InOrder = 1;
    private const int QueryWeights = 131;
    private const int Unimplemented = 3;
    private const int Avx512 = 0x20;

    // Debian puts the minor version into the name of version 3.
    private static readonly string[] s_names = ["libdnnl.so.3", .. Enumerable.Range(0, 20).Reverse().Select(minor => $"libdnnl.so.3.{minor}"), "libdnnl.so.2", "libdnnl.so", "libdnnl.dylib", "dnnl.dll"];

    private readonly nint _library;
    private readonly nint _engine;
    private readonly nint _stream;
    private readonly delegate* unmanaged[Cdecl]<nint, nint, int, Argument*, int> _execute;

    protected OneDnnLibrary(nint library, string version)
    {
        _library = library;
        nint handle;
        Check(((delegate* unmanaged[Cdecl]<nint*, int, nuint, int>)Export("dnnl_engine_create"))(&handle, Cpu, 0));
        _engine = handle;
        Check(((delegate* unmanaged[Cdecl]<nint*, nint, uint, int>)Export("dnnl_stream_create"))(&handle, _engine, InOrder));
        _stream = handle;
        _execute = (delegate* unmanaged[Cdecl]<nint, nint, int, Argument*, int>)Export("dnnl_primitive_execute");
        var isa = ((delegate* unmanaged[Cdecl]<int>)Export("dnnl_get_effective_cpu_isa"))();
        Description = $"{OneDnnPeer.Title}: {version}, {((isa & Avx512) != 0 ? "AVX-512" : "no AVX-512")} (cpu isa 0x{isa:x})";
    }

    /// <summary>Version and instruction sets in a few words.</summary>
    public string Description { get; }

    protected nint Engine => _engine;

    /// <summary>Null when it is not installed, or is of another version than 2 or 3.</summary>
    public static OneDnnLibrary? Load()
    {
        foreach (var name in s_names)
        {
            if (!NativeLibrary.TryLoad(name, out var library)) continue;
            var version = ((delegate* unmanaged[Cdecl]<int*>)NativeLibrary.GetExport(library, "dnnl_version"))();
            var text = $"{version[0]}.{version[1]}.{version[2]}";
            if (version[0] == 2) return new OneDnnLibrary2(library, text);
            if (version[0] == 3) return new OneDnnLibrary3(library, text);
        }

        return null;
    }

    /// <summary>Describes a matrix; the description is kept, there are few.</summary>
    public nint Describe(int rows, int columns, ElementType type, Layout layout)
    {
        long* extents = stackalloc long[] { rows, columns };
        long* strides = stackalloc long[] { layout == Layout.Rows ? columns : 1, layout == Layout.Rows ? 1 : rows };
        return layout == Layout.Any ? DescribeAny(2, extents, (int)type) : Describe(2, extents, (int)type, strides);
    }

    /// <summary>Describes a row of f32 on one axis.</summary>
    public nint DescribeRow(int width)
    {
        long extent = width, stride = 1;
        return Describe(1, &extent, (int)ElementType.Float32, &stride);
    }

    /// <summary>Describes f32 values on any axes.</summary>
    public nint Describe(ReadOnlySpan<long> extents, ReadOnlySpan<long> strides)
    {
        fixed (long* first = extents, step = strides) return Describe(extents.Length, first, (int)ElementType.Float32, step);
    }

    /// <summary>Describes f32 values on any axes that the library may lay out as it likes.</summary>
    public nint DescribeAny(ReadOnlySpan<long> extents)
    {
        fixed (long* first = extents) return DescribeAny(extents.Length, first, (int)ElementType.Float32);
    }

    /// <summary>Describes one image of f32, channels side by side; the library counts channels before height and width.</summary>
    public nint DescribeImage(ImageShape image) => Describe(
        [1, image.Channels, image.Height, image.Width], [image.Values, 1, (long)image.Width * image.Channels, image.Channels]);

    /// <summary>A convolution with weights of the layout that the library prefers.</summary>
    /// <param name="source">The image.</param>
    /// <param name="weights">Of any layout.</param>
    /// <param name="bias">One value per output.</param>
    /// <param name="result">The image of the result.</param>
    /// <param name="stride">Positions from one window to the next.</param>
    /// <param name="before">Positions of padding before.</param>
    /// <param name="behind">Positions of padding behind.</param>
    public nint DescribeConvolution(nint source, nint weights, nint bias, nint result, int stride, int before, (int Rows, int Columns) behind)
    {
        long* sides = stackalloc long[] { stride, stride, 0, 0, before, before, behind.Rows, behind.Columns };
        return DescribeConvolution(source, weights, bias, result, sides, sides + 2, sides + 4, sides + 6);
    }

    /// <summary>A product of matrices with weights of the layout that the library prefers.</summary>
    /// <param name="attributes">0: none.</param>
    /// <param name="bias">0: none.</param>
    public abstract nint DescribeProduct(nint source, nint weights, nint bias, nint result, nint attributes);

    /// <summary>A function on each value.</summary>
    public abstract nint DescribeFunction(ElementFunction function, nint values);

    /// <summary>Each row divided by its sum, of exponentials.</summary>
    public abstract nint DescribeSoftmax(nint values);

    /// <summary>Layer norm of each row with a gain and a bias.</summary>
    public abstract nint DescribeNorm(nint values, float epsilon);

    /// <summary>Attributes that put <c>max(0, y)</c> behind a product.</summary>
    public nint Relu()
    {
        nint attributes, after;
        Check(((delegate* unmanaged[Cdecl]<nint*, int>)Export("dnnl_primitive_attr_create"))(&attributes));
        Check(((delegate* unmanaged[Cdecl]<nint*, int>)Export("dnnl_post_ops_create"))(&after));
        AppendRelu(after);
        Check(((delegate* unmanaged[Cdecl]<nint, nint, int>)Export("dnnl_primitive_attr_set_post_ops"))(attributes, after));
        return attributes;
    }

    /// <summary>The layout of the weights that a described product wants.</summary>
    public nint WeightsOf(nint product) => ((delegate* unmanaged[Cdecl]<nint, int, int, nint>)Export("dnnl_primitive_desc_query_md"))(product, QueryWeights, 0);

    /// <summary>Code for what was described.</summary>
    public nint Create(nint description)
    {
        nint primitive;
        Check(((delegate* unmanaged[Cdecl]<nint*, nint, int>)Export("dnnl_primitive_create"))(&primitive, description));
        return primitive;
    }

    public nuint SizeOf(nint description) => ((delegate* unmanaged[Cdecl]<nint, nuint>)Export("dnnl_memory_desc_get_size"))(description);

    /// <summary>The library's view of a block.</summary>
    public nint View(nint description, NativeBlock block)
    {
        nint memory;
        Check(((delegate* unmanaged[Cdecl]<nint*, nint, nint, nint, int>)Export("dnnl_memory_create"))(&memory, description, _engine, block.Address));
        return memory;
    }

    /// <summary>The block in another layout.</summary>
    public NativeBlock Reorder(nint from, NativeBlock block, nint to)
    {
        var result = new NativeBlock(SizeOf(to));
        nint description;
        Check(((delegate* unmanaged[Cdecl]<nint*, nint, nint, nint, nint, nint, int>)Export("dnnl_reorder_primitive_desc_create"))(&description, from, _engine, to, _engine, 0));
        var reorder = Create(description);
        Destroy("dnnl_primitive_desc_destroy", description);
        var (source, target) = (View(from, block), View(to, result));
        Execute(reorder, [new(Argument.Source, source), new(Argument.Result, target)]);
        Wait();
        Destroy("dnnl_memory_destroy", source);
        Destroy("dnnl_memory_destroy", target);
        Destroy("dnnl_primitive_destroy", reorder);
        return result;
    }

    public void Execute(nint primitive, ReadOnlySpan<Argument> arguments)
    {
        fixed (Argument* first = arguments) Check(_execute(primitive, _stream, arguments.Length, first));
    }

    public void Wait() => Check(((delegate* unmanaged[Cdecl]<nint, int>)Export("dnnl_stream_wait"))(_stream));

    /// <summary>Frees a handle by the function of that name.</summary>
    public void Destroy(string function, nint handle) => Check(((delegate* unmanaged[Cdecl]<nint, int>)Export(function))(handle));

    /// <summary>What the library may lay out as it likes.</summary>
    protected abstract nint DescribeAny(int axes, long* extents, int type);

    protected abstract nint Describe(int axes, long* extents, int type, long* strides);

    protected abstract nint DescribeConvolution(nint source, nint weights, nint bias, nint result, long* strides, long* gaps, long* before, long* behind);

    protected abstract void AppendRelu(nint after);

    protected nint Export(string name) => NativeLibrary.GetExport(_library, name);

    protected static void Check(int status)
    {
        if (status != 0) throw new PeerException(status == Unimplemented ? "oneDNN does not implement this" : $"oneDNN ended with status {status}");
    }

    /// <summary>Types of values, by the numbers of the header.</summary>
    public enum ElementType
    {
        Float32 = 3,
        Int32 = 4,
        Int8 = 5,
    }

    /// <summary>Functions of one value.</summary>
    public enum ElementFunction
    {
        Exp,
        Tanh,
        GeluTanh,
        GeluErf,
    }

    /// <summary>Where the values of a matrix lie.</summary>
    public enum Layout
    {
        /// <summary>Where the library likes them best.</summary>
        Any,

        /// <summary>Row after row.</summary>
        Rows,

        /// <summary>Column after column.</summary>
        Columns,
    }

    /// <summary>What a primitive gets: which argument, and memory.</summary>
    /// <param name="Role">By the number of the header.</param>
    /// <param name="Memory">A handle.</param>
    public readonly record struct Argument(int Role, nint Memory)
    {
        public const int Source = 1;
        public const int Result = 17;
        public const int Weights = 33;
        public const int Bias = 41;
        public const int NormGain = 51;
        public const int NormBias = 52;
    }
}
