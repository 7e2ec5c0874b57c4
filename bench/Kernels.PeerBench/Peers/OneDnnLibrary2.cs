using System.Runtime.InteropServices;

namespace Kernels.PeerBench.Peers;

/// <summary>oneDNN 2: descriptions are structures of the caller, whose sizes are rounded up here.</summary>
internal sealed unsafe class OneDnnLibrary2(nint library, string version) : OneDnnLibrary(library, version)
{
    private const int MemoryDescription = 1 << 10;
    private const int OperationDescription = 1 << 14;
    private const uint UseScale = 8;
    private const uint UseShift = 16;
    private const int Relu2 = 0x1f;

    public override nint DescribeProduct(nint source, nint weights, nint bias, nint result, nint attributes)
    {
        var init = (delegate* unmanaged[Cdecl]<nint, nint, nint, nint, nint, int>)Export("dnnl_matmul_desc_init");
        return Describe(operation => init(operation, source, weights, bias, result), attributes);
    }

    public override nint DescribeFunction(ElementFunction function, nint values)
    {
        var init = (delegate* unmanaged[Cdecl]<nint, int, int, nint, float, float, int>)Export("dnnl_eltwise_forward_desc_init");
        var number = function switch { ElementFunction.Exp => 0xbf, ElementFunction.Tanh => 0x2f, ElementFunction.GeluTanh => 0xcf, _ => 0x30 };
        return Describe(operation => init(operation, Inference, number, values, 0, 0), attributes: 0);
    }

    public override nint DescribeSoftmax(nint values)
    {
        var init = (delegate* unmanaged[Cdecl]<nint, int, nint, int, int>)Export("dnnl_softmax_forward_desc_init");
        return Describe(operation => init(operation, Inference, values, LastAxis), attributes: 0);
    }

    public override nint DescribeNorm(nint values, float epsilon)
    {
        var init = (delegate* unmanaged[Cdecl]<nint, int, nint, nint, float, uint, int>)Export("dnnl_layer_normalization_forward_desc_init");
        return Describe(operation => init(operation, Inference, values, 0, epsilon, UseScale | UseShift), attributes: 0);
    }

    protected override nint DescribeConvolution(nint source, nint weights, nint bias, nint result, long* strides, long* gaps, long* before, long* behind)
    {
        var init = (delegate* unmanaged[Cdecl]<nint, int, int, nint, nint, nint, nint, long*, long*, long*, int>)Export("dnnl_convolution_forward_desc_init");
        return Describe(operation => init(operation, Inference, DirectConvolution, source, weights, bias, result, strides, before, behind), attributes: 0);
    }

    protected override nint DescribeAny(int axes, long* extents, int type)
    {
        var description = (nint)NativeMemory.AllocZeroed(MemoryDescription);
        Check(((delegate* unmanaged[Cdecl]<nint, int, long*, int, int, int>)Export("dnnl_memory_desc_init_by_tag"))(description, axes, extents, type, FormatAny));
        return description;
    }

    protected override nint Describe(int axes, long* extents, int type, long* strides)
    {
        var description = (nint)NativeMemory.AllocZeroed(MemoryDescription);
        Check(((delegate* unmanaged[Cdecl]<nint, int, long*, int, long*, int>)Export("dnnl_memory_desc_init_by_strides"))(description, axes, extents, type, strides));
        return description;
    }

    /// <summary>Lets the library fill in the structure of an operation, and describes a primitive by it.</summary>
    private nint Describe(Func<nint, int> init, nint attributes)
    {
        var operation = (nint)NativeMemory.AllocZeroed(OperationDescription);
        try
        {
            nint description;
            Check(init(operation));
            Check(((delegate* unmanaged[Cdecl]<nint*, nint, nint, nint, nint, int>)Export("dnnl_primitive_desc_create"))(&description, operation, attributes, Engine, 0));
            return description;
        }
        finally
        {
            NativeMemory.Free((void*)operation);
        }
    }

    protected override void AppendRelu(nint after) =>
        Check(((delegate* unmanaged[Cdecl]<nint, float, int, float, float, int>)Export("dnnl_post_ops_append_eltwise"))(after, 1, Relu2, 0, 0));
}
