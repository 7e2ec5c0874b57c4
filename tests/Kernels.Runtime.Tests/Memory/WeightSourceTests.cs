using FsCheck;
using FsCheck.Fluent;
using static Kernels.Runtime.Tests.Memory.FileBuilder;

namespace Kernels.Runtime.Tests.Memory;

public sealed class WeightSourceTests
{
    private static MemoryWeights Sample() => new MemoryWeights("sample")
        .Add("f32", [2, 3], [1f, 2, 3, 4, 5, 6])
        .Add("f16", [3], [(Half)0.5f, Half.Epsilon, Half.NegativeInfinity])
        .Add("bf16", StorageType.BF16, [2], [0x80, 0x3F, 0x00, 0xC0])
        .Add("i8", [2, 3], new sbyte[] { 1, -2, 3, -127, 127, 0 }, [0.5f, 0.1f, 3f])
        .Add("mask", StorageType.Bool, [2], [0, 1])
        .Add("one", [], [42f]);

    [Fact]
    public void ReadsFloatsOfEveryWeightType()
    {
        using var weights = Sample();
        Assert.Equal([1f, 2, 3, 4, 5, 6], weights.ReadFloats("f32", [2, 3]));
        Assert.Equal([0.5f, MathF.Pow(2, -24), float.NegativeInfinity], weights.ReadFloats("f16", [3]));
        Assert.Equal([1f, -2f], weights.ReadFloats("bf16", [2]));
        Assert.Equal([42f], weights.ReadFloats("one", []));
        Assert.Equal([1 * 0.5f, -2 * 0.1f, 3 * 3f, -127 * 0.5f, 127 * 0.1f, 0], weights.ReadFloats("i8", [2, 3], scaleAxis: 1));
    }

    [Fact]
    public void ReadsIntegersWithoutTheirScaleWhenAskedForTheTensor()
    {
        using var weights = Sample();
        var values = new float[4];
        weights.ReadFloats(weights.Find("i8"), 1, values);
        Assert.Equal([-2f, 3, -127, 127], values);
    }

    [Fact]
    public void ReadsInt8AsStored()
    {
        using var weights = Sample();
        Assert.True(weights.TryReadInt8("i8", [2, 3], 1, out var stored, out var scale));
        Assert.Equal([1, -2, 3, -127, 127, 0], stored);
        Assert.Equal([0.5f, 0.1f, 3f], scale);
        Assert.False(weights.TryReadInt8("f32", [2, 3], 1, out _, out _));
        Assert.False(weights.TryOpenInt8("f16", [3], 0, out _));
    }

    [Fact]
    public void EverySliceIsThePartOfTheWhole()
    {
        var extents = Gen.Choose(1, 7).ListOf(3).Select(list => list.ToArray());
        var draw = (from shape in extents from axis in Gen.Choose(0, 2) from seed in Gen.Choose(0, int.MaxValue) select (shape, axis, seed)).ToArbitrary();
        Prop.ForAll(draw, drawn =>
        {
            var random = new Random(drawn.seed);
            var shape = drawn.shape.Select(extent => (long)extent).ToArray();
            var count = drawn.shape.Aggregate(1, (product, extent) => product * extent);
            var stored = Enumerable.Range(0, count).Select(_ => (sbyte)random.Next(-127, 128)).ToArray();
            var scale = Enumerable.Range(0, drawn.shape[drawn.axis]).Select(_ => random.NextSingle() + 0.01f).ToArray();
            using var weights = new MemoryWeights().Add("w", shape, stored, scale);

            var inner = drawn.shape.Skip(drawn.axis + 1).Aggregate(1, (product, extent) => product * extent);
            var expected = stored.Select((weight, i) => (float)weight * scale[i / inner % scale.Length]).ToArray();
            Assert.Equal(expected, weights.ReadFloats("w", shape, drawn.axis));
            var tensor = weights.OpenFloats("w", shape, drawn.axis);
            for (var first = 0; first <= count; first++)
            {
                var part = new float[random.Next(count - first + 1)];
                tensor.Read(first, part);
                Assert.Equal(expected[first..(first + part.Length)], part);
            }
        }).Check(Draws.Config);
    }

    [Fact]
    public void RefusesWhatDoesNotFit()
    {
        using var weights = Sample();
        AssertError("tensor 'none' is missing", () => weights.ReadFloats("none", [1]));
        AssertError("tensor 'f32' has the shape [2, 3], wanted is [3, 2]", () => weights.ReadFloats("f32", [3, 2]));
        AssertError("wanted is []", () => weights.ReadFloats("f32", []));
        AssertError("tensor 'mask' is stored as BOOL", () => weights.ReadFloats("mask", [2]));
        AssertError("tensor 'i8.scale' is F32 [3], wanted is F32 [2]", () => weights.ReadFloats("i8", [2, 3], scaleAxis: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => weights.ReadFloats("i8", [2, 3], scaleAxis: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => weights.ReadFloats(weights.Find("f32"), 5, new float[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => weights.OpenFloats("f16", [3]).Read(-1, new float[2]));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void RefusesAScaleThatIsNotFiniteAndAboveZero(float scale)
    {
        using var weights = new MemoryWeights("sample").Add("w", [2, 1], new sbyte[] { 1, 2 }, [1f, scale]);
        AssertError("'w.scale' holds at 1", () => weights.ReadFloats("w", [2, 1]));
        AssertError("'w.scale' holds at 1", () => weights.TryReadInt8("w", [2, 1], 0, out _, out _));
    }

    [Fact]
    public void TakesTheSmallestScale()
    {
        using var weights = new MemoryWeights().Add("w", [1], new sbyte[] { 3 }, [float.Epsilon]);
        Assert.Equal([3 * float.Epsilon], weights.ReadFloats("w", [1]));
    }

    [Fact]
    public void RefusesTheWeightMinus128()
    {
        using var weights = new MemoryWeights("sample").Add("w", [4], new sbyte[] { 1, 2, -128, 4 }, [1f, 1, 1, 1]);
        AssertError("holds at 2 the weight -128", () => weights.ReadFloats("w", [4]));
        AssertError("holds at 2 the weight -128", () => weights.TryReadInt8("w", [4], 0, out _, out _));
        weights.OpenFloats("w", [4]).Read(3, new float[1]);
        AssertError("holds at 2 the weight -128", () => weights.OpenFloats("w", [4]).Read(1, new float[2]));
    }

    [Fact]
    public void RefusesIntegersWithoutScaleOrWithOneOfAnotherKind()
    {
        using var none = new MemoryWeights("sample").Add("w", StorageType.I8, [2], [1, 2]);
        AssertError("'w.scale' are missing", () => none.ReadFloats("w", [2]));
        AssertError("'w.scale' are missing", () => none.TryReadInt8("w", [2], 0, out _, out _));
        using var half = new MemoryWeights("sample").Add("w", StorageType.I8, [2], [1, 2]).Add("w.scale", [2], [(Half)1, (Half)1]);
        AssertError("'w.scale' is F16 [2], wanted is F32 [2]", () => half.ReadFloats("w", [2]));
        using var table = new MemoryWeights("sample").Add("w", StorageType.I8, [2], [1, 2]).Add("w.scale", [2, 1], [1f, 1f]);
        AssertError("'w.scale' is F32 [2, 1], wanted is F32 [2]", () => table.ReadFloats("w", [2]));
    }

    [Fact]
    public void FindsNamesWithOrWithoutAPrefix()
    {
        using var bare = new MemoryWeights().Add("wte", [1], [1f]).Add("w", [1], new sbyte[] { 5 }, [2f]).WithPrefix("transformer.");
        using var full = new MemoryWeights().Add("transformer.wte", [1], [1f]).Add("transformer.w", [1], new sbyte[] { 5 }, [2f]).WithPrefix("transformer.");
        foreach (var weights in new[] { bare, full })
        {
            foreach (var prefix in new[] { "", "transformer." })
            {
                Assert.Equal([1f], weights.ReadFloats(prefix + "wte", [1]));
                Assert.Equal([10f], weights.ReadFloats(prefix + "w", [1]));
            }

            Assert.False(weights.TryFind("other.wte", out _));
        }

        Assert.Equal("transformer.wte", full.Find("wte").Name);
        using var both = new MemoryWeights().Add("transformer.a", [1], [1f]).Add("a", [1], [2f]).WithPrefix("transformer.");
        Assert.Equal([2f], both.ReadFloats("a", [1]));
        Assert.Equal([1f], both.ReadFloats("transformer.a", [1]));
    }

    [Fact]
    public void MemoryWeightsRefuseWhatDoesNotFit()
    {
        using var weights = new MemoryWeights().Add("a", [1], [1f]);
        Assert.Throws<ArgumentException>(() => weights.Add("a", [1], [1f]));
        Assert.Throws<ArgumentException>(() => weights.Add("b", [2], [1f]));
        Assert.Throws<ArgumentOutOfRangeException>(() => weights.Add("b", [-1], [1f]));
        Assert.Throws<OverflowException>(() => weights.Add("b", [1L << 40, 1L << 40], [1f]));
        Assert.Equal(["a"], weights.Tensors.Select(tensor => tensor.Name));
    }

    private static void AssertError(string part, Action action)
        => Assert.Contains(part, AssertOneLine(Assert.Throws<ModelFormatException>(action), "sample").Message);
}
