namespace Kernels.Neon.Tests;

/// <summary>Random contents, the same in every run.</summary>
internal sealed class Draw(int seed)
{
    private static readonly float[] s_special =
    [
        0f, -0f, 1f, -1f, 0.5f, -0.5f, float.Epsilon, -float.Epsilon, 1.17549435e-38f, float.MaxValue, float.MinValue,
        float.PositiveInfinity, float.NegativeInfinity, float.NaN, 0.625f, 0.9f, 89f, -104f, 128f, -128f, 88.5f, -87.5f, -103.97f,
    ];

    private readonly Random _random = new(seed);

    /// <summary>Values about 1 in size, of both signs, now and then much smaller or larger.</summary>
    public float[] Floats(int count, float size = 1f)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            var value = ((float)_random.NextDouble() * 2f) - 1f;
            values[i] = value * size * (_random.Next(16) == 0 ? MathF.Pow(10f, _random.Next(-6, 2)) : 1f);
        }

        return values;
    }

    /// <summary>Any bits: every exponent, subnormal values, infinities, NaN of every payload.</summary>
    public float[] Bits(int count)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = i < s_special.Length ? s_special[i] : BitConverter.Int32BitsToSingle(_random.Next(int.MinValue, int.MaxValue));
        return values;
    }

    /// <summary>Positive scales.</summary>
    public float[] Scales(int count)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++) values[i] = 0.001f + ((float)_random.NextDouble() * 0.02f);
        return values;
    }

    /// <summary>8-bit weights and activations: never -128, often an end of the range.</summary>
    public sbyte[] Bytes(int count)
    {
        var values = new sbyte[count];
        for (var i = 0; i < count; i++)
            values[i] = (sbyte)(_random.Next(8) == 0 ? 127 * ((2 * _random.Next(2)) - 1) : _random.Next(-127, 128));
        return values;
    }
}
