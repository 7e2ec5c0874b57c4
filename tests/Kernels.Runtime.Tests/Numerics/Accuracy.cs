namespace Kernels.Runtime.Tests.Numerics;

/// <summary>The largest distances of a function of floats from its exact value, and where they are.</summary>
/// <param name="Ulp">Units in the last place of the exact value's binade (2^-149 among subnormals).</param>
/// <param name="Absolute">The plain distance.</param>
/// <param name="Weighted">The distance divided by max(1, |x|).</param>
internal readonly record struct Accuracy(Distance Ulp, Distance Absolute, Distance Weighted, long Wrong, float WrongAt)
{
    /// <summary>Compares every <paramref name="stride"/>-th of the 2^32 floats, from a start that the stride moves through.</summary>
    public static Accuracy Measure(Activation function, int stride)
    {
        const int Slices = 256;
        var parts = new Accuracy[Slices];
        Parallel.For(0, Slices, slice =>
        {
            var worst = default(Accuracy);
            var first = slice * ((1L << 32) / Slices);
            for (var bits = first + slice % stride; bits < first + (1L << 32) / Slices; bits += stride)
                worst = worst.With(BitConverter.UInt32BitsToSingle((uint)bits), function);
            parts[slice] = worst;
        });
        return parts.Aggregate((a, b) => a.Worse(b));
    }

    public override string ToString() =>
        FormattableString.Invariant($"{Ulp.Size:0.000} ULP at {Ulp.At:R}; absolute {Absolute.Size:0.00e0} at {Absolute.At:R}; ")
        + FormattableString.Invariant($"by max(1,|x|) {Weighted.Size:0.00e0} at {Weighted.At:R}; wrong {Wrong} (last at {WrongAt:R})");

    private Accuracy With(float x, Activation function)
    {
        var (y, exact) = (function.Scalar(x), function.Exact(x));
        if (!float.IsFinite((float)exact) || !float.IsFinite(y))
        {
            // Beyond the largest float, either neighbour of the border is a rounding of the exact value.
            var border = Math.Abs(exact) is > 3.4028233e38 and < 3.402824e38;
            return border || Samples.Same(y, (float)exact) ? this : this with { Wrong = Wrong + 1, WrongAt = x };
        }

        var distance = Math.Abs(y - exact);
        return this with
        {
            Ulp = Ulp.Worse(new(distance / UnitInTheLastPlace(exact), x)),
            Absolute = Absolute.Worse(new(distance, x)),
            Weighted = Weighted.Worse(new(distance / Math.Max(1, Math.Abs((double)x)), x)),
        };
    }

    private Accuracy Worse(Accuracy other) => new(
        Ulp.Worse(other.Ulp), Absolute.Worse(other.Absolute), Weighted.Worse(other.Weighted),
        Wrong + other.Wrong, Wrong > 0 ? WrongAt : other.WrongAt);

    private static double UnitInTheLastPlace(double exact)
    {
        var exponent = (int)(BitConverter.DoubleToInt64Bits(exact) >> 52 & 0x7FF) - 1023;
        return BitConverter.Int64BitsToDouble((long)(Math.Max(exponent, -126) - 23 + 1023) << 52);
    }
}

/// <summary>A distance and the argument where it was found.</summary>
internal readonly record struct Distance(double Size, float At)
{
    public Distance Worse(Distance other) => other.Size > Size ? other : this;
}
