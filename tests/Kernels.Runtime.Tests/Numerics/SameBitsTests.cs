namespace Kernels.Runtime.Tests.Numerics;

/// <summary>The promise of the numerics: one value at a time or sixteen, the bits are the same.</summary>
public sealed class SameBitsTests
{
    private const int Values = 10_000_000;

    public static TheoryData<string> Names => AccuracyTests.Names;

    [Theory, MemberData(nameof(Names))]
    public void Every_width_gives_the_bits_of_the_scalar(string name)
    {
        var function = Activation.Named(name);
        const int Parts = 64;
        Parallel.For(0, Parts, part =>
        {
            var random = new Random(part);
            Span<float> x = stackalloc float[16];
            for (var done = 0; done <= Values / Parts; done += x.Length)
            {
                Samples.Fill(random, x);
                CheckBlock(function, x);
            }
        });
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_width_gives_the_bits_of_the_scalar_on_special_values_in_every_lane(string name)
    {
        var function = Activation.Named(name);
        var block = new float[16];
        for (var i = 0; i < Samples.Special.Length; i++)
        {
            for (var lane = 0; lane < 16; lane++)
                block[lane] = Samples.Special[(i + lane) % Samples.Special.Length];
            CheckBlock(function, block);
        }
    }

    private static void CheckBlock(Activation function, ReadOnlySpan<float> x)
    {
        Span<float> expected = stackalloc float[16];
        Span<float> actual = stackalloc float[16];
        function.Run(32, x, expected);
        foreach (var width in Widths.Supported)
        {
            function.Run(width, x, actual);
            for (var lane = 0; lane < 16; lane++)
                if (!Samples.Same(expected[lane], actual[lane]))
                    Assert.Fail($"{function.Name}({x[lane]:R}): {expected[lane]:R} alone, {actual[lane]:R} in lane {lane} of {width} bits");
        }
    }
}
