using FsCheck;
using FsCheck.Fluent;
using Kernels.Model;
using Kernels.Testing.Drawing;

namespace Kernels.Testing;

/// <summary>Generators for property tests with FsCheck: what networks are made of, with their shrinkers.</summary>
public static class KernelArbitrary
{
    /// <summary>Any float that a network meets: ordinary ones mostly, then special ones; shrinks to 0, 1, whole numbers.</summary>
    /// <param name="finite">Whether infinities and NaN are left out.</param>
    public static Arbitrary<float> Value(bool finite = true)
    {
        var ordinary = Gen.Choose(-1 << 23, 1 << 23).Select(n => n / 8388608f);
        var special = Gen.Elements(SpecialValues.Finite.ToArray());
        var extreme = Gen.Elements(SpecialValues.Extreme.Where(value => !finite || float.IsFinite(value)).ToArray());
        return Arb.From(Gen.Frequency((8, ordinary), (3, special), (1, extreme)), Smaller);
    }

    /// <summary>A width: every tail of every register comes up; shrinks towards 1.</summary>
    /// <param name="most">The widest, 1 or more.</param>
    public static Arbitrary<int> Width(int most = 130)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        int[] borders = [.. ((int[])[1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129]).Where(width => width <= most)];
        return Arb.From(Gen.Frequency((1, Gen.Elements(borders)), (1, Gen.Choose(1, most))), width => Shorter(width));
    }

    /// <summary>Rows of values of a width; shrinks to fewer rows, then to plainer values.</summary>
    /// <param name="width">Values per row.</param>
    /// <param name="maxRows">1 to this many rows.</param>
    /// <param name="finite">Whether infinities and NaN are left out.</param>
    public static Arbitrary<Tensor> Rows(int width, int maxRows = 9, bool finite = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRows, 1);
        var rows = Gen.Choose(1, maxRows).SelectMany(count => Value(finite).Generator.ArrayOf(count * width))
            .Select(values => Tensor.FromRows(values, width));
        return Arb.From(rows, Smaller);
    }

    /// <summary>Token ids; shrinks to fewer tokens, then to token 0.</summary>
    /// <param name="vocabulary">Ids run from 0 to this, exclusive.</param>
    /// <param name="maxTokens">1 to this many.</param>
    public static Arbitrary<int[]> Tokens(int vocabulary, int maxTokens = 9)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabulary, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxTokens, 1);
        var ids = Gen.Choose(1, maxTokens).SelectMany(count => Gen.Choose(0, vocabulary - 1).ArrayOf(count));
        return Arb.From(ids, tokens =>
            Shorter(tokens.Length).Select(length => tokens[..length])
                .Concat(Enumerable.Range(0, tokens.Length).Where(i => tokens[i] != 0).Select(i => (int[])[.. tokens[..i], 0, .. tokens[(i + 1)..]])));
    }

    /// <summary>Weights of a network, stored as f32, f16 or 8-bit integers, special values among them; they do not shrink.</summary>
    /// <param name="network">The network, as in <c>Digits.Model</c>.</param>
    public static Arbitrary<MemoryWeights> Weights(NetworkModel network) =>
        Arb.From(Gen.Choose(0, int.MaxValue - 1).Select(number => WeightSampling.Draw(network, number, number % 4)));

    private static IEnumerable<float> Smaller(float value)
    {
        if (BitConverter.SingleToUInt32Bits(value) == 0) yield break;
        yield return 0f;
        if (value is 1f or -1f) yield break;
        yield return 1f;
        yield return -1f;
        if (float.IsFinite(value) && MathF.Truncate(value) is var whole && whole != value) yield return whole;
    }

    private static IEnumerable<int> Shorter(int length)
    {
        for (var half = length / 2; half >= 1; half /= 2) yield return half;
        if (length > 2) yield return length - 1;
    }

    private static IEnumerable<Tensor> Smaller(Tensor rows)
    {
        foreach (var count in Shorter(rows.Rows)) yield return Tensor.FromRows(rows.Values[..(count * rows.Width)], rows.Width);
        var values = rows.Values.ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            foreach (var smaller in Smaller(values[i]))
            {
                var copy = (float[])values.Clone();
                copy[i] = smaller;
                yield return Tensor.FromRows(copy, rows.Width);
            }
        }
    }
}
