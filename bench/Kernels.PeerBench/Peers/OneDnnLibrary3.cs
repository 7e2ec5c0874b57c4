namespace Kernels.PeerBench.Peers;

/// <summary>oneDNN 3: descriptions are handles.</summary>
internal sealed unsafe class OneDnnLibrary3(nint library, string version) : OneDnnLibrary(library, version)
{
    private const int Relu3 = 0x20;
    private const int AccurateSoftmax = 0x30000;
    private const uint UseScale = 2;
    private const uint UseShift = 4;

    public override nint DescribeProduct(nint source, nint weights, nint bias, nint result, nint attributes)
    {
        nint description;
        Check(((delegate* unmanaged[Cdecl]<nint*, nint, nint, nint, nint, nint, nint, int>)Export("dnnl_matmul_primitive_desc_create"))(
            &description, Engine, source, weights, bias, result, attributes));
        return description;
    }

    public override nint DescribeFunction(ElementFunction function, nint values)
    {
        nint description;
        var number = function switch { ElementFunction.Exp => 0x2a, ElementFunction.Tanh => 0x21, ElementFunction.GeluTanh => 0x2b, _ => 0x31 };
        Check(((delegate* unmanaged[Cdecl]<nint*, nint, int, int, nint, nint, float, float, nint, int>)Export("dnnl_eltwise_forward_primitive_desc_create"))(
            &description, Engine, Inference, number, values, values, 0, 0, 0));
        return description;
    }

    public override nint DescribeSoftmax(nint values)
    {
        nint description;
        Check(((delegate* unmanaged[Cdecl]<nint*, nint, int, int, nint, nint, int, nint, int>)Export("dnnl_softmax_forward_primitive_desc_create"))(
            &description, Engine, Inference, AccurateSoftmax, values, values, LastAxis, 0));
        return description;
    }

    public override nint DescribeNorm(nint values, float epsilon)
    {
        nint description;
        Check(((delegate* unmanaged[Cdecl]<nint*, nint, int, nint, nint, nint, float, uint, nint, int>)Export("dnnl_layer_normalization_forward_primitive_desc_create"))(
            &description, Engine, Inference, values, values, 0, epsilon, UseScale | UseShift, 0));
        return description;
    }

    protected override nint DescribeConvolution(nint source, nint weights, nint bias, nint result, long* strides, long* gaps, long* before, long* behind)
    {
        nint description;
        Check(((delegate* unmanaged[Cdecl]<nint*, nint, int, int, nint, nint, nint, nint, long*, long*, long*, long*, nint, int>)Export("dnnl_convolution_forward_primitive_desc_create"))(
            &description, Engine, Inference, DirectConvolution, source, weights, bias, result, strides, gaps, before, behind, 0));
        return description;
    }

    protected override nint DescribeAny(int axes, long* extents, int type)
    {
        nint description;
        Check(((delegate* unmanaged[Cdecl]<nint*, int, long*, int, int, int>)Export("dnnl_memory_desc_create_with_tag"))(&description, axes, extents, type, FormatAny));
        return description;
    }

    protected override nint Describe(int axes, long* extents, int type, long* strides)
    {
        nint description;
        Check(((delegate* unmanaged[Cdecl]<nint*, int, long*, int, long*, int>)Export("dnnl_memory_desc_create_with_strides"))(&description, axes, extents, type, strides));
        return description;
    }

    protected override void AppendRelu(nint after) =>
        Check(((delegate* unmanaged[Cdecl]<nint, int, float, float, int>)Export("dnnl_post_ops_append_eltwise"))(after, Relu3, 0, 0));
}
