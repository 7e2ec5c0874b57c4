using System.Runtime.InteropServices;

namespace Kernels.PeerBench.Peers;

/// <summary>What a run of a session takes and gives: names and values that lie ready, in native memory, so that a run allocates nothing on our side.</summary>
internal sealed unsafe class OnnxCall : IDisposable
{
    private readonly nint[] _names;

    public OnnxCall(IReadOnlyList<(string Name, nint Value)> inputs, IReadOnlyList<(string Name, nint Value)> outputs)
    {
        (InputCount, OutputCount) = (inputs.Count, outputs.Count);
        (string Name, nint Value)[] all = [.. inputs, .. outputs];
        _names = Array.ConvertAll(all, each => Marshal.StringToCoTaskMemUTF8(each.Name));
        Names = (nint*)NativeMemory.Alloc((nuint)all.Length, (nuint)sizeof(nint));
        Values = (nint*)NativeMemory.Alloc((nuint)all.Length, (nuint)sizeof(nint));
        for (var i = 0; i < all.Length; i++) (Names[i], Values[i]) = (_names[i], all[i].Value);
    }

    public int InputCount { get; }

    public int OutputCount { get; }

    /// <summary>Of the inputs, then of the outputs.</summary>
    public nint* Names { get; }

    /// <summary>In the same order.</summary>
    public nint* Values { get; }

    public void Dispose()
    {
        foreach (var name in _names) Marshal.FreeCoTaskMem(name);
        NativeMemory.Free(Names);
        NativeMemory.Free(Values);
    }
}
