namespace Kernels.Models.Tests.Networks;

/// <summary>An instance that took over another's tokens goes on as if it had taken them itself, to the bit.</summary>
public sealed class TinyGpt2CopyTests
{
    private const int Vocabulary = 37;

    [Fact]
    public void What_follows_has_the_bits_of_a_sequence_taken_whole()
    {
        var random = new Random(5);
        foreach (var mode in new[] { Mode.Dense, Mode.Int8, Mode.Complementary })
        {
            foreach (var isa in Machine.Isas)
            {
                using var first = Load(new() { Mode = mode, Isa = isa });
                using var second = first.Share();
                using var whole = first.Share();
                // Blocks of 64 positions: within one, across their border, and whole ones.
                foreach (var (from, to) in ((int, int)[])[(0, 1), (0, 64), (0, 70), (3, 9), (63, 65), (64, 70), (65, 70), (0, 0), (40, 40), (17, 66)])
                {
                    var shared = Ids(random, from);
                    int[] text = [.. shared, .. Ids(random, 70 - from)], other = [.. shared, .. Ids(random, 70 - from)];
                    first.Reset();
                    second.Reset();
                    Take(first, text);
                    Take(second, other.AsSpan(0, random.Next(from, 71)));
                    second.CopyFrom(first, from, to);
                    Assert.Equal(to, second.Position);
                    Assert.Equal(70, first.Position);
                    if (to == 70)
                        continue;
                    var (a, b) = (new float[Vocabulary * (70 - to)], new float[Vocabulary * 70]);
                    whole.Reset();
                    whole.AppendAll([.. text[..to], .. other[to..]], b);
                    second.AppendAll(other.AsSpan(to), a);
                    Assert.Equal(Array.ConvertAll(b[(Vocabulary * to)..], BitConverter.SingleToInt32Bits), Array.ConvertAll(a, BitConverter.SingleToInt32Bits));
                }
            }
        }
    }

    [Fact]
    public void What_the_two_do_not_have_is_refused()
    {
        using var first = Load(new());
        using var second = first.Share();
        using var stranger = Load(new());
        Take(first, [1, 2, 3]);
        Take(second, [1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => second.CopyFrom(first, 2, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => second.CopyFrom(first, 1, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => second.CopyFrom(first, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => second.CopyFrom(first, -1, 1));
        Assert.Throws<ArgumentException>(() => second.CopyFrom(second, 0, 1));
        Assert.Throws<ArgumentException>(() => second.CopyFrom(stranger, 0, 0));
        Assert.Throws<ArgumentException>(() => second.CopyFrom(FakeNetwork.Counting(37, 70), 0, 0));
        Assert.Throws<ArgumentNullException>(() => second.CopyFrom(null!, 0, 0));
        Assert.Equal(1, second.Position);
        second.CopyFrom(first, 1, 3);
        Assert.Equal(3, second.Position);
    }

    private static void Take(ISequenceNetwork network, ReadOnlySpan<int> ids)
    {
        if (!ids.IsEmpty)
            network.Append(ids);
    }

    private static int[] Ids(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(Vocabulary))];

    private static ISequenceNetwork Load(NetworkOptions options)
    {
        using var weights = WeightSource.Open(Fixture.PathOf("tiny-gpt2")).WithPrefix("transformer.");
        return TinyGpt2.Load(weights, options);
    }
}
