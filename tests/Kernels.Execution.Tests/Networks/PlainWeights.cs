using Kernels.Model;

namespace Kernels.Execution.Tests;

/// <summary>Weights for any network: even values around zero, the same for one seed everywhere.</summary>
internal static class PlainWeights
{
    public static MemoryWeights Of(NetworkModel model, int seed = 1, string? poisoned = null)
    {
        var random = new System.Random(seed);
        var weights = new MemoryWeights();
        foreach (var shape in WeightShapes.Of(model))
        {
            var values = Values(random, checked((int)shape.Count), 1f / MathF.Sqrt(shape.SummedValues));
            if (shape.Name == poisoned) values[0] = float.NaN;
            weights.Add(shape.Name, [.. shape.Extents.Select(extent => (long)extent)], values);
        }

        return weights;
    }

    public static float[] Values(System.Random random, int count, float scale = 1f)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++) values[i] = ((random.NextSingle() * 2f) - 1f) * scale;
        return values;
    }

    public static int[] Tokens(int count, int seed = 1)
    {
        var random = new System.Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(Writer.Tokens))];
    }
}
