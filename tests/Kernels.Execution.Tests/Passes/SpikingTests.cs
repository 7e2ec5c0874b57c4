using Kernels.Model;

namespace Kernels.Execution.Tests.Passes;

/// <summary>A spiking network as an instance: same bits, nothing left from one row or call to the next, and what it says of itself.</summary>
public sealed class SpikingTests
{
    private const int Rows = 23;

    private static readonly float[] s_input = [.. PlainWeights.Values(new System.Random(3), Rows * 64).Select(value => (value * 0.6f) + 0.3f)];

    public static TheoryData<Mode, Isa> Cases
    {
        get
        {
            var cases = new TheoryData<Mode, Isa>();
            foreach (var mode in Enum.GetValues<Mode>())
                foreach (var isa in Machine.Isas) cases.Add(mode, isa);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Threads_and_chunks(Mode mode, Isa isa)
    {
        using var weights = PlainWeights.Of(SpikingDigits.Model);
        var expected = Define(weights, mode);
        foreach (var threads in (int[])[1, 2, 3])
        {
            foreach (var rows in (int[])[1, 5, 64])
            {
                using var network = SpikingDigits.Load(weights, new NetworkOptions { Mode = mode, Isa = isa, Threads = threads, ChunkRows = rows });
                var actual = new float[expected.Length];
                for (var again = 0; again < 2; again++)
                {
                    network.Classify(s_input, actual);
                    Assert.True(expected.AsSpan().SequenceEqual(actual), $"{threads} threads, chunks of {rows}, call {again}");
                }
            }
        }
    }

    [Fact]
    public void Every_row_starts_afresh()
    {
        using var weights = PlainWeights.Of(SpikingDigits.Model);
        var expected = Define(weights, Mode.Int8);
        using var network = SpikingDigits.Load(weights, new NetworkOptions { Mode = Mode.Int8 });
        var actual = new float[10];
        for (var row = Rows - 1; row >= 0; row--)
        {
            network.Classify(s_input.AsSpan(row * 64, 64), actual);
            Assert.Equal(expected[(row * 10)..((row + 1) * 10)], actual);
        }
    }

    [Fact]
    public void Neurons_of_both_layers_fire_and_rest()
    {
        using var weights = PlainWeights.Of(SpikingDigits.Model);
        var rates = new Dictionary<string, float>();
        var scope = new CompilerServices.DefinitionScope(weights, Mode.Dense, (path, tensor) => rates[path] = tensor.Values.ToArray().Average());
        SpikingDigits.Define(scope, Tensor.FromRows(s_input, 64));

        Assert.All(["See", "FireFirst", "FireSecond"], layer => Assert.InRange(rates[layer], 0.02f, 0.9f));
    }

    [Theory]
    [InlineData(Mode.Dense)]
    [InlineData(Mode.Int8)]
    public void What_is_not_finite_is_encoded_like_any_value(Mode mode)
    {
        // A train of spikes has no NaN: there is nothing to refuse in integers.
        using var weights = PlainWeights.Of(SpikingDigits.Model);
        var input = s_input[..64];
        (input[3], input[9], input[20]) = (float.NaN, float.PositiveInfinity, float.NegativeInfinity);
        var plain = (float[])input.Clone();
        (plain[3], plain[9], plain[20]) = (0f, 1f, 0f);
        using var network = SpikingDigits.Load(weights, new NetworkOptions { Mode = mode });
        var (actual, expected) = (new float[10], new float[10]);
        network.Classify(input, actual);
        network.Classify(plain, expected);

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void The_plan_says_what_has_a_time_axis()
    {
        using var weights = PlainWeights.Of(SpikingDigits.Model);
        using var network = SpikingDigits.Load(weights, new NetworkOptions { Mode = Mode.Int8 });
        var text = network.Explain();

        Assert.Contains("See: Encode_64, 32 time steps", text);
        Assert.Contains("DriveFirst: SpikeDenseInt8_64x256 + bias, 32 time steps, rows of those who fired", text);
        Assert.Contains("FireFirst: Lif_256, 32 time steps, decay 0.9, threshold 1", text);
        Assert.Contains("Vote: Integrate_10, 32 time steps, decay 0.95", text);
        Assert.Equal(new EquatableList<int>([0, 32, 32, 32, 32, 32, 32, 0]), SpikingDigits.Model.Steps);
        Assert.Equal((0L, (64L * 256) + 256 + (256 * 100) + 100 + (100 * 10)), (Work.Of(SpikingDigits.Plan.Tail).MultiplyAdds, Work.Of(SpikingDigits.Plan.Tail).WeightValues));
    }

    private static float[] Define(WeightSource weights, Mode mode) =>
        SpikingDigits.Define(new CompilerServices.DefinitionScope(weights, mode), Tensor.FromRows(s_input, 64)).Values.ToArray();
}
