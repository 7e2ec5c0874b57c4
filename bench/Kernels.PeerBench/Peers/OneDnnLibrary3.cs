namespace Kernels.PeerBench.Peers;

/// <summary>oneDNN 3: descriptions are handles.</summary>
internal sealed unsafe class OneDnnLibrary3(nint library, string version) : OneDnnLibrary(library, version)
{
    private const int Relu3 = 0x20;

    public override nint DescribeProduct(nint source, nint weights, nint bias, nint result, nint attributes)
    {
        nint description;
        Check(((delegate* unmanaged[Cdecl]<nint*, nint, nint, nint, nint, nint, nint, int>)Export("dnnl_matmul_primitive_desc_create"))(
            &description, Engine, source, weights, bias, result, attributes));
        return description;
    }

    protected override nint DescribeAny(long* extents, int type)
    {
        nint description;
        Check(((delegate* unmanaged[Cdecl]<nint*, int, long*, int, int, int>)Export("dnnl_memory_desc_create_with_tag"))(&description, 2, extents, type, FormatAny));
        return description;
    }

    protected override nint Describe(long* extents, int type, long* strides)
    {
        nint description;
        Check(((delegate* unmanaged[Cdecl]<nint*, int, long*, int, long*, int>)Export("dnnl_memory_desc_create_with_strides"))(&description, 2, extents, type, strides));
        return description;
    }

    protected override void AppendRelu(nint after) =>
        Check(((delegate* unmanaged[Cdecl]<nint, int, float, float, int>)Export("dnnl_post_ops_append_eltwise"))(after, Relu3, 0, 0));
}
