using Kernels.Model;

namespace Kernels.Testing.Drawing;

/// <summary>Weights for any network, drawn by chance.</summary>
public static class WeightSampling
{
    /// <summary>
    /// Draws every tensor of a network. Values lie around 0 so that sums stay near 1; one tensor in four has special values in
    /// it, one in eight zeros in whole channels. Set 4i + 2 is stored as 8-bit integers with scales, set 4i + 3 as f16, the rest as f32.
    /// </summary>
    /// <param name="network">The network, as in <c>Digits.Model</c>.</param>
    /// <param name="seed">The same seed draws the same weights on every machine.</param>
    /// <param name="set">Which of the sets of this seed.</param>
    public static MemoryWeights Draw(NetworkModel network, int seed, int set = 0)
    {
        ArgumentNullException.ThrowIfNull(network);
        var weights = new MemoryWeights($"weights of seed {seed}, set {set}");
        var number = 0;
        foreach (var shape in WeightShapes.Of(network))
        {
            var draw = Drawing.Draw.Of(seed, set, ++number);
            long[] extents = [.. shape.Extents.Select(extent => (long)extent)];
            var stored = shape.Role is WeightRole.Matrix or WeightRole.Table ? set % 4 : 0;
            if (stored == 2) weights.Add(shape.Name, extents, Integers(draw, shape), Scales(draw, shape));
            else if (stored == 3) weights.Add(shape.Name, extents, Array.ConvertAll(Floats(draw, shape, special: false), value => (Half)value));
            else weights.Add(shape.Name, extents, Floats(draw, shape, special: set % 4 == 1 || draw.OneIn(4)));
        }

        return weights;
    }

    private static float[] Floats(Draw draw, WeightShape shape, bool special)
    {
        var values = new float[checked((int)shape.Count)];
        var spread = shape.Role == WeightRole.Gain ? 0.5f : MathF.Sqrt(3f / shape.SummedValues);
        var centre = shape.Role == WeightRole.Gain ? 1f : 0f;
        for (var i = 0; i < values.Length; i++)
            values[i] = special && draw.OneIn(16) ? draw.Of(SpecialValues.Finite) : centre + (draw.Signed() * spread);
        if (shape.Role == WeightRole.Matrix && draw.OneIn(8)) ClearChannel(values, shape, draw.Below(shape.Extents[shape.ScaleAxis]));
        return values;
    }

    /// <summary>An output whose weights are all zero has a scale of its own rule in 8-bit integers.</summary>
    private static void ClearChannel(float[] values, WeightShape shape, int channel)
    {
        var columns = shape.ScaleAxis == 0 ? values.Length / shape.Extents[0] : shape.Extents[1];
        for (var i = 0; i < values.Length; i++)
            if ((shape.ScaleAxis == 0 ? i / columns : i % columns) == channel) values[i] = 0;
    }

    private static sbyte[] Integers(Draw draw, WeightShape shape)
    {
        var values = new sbyte[checked((int)shape.Count)];
        for (var i = 0; i < values.Length; i++)
            values[i] = (sbyte)(draw.OneIn(8) ? draw.Of<int>([0, 127, -127, 1, -1]) : draw.Below(255) - 127);
        return values;
    }

    private static float[] Scales(Draw draw, WeightShape shape)
    {
        var scales = new float[shape.Extents[shape.ScaleAxis]];
        for (var i = 0; i < scales.Length; i++)
            scales[i] = (draw.OneIn(8) ? 1f / 64 : MathF.Abs(draw.Signed()) + 0.01f) / 100 / MathF.Sqrt(shape.SummedValues);
        return scales;
    }
}
