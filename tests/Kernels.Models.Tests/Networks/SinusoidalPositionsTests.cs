namespace Kernels.Models.Tests.Networks;

/// <summary>Waves against the platform's sine and cosine, which may differ from ours by their own last bits.</summary>
public sealed class SinusoidalPositionsTests
{
    [Fact]
    public void Sines_and_cosines_are_right_to_a_few_units_of_the_last_place()
    {
        for (var i = 0; i < 200_000; i++)
        {
            var angle = i * 0.0517 * (1 + (i % 97));
            var (sine, cosine) = SinusoidalPositions.SineCosine(angle);
            Assert.InRange(sine - Math.Sin(angle), -5e-16, 5e-16);
            Assert.InRange(cosine - Math.Cos(angle), -5e-16, 5e-16);
        }

        Assert.Equal((0, 1), SinusoidalPositions.SineCosine(0));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(31)]
    public void Rows_are_as_published(int width)
    {
        var (fsmt, marian) = (new float[width], new float[width]);
        var half = width / 2;
        for (var position = 0; position < 300; position++)
        {
            SinusoidalPositions.Fsmt(position, fsmt);
            SinusoidalPositions.Marian(position, marian);
            for (var j = 0; j < half; j++)
            {
                // Angles of up to 300 as f32: within 2e-5 of the exact ones.
                Assert.InRange(fsmt[j] - Math.Sin(position * Math.Pow(10000, -(double)j / (half - 1))), -5e-5, 5e-5);
                Assert.InRange(fsmt[half + j] - Math.Cos(position * Math.Pow(10000, -(double)j / (half - 1))), -5e-5, 5e-5);
            }

            for (var j = 0; j < (width + 1) / 2; j++)
                Assert.InRange(marian[j] - Math.Sin(position * Math.Pow(10000, -2.0 * j / width)), -1e-6, 1e-6);
            for (var j = 0; j < half; j++)
                Assert.InRange(marian[((width + 1) / 2) + j] - Math.Cos(position * Math.Pow(10000, -2.0 * j / width)), -1e-6, 1e-6);
            if (width % 2 != 0) Assert.Equal(0, fsmt[^1]);
        }
    }
}
