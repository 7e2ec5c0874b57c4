namespace Kernels.Runtime.Tests.Numerics;

/// <summary>The largest distances of a function of floats from its exact value, and where they are.</summary>
internal sealed class Accuracy
{
    /// <summary>In units in the last place of the exact value's binade (2^-149 among subnormals).</summary>
    public Distance Ulp;

    /// <summary>Divided by max(1, |x|).</summary>
    public Distance Weighted;

    /// <summary>How often a result was not the infinity or NaN that it had to be, or was one when it should not.</summary>
    public long Wrong;

    /// <summary>One place where it was.</summary>
    public float WrongAt;

    /// <summary>Compares every <paramref name="stride"/>-th of the 2^32 floats, from a start that moves from slice to slice.</summary>
    public static Accuracy Measure(Activation function, int stride)
    {
        const int Slices = 256;
        var all = new Accuracy();
        Parallel.For(0, Slices, slice =>
        {
            var part = new Accuracy();
            var first = slice * ((1L << 32) / Slices);
            for (var bits = first + slice % stride; bits < first + (1L << 32) / Slices; bits += stride)
                part.Compare(BitConverter.UInt32BitsToSingle((uint)bits), function);
            lock (all)
                all.Take(part);
        });
        return all;
    }

    public override string ToString() => FormattableString.Invariant(
        $"{Ulp.Size:0.000} ULP at {Ulp.At:R}; by max(1,|x|) {Weighted.Size:0.00e0} at {Weighted.At:R}; wrong {Wrong} ({WrongAt:R})");

    private void Compare(float x, Activation function)
    {
        var (y, exact) = (function.Scalar(x), function.Exact(x));
        if (!float.IsFinite((float)exact) || !float.IsFinite(y))
        {
            // Beyond the largest float, either neighbour of the border is a rounding of the exact value.
            var border = Math.Abs(exact) is > 3.4028233e38 and < 3.402824e38;
            if (!border && !Samples.Same(y, (float)exact))
                (Wrong, WrongAt) = (Wrong + 1, x);
            return;
        }

        var distance = Math.Abs(y - exact);
        Ulp.Take(distance * OverUnitInTheLastPlace(exact), x);
        Weighted.Take(distance / Math.Max(1, Math.Abs((double)x)), x);
    }

    private void Take(Accuracy part)
    {
        Ulp.Take(part.Ulp.Size, part.Ulp.At);
        Weighted.Take(part.Weighted.Size, part.Weighted.At);
        if (part.Wrong > 0)
            (Wrong, WrongAt) = (Wrong + part.Wrong, part.WrongAt);
    }

    private static double OverUnitInTheLastPlace(double exact)
    {
        var exponent = (int)(BitConverter.DoubleToInt64Bits(exact) >> 52 & 0x7FF) - 1023;
        return BitConverter.Int64BitsToDouble((long)(1023 + 23 - Math.Max(exponent, -126)) << 52);
    }
}

/// <summary>A distance and the argument where it was found. Of equal ones the argument nearest to 0 counts, whatever the order.</summary>
internal struct Distance
{
    public double Size;
    public float At;

    public void Take(double size, float at)
    {
        if (size > Size || (size == Size && size > 0 && Math.Abs(at) < Math.Abs(At)))
            (Size, At) = (size, at);
    }
}
