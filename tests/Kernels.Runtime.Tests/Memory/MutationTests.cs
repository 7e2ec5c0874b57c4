using static Kernels.Runtime.Tests.Memory.FileBuilder;

namespace Kernels.Runtime.Tests.Memory;

public sealed class MutationTests
{
    private const int MutantsPerRun = 25_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void EveryMutantIsRefusedInOneLineOrReadRight(int run)
    {
        var mutator = new Mutator(run);
        int read = 0, rewritten = 0;
        for (var i = 0; i < MutantsPerRun; i++)
        {
            var file = mutator.Next();
            var expected = SlowSafeTensors.Read(file);
            try
            {
                if (expected is null)
                {
                    AssertRefused(file);
                    continue;
                }

                SafeTensorsFileTests.AssertSame(file, expected);
                read++;
                rewritten += AssertRewritten(file, expected) ? 1 : 0;
            }
            catch (Exception inner)
            {
                throw new InvalidOperationException($"run {run}, mutant {i}: {Convert.ToHexString(file)}", inner);
            }
        }

        // Neither side of the judgement may be empty, or the test says nothing.
        Assert.InRange(read, MutantsPerRun / 4, MutantsPerRun * 3 / 4);
        Assert.InRange(rewritten, MutantsPerRun / 8, read);
    }

    /// <summary>Written again it holds the same tensors, and what was in the writer's form comes out byte for byte.</summary>
    private static bool AssertRewritten(byte[] file, List<(string, string, string, byte[])> expected)
    {
        var once = Rewrite(file);
        SafeTensorsFileTests.AssertSame(once, expected);
        Assert.Equal(once, Rewrite(once));
        return once.AsSpan().SequenceEqual(file);
    }

    private static byte[] Rewrite(byte[] file)
    {
        using var weights = Open(file);
        using var copy = new MemoryStream();
        SafeTensorsWriter.Write(copy, weights, weights.Metadata);
        return copy.ToArray();
    }
}
