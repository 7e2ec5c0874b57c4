namespace Kernels;

/// <summary>
/// Bytes of weights that the kernels of an instance were given to read: a layer's packed integers or floats with all their scales, biases and padding, once for every
/// time the layer ran over the rows of a chunk, however many rows those were; where spikes are added up event by event, the rows of weights of the events. What
/// a processor still had in its cache counts as well. Rows that an embedding looks up are not counted.
/// </summary>
/// <param name="Layers">Of all linear layers but the output head.</param>
/// <param name="Head">Of the layer that makes scores of a vocabulary; 0 in a network that makes none.</param>
public readonly record struct WeightTraffic(long Layers, long Head)
{
    /// <summary>Both together.</summary>
    public long Total => Layers + Head;

    /// <summary>What two instances read.</summary>
    public static WeightTraffic operator +(WeightTraffic left, WeightTraffic right) => new(checked(left.Layers + right.Layers), checked(left.Head + right.Head));

    /// <summary>What was read since an earlier moment.</summary>
    public static WeightTraffic operator -(WeightTraffic now, WeightTraffic then) => new(now.Layers - then.Layers, now.Head - then.Head);
}
