using Kernels.CompilerServices;

namespace Kernels;

/// <summary>What an instance reads of its weights.</summary>
public abstract partial class Network
{
    private readonly int _head = -1;
    private long _layerBytes;
    private long _headBytes;

    /// <summary>Bytes of weights that the passes of this instance have read since it was made.</summary>
    public WeightTraffic WeightTraffic => new(_layerBytes, _headBytes);

    /// <summary>Counts a layer whose weights are read as a whole.</summary>
    private void CountWeights(int slot) => CountWeights(slot, Dense(slot).ByteCount);

    /// <summary>Counts the weights of a row's events: each is four inputs to all outputs.</summary>
    private void CountEvents(int slot, int events) => CountWeights(slot, Dense(slot).ByteCount / ((_linear[slot].Inputs + 3) / 4) * events);

    private void CountWeights(int slot, long bytes)
    {
        if (slot == _head) _headBytes += bytes;
        else _layerBytes += bytes;
    }
}
