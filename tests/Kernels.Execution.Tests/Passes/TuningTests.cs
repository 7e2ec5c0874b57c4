using Kernels.CompilerServices;
using Kernels.Model;

namespace Kernels.Execution.Tests.Passes;

/// <summary>Whatever a tuning table chooses, the bits are those of the definition.</summary>
public sealed class TuningTests : IDisposable
{
    private const int Rows = 20;

    private readonly TuningSource _before = Tuning.Source;

    public static TheoryData<string> Tables => ["on", "off", "1", "2", "3", "4"];

    public void Dispose() => Tuning.Use(_before);

    [Theory]
    [MemberData(nameof(Tables))]
    public void Every_table_gives_the_same_bits(string name)
    {
        Tuning.Use(Table(name));
        foreach (var mode in (Mode[])[Mode.Dense, Mode.Int8])
        {
            Check<Broad>(mode, threads: 3);
            Check<Digits>(mode, threads: 1);
        }
    }

    [Fact]
    public void A_network_keeps_the_width_that_its_weights_were_packed_for()
    {
        using var weights = PlainWeights.Of(Broad.Model);
        var input = PlainWeights.Values(new System.Random(3), Rows * 2100);
        var expected = Broad.Define(new DefinitionScope(weights, Mode.Int8), Tensor.FromRows(input, 2100)).Values.ToArray();
        foreach (var (loaded, run) in (ReadOnlySpan<(string, string)>)[("on", "off"), ("off", "on")])
        {
            Tuning.Use(Table(loaded));
            using var network = Broad.Load(weights, new NetworkOptions { Mode = Mode.Int8 });
            Tuning.Use(Table(run));
            using var shared = network.Share();
            var actual = new float[expected.Length];
            shared.Run(input, actual);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void The_plan_in_words_names_the_table()
    {
        using var weights = PlainWeights.Of(Digits.Model);
        using var network = Digits.Load(weights);
        Tuning.Use(TuningSource.Of(File("on"), "GenuineIntel-6"));
        Assert.Contains($"\ntuning: {File("on")}, for any\n", network.Explain(), StringComparison.Ordinal);
        Tuning.Use(TuningSource.Of(TuningSource.None, "GenuineIntel-6"));
        Assert.Contains("\ntuning: usual choices (KERNELS_TUNING=none)\n", network.Explain(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_that_cannot_be_used_is_told_before_anything_is_read()
    {
        using var weights = PlainWeights.Of(Digits.Model);
        Tuning.Use(TuningSource.Of("/no/such/table", "GenuineIntel-6"));
        var fault = Assert.Throws<ModelFormatException>(() => Digits.Load(weights));
        Assert.StartsWith("/no/such/table: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("KERNELS_TUNING", fault.Message, StringComparison.Ordinal);
    }

    private static void Check<T>(Mode mode, int threads)
        where T : Network, INetwork<T>
    {
        using var weights = PlainWeights.Of(T.Model);
        var (width, outputs) = (T.Model.InputWidth, T.Model.OutputWidth);
        var input = PlainWeights.Values(new System.Random(2), Rows * width);
        var expected = T.Define(new DefinitionScope(weights, mode), Tensor.FromRows(input, width)).Values.ToArray();
        foreach (var isa in Machine.Isas)
        {
            using var network = T.Load(weights, new NetworkOptions { Mode = mode, Isa = isa, Threads = threads });
            var actual = new float[expected.Length];
            network.Evaluate(Tensor.FromRows(input, width), actual);
            Assert.True(expected.AsSpan().SequenceEqual(actual), $"{typeof(T).Name}, {mode}, {isa}, {Rows} rows");
            network.Evaluate(Tensor.FromRows(input[..width], width), actual.AsSpan(0, outputs));
            Assert.True(expected.AsSpan(0, outputs).SequenceEqual(actual.AsSpan(0, outputs)), $"{typeof(T).Name}, {mode}, {isa}, one row");
        }
    }

    /// <summary>One of the tables that CI runs whole suites under, or one that is drawn.</summary>
    private static TuningTable Table(string name)
    {
        if (!int.TryParse(name, out var seed)) return TuningTable.Parse(name, System.IO.File.ReadAllText(File(name)));
        var random = new System.Random(seed);
        return new(TuningTable.AnyProcessor, TuningChoice.All.ToDictionary(choice => choice, choice => choice.Values[random.Next(choice.Values.Count)]));
    }

    private static string File(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(folder!.FullName, "Kernels.sln"))) folder = folder.Parent;
        return Path.Combine(folder.FullName, "tests", "fixtures", "tuning", name + ".txt");
    }
}
