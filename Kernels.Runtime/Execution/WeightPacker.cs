using Kernels.CompilerServices;

namespace Kernels;

/// <summary>
/// Puts the matrix of a linear layer from its file into panels, a few rows of the file at a time: no copy of the whole tensor is
/// ever held beside the packed one.
/// </summary>
internal static class WeightPacker
{
    private const int SliceValues = 1 << 18;

    public static void PackFloats(WeightSource source, string name, WeightLayout layout, DenseWeights weights)
    {
        var tensor = source.OpenFloats(name, Dims(layout, weights), ScaleAxis(layout));
        var packed = weights.FloatValues;
        foreach (var slice in new RowSlices(layout, weights.Inputs, weights.Outputs, SliceValues))
        {
            var values = slice.Buffer;
            tensor.Read(slice.First, values);
            for (var i = 0; i < values.Length; i++)
            {
                var (k, n) = slice.Place(i);
                packed[checked((int)weights.At(k, n))] = values[i];
            }
        }
    }

    /// <summary>Integers as stored where the file has them, else quantised per output channel (modes.md, int8).</summary>
    public static void PackInt8(WeightSource source, string name, WeightLayout layout, DenseWeights weights)
    {
        if (source.TryOpenInt8(name, Dims(layout, weights), ScaleAxis(layout), out var stored))
        {
            stored.Scale.CopyTo(weights.ScaleValues);
            var bytes = new sbyte[SliceValues];
            foreach (var slice in new RowSlices(layout, weights.Inputs, weights.Outputs, SliceValues))
            {
                var values = bytes.AsSpan(0, slice.Buffer.Length);
                stored.Read(slice.First, values);
                for (var i = 0; i < values.Length; i++)
                {
                    var (k, n) = slice.Place(i);
                    weights.ByteValues[checked((int)weights.At(k, n))] = values[i];
                }
            }

            return;
        }

        Quantize(source, name, layout, weights);
    }

    private static void Quantize(WeightSource source, string name, WeightLayout layout, DenseWeights weights)
    {
        var tensor = source.OpenFloats(name, Dims(layout, weights), ScaleAxis(layout));
        var scales = weights.ScaleValues;
        foreach (var slice in new RowSlices(layout, weights.Inputs, weights.Outputs, SliceValues))
        {
            tensor.Read(slice.First, slice.Buffer);
            for (var i = 0; i < slice.Buffer.Length; i++)
            {
                var magnitude = MathF.Abs(slice.Buffer[i]);
                if (!(magnitude <= float.MaxValue))
                    throw source.Error($"tensor {ModelFormatException.Quote(name)} holds a value that is not finite, which 8-bit integers cannot mean; use dense mode");
                ref var largest = ref scales[slice.Place(i).N];
                if (magnitude > largest) largest = magnitude;
            }
        }

        var zero = new bool[weights.Outputs];
        for (var n = 0; n < weights.Outputs; n++)
        {
            scales[n] /= 127f;
            if (scales[n] != 0) continue;
            scales[n] = 1f;
            zero[n] = true;
        }

        foreach (var slice in new RowSlices(layout, weights.Inputs, weights.Outputs, SliceValues))
        {
            tensor.Read(slice.First, slice.Buffer);
            for (var i = 0; i < slice.Buffer.Length; i++)
            {
                var (k, n) = slice.Place(i);
                weights.ByteValues[checked((int)weights.At(k, n))] = zero[n]
                    ? (sbyte)0
                    : (sbyte)Math.Clamp(MathF.Round(slice.Buffer[i] / scales[n], MidpointRounding.ToEven), -127f, 127f);
            }
        }
    }

    private static long[] Dims(WeightLayout layout, DenseWeights weights) =>
        layout == WeightLayout.InputsByOutputs ? [weights.Inputs, weights.Outputs] : [weights.Outputs, weights.Inputs];

    private static int ScaleAxis(WeightLayout layout) => layout == WeightLayout.InputsByOutputs ? 1 : 0;
}
