using System.Runtime.InteropServices;

namespace Kernels.PeerBench.Peers;

/// <summary>oneDNN 2: descriptions are structures of the caller, whose sizes are rounded up here.</summary>
internal sealed unsafe class OneDnnLibrary2(nint library, string version) : OneDnnLibrary(library, version)
{
    private const int MemoryDescription = 1 << 10;
    private const int ProductDescription = 1 << 12;
    private const int Relu2 = 0x1f;

    public override nint DescribeProduct(nint source, nint weights, nint bias, nint result, nint attributes)
    {
        var product = (nint)NativeMemory.AllocZeroed(ProductDescription);
        try
        {
            nint description;
            Check(((delegate* unmanaged[Cdecl]<nint, nint, nint, nint, nint, int>)Export("dnnl_matmul_desc_init"))(product, source, weights, bias, result));
            Check(((delegate* unmanaged[Cdecl]<nint*, nint, nint, nint, nint, int>)Export("dnnl_primitive_desc_create"))(&description, product, attributes, Engine, 0));
            return description;
        }
        finally
        {
            NativeMemory.Free((void*)product);
        }
    }

    protected override nint DescribeAny(long* extents, int type)
    {
        var description = (nint)NativeMemory.AllocZeroed(MemoryDescription);
        Check(((delegate* unmanaged[Cdecl]<nint, int, long*, int, int, int>)Export("dnnl_memory_desc_init_by_tag"))(description, 2, extents, type, FormatAny));
        return description;
    }

    protected override nint Describe(long* extents, int type, long* strides)
    {
        var description = (nint)NativeMemory.AllocZeroed(MemoryDescription);
        Check(((delegate* unmanaged[Cdecl]<nint, int, long*, int, long*, int>)Export("dnnl_memory_desc_init_by_strides"))(description, 2, extents, type, strides));
        return description;
    }

    protected override void AppendRelu(nint after) =>
        Check(((delegate* unmanaged[Cdecl]<nint, float, int, float, float, int>)Export("dnnl_post_ops_append_eltwise"))(after, 1, Relu2, 0, 0));
}
