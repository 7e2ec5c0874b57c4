using System.Text.Json;
using Kernels.Model;
using Kernels.Models;

namespace Kernels.Cli.Tests;

public sealed class BenchTests
{
    private static readonly string[] s_fields =
    [
        "model", "parameters", "mode", "code", "steps", "weights", "cache", "isa", "threads", "rounds", "prefill", "decode", "ready_seconds", "first_token_seconds",
        "peak_gigaflops", "peak_gigabytes_per_second", "plain",
    ];

    [Fact]
    public void JsonHasTheFieldsOfTheContract()
    {
        var run = new InProcess();
        Assert.Equal(0, run.Run("bench", "--json", "--rounds", "2"));
        Assert.Equal("", run.Error);
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal(s_fields, json.RootElement.EnumerateObject().Select(property => property.Name));
        foreach (var (part, tokens) in (ReadOnlySpan<(string, int)>)[("prefill", 128), ("decode", 32)])
        {
            var figures = json.RootElement.GetProperty(part);
            Assert.Equal(
                ["tokens", "seconds", "tokens_per_second", "gigaflops", "gigabytes_per_second"], figures.EnumerateObject().Select(property => property.Name));
            Assert.Equal(tokens, figures.GetProperty("tokens").GetInt32());
            Assert.All(figures.EnumerateObject(), figure => Assert.True(figure.Value.GetDouble() > 0, figure.Name));
        }

        Assert.All((string[])["ready_seconds", "first_token_seconds", "peak_gigaflops", "peak_gigabytes_per_second"],
            name => Assert.True(json.RootElement.GetProperty(name).GetDouble() > 0, name));
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("plain").ValueKind);
    }

    [Fact]
    public void AShortContextTakesWhatItCan()
    {
        Assert.Equal((128, 32), Sizes(300));
        Assert.Equal((38, 32), Sizes(70));
        Assert.Equal((5, 5), Sizes(10));
        Assert.Equal((1, 1), Sizes(2));
        Assert.Equal((60, 10), Sizes(70, prompt: 60));
        Assert.Equal((20, 50), Sizes(70, tokens: 50));
        foreach (var line in (string[][])[["--tokens", "300"], ["--prompt-tokens", "300"], ["--prompt-tokens", "2147483647", "--tokens", "2147483647"]])
        {
            var run = new InProcess();
            Assert.Equal(1, run.Run(["bench", .. line]));
            Assert.Contains("context of 300", run.Error);
            Assert.Equal(1, run.Error.Count(character => character == '\n'));
        }

        static (int, int) Sizes(int context, int? prompt = null, int? tokens = null)
        {
            var job = BenchJob.Of(FakeNetwork.Counting(7, context), prompt, tokens);
            return (job.Prompt.Length, job.Decoded.Length);
        }
    }

    [Theory]
    [InlineData("--tokens", "0")]
    [InlineData("--prompt-tokens", "0")]
    [InlineData("--rounds", "0")]
    [InlineData("--rounds", "1001")]
    [InlineData("--mode", "fast")]
    [InlineData("--plain", "1")]
    public void WhatCannotBeMeantIsWrongUsage(string option, string value)
    {
        var run = new InProcess();
        Assert.Equal(2, run.Run("bench", option, value));
        Assert.Equal("", run.Out);
        Assert.Equal(1, run.Error.Count(character => character == '\n'));
    }

    [Fact]
    public void AnInterruptedRunPrintsNothing()
    {
        using var source = new CancellationTokenSource();
        var run = new InProcess
        {
            Cancellation = source.Token,
            Network = () => new FakeNetwork(257, 300, taken =>
            {
                if (taken.Count == 140) source.Cancel();
                return new float[257];
            }),
        };
        Assert.Equal(130, run.Run("bench", "--json"));
        Assert.Equal("", run.Out + run.Error);
    }

    [Theory]
    [InlineData("dense")]
    [InlineData("complementary")]
    public void PlainLoopsAreHeldAgainstTheKernels(string mode)
    {
        var (code, output, error) = LoadedTool.Run("bench", "--model", Repository.TinyModel, "--plain", "--rounds", "1", "--mode", mode, "--json");
        Assert.Equal((0, ""), (code, error));
        using var json = JsonDocument.Parse(output);
        var plain = json.RootElement.GetProperty("plain");
        Assert.Equal(["prefill", "decode", "largest_difference", "prefill_ratio", "decode_ratio"], plain.EnumerateObject().Select(property => property.Name));
        Assert.InRange(plain.GetProperty("largest_difference").GetDouble(), 0, 1e-4);
        var ratio = plain.GetProperty("prefill").GetProperty("seconds").GetDouble() / json.RootElement.GetProperty("prefill").GetProperty("seconds").GetDouble();
        Assert.Equal(ratio, plain.GetProperty("prefill_ratio").GetDouble(), 1e-9);
    }

    [Theory]
    [InlineData("en", "tokens/s")]
    [InlineData("ko-KR", "평범한 C#")]
    public void TheTableSpeaksTheLanguage(string culture, string part)
    {
        var before = System.Globalization.CultureInfo.CurrentUICulture;
        System.Globalization.CultureInfo.CurrentUICulture = System.Globalization.CultureInfo.GetCultureInfo(culture);
        try
        {
            var (code, output, error) = LoadedTool.Run("bench", "--model", Repository.TinyModel, "--plain", "--rounds", "1");
            Assert.Equal((0, ""), (code, error));
            Assert.Contains(part, output);
            Assert.Contains("GFLOP/s", output);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public void PlainLoopsGiveTheScoresOfPyTorch()
    {
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.TinyModel, "expected.json")));
        using var weights = WeightSource.Open(Repository.TinyModel).WithPrefix("transformer.");
        var plain = new PlainGpt2(weights, LanguageModel.ReadConfig(Repository.TinyModel).Network, 70);
        foreach (var test in expected.RootElement.GetProperty("cases").EnumerateArray())
        {
            plain.Reset();
            var scores = new float[plain.Vocabulary];
            foreach (var (id, logits) in test.GetProperty("ids").Deserialize<int[]>()!.Zip(test.GetProperty("logits").EnumerateArray()))
            {
                plain.Append(id, scores);
                var wanted = logits.Deserialize<float[]>()!;
                for (var i = 0; i < scores.Length; i++) Assert.InRange(Math.Abs(scores[i] - wanted[i]), 0, 1e-4 * wanted.Max(Math.Abs));
            }
        }
    }

    [Theory]
    [InlineData(0.01f)]
    [InlineData(float.NaN)]
    public void OtherScoresAreRefusedBeforeAnythingIsMeasured(float error)
    {
        using var model = new ModelLoader().Load(Repository.TinyModel, new());
        using var weights = WeightSource.Open(Repository.TinyModel).WithPrefix("transformer.");
        var job = BenchJob.Of(model.Network, 4, 3);
        var expected = PlainCheck.Expected(model.Network, job);
        var plain = new PlainGpt2(weights, model.Config.Network, 70);
        Assert.InRange(PlainCheck.Compare(plain, expected, job, _ => { }, default), 0, 1e-5);
        expected[1][5] += error * expected[1].Max(Math.Abs);
        Assert.Contains("nothing was measured", Assert.Throws<InputException>(() => PlainCheck.Compare(plain, expected, job, _ => { }, default)).Message);
    }

    [Fact]
    public void AnActivationThatThePlainLoopsLackIsRefused()
    {
        using var folder = new TestFolder();
        foreach (var file in Directory.GetFiles(Repository.TinyModel)) File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        var config = Path.Combine(folder.Path, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("gelu_new", "relu"));
        var (code, output, error) = LoadedTool.Run("bench", "--model", folder.Path, "--plain");
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("leave --plain out", error);
        Assert.Equal(1, error.Count(character => character == '\n'));
    }

    [Fact]
    public void CostsAreCountedByHand()
    {
        // Two blocks of a layer 10 x 20 with bias and attention of width 6, then a layer 20 x 5 for the last row alone.
        ChipOperation Linear(int inputs, int outputs, int bias) => new("L", ChipKind.Linear, 0, inputs, outputs, 0, 0, (inputs * outputs) + bias, 0, Placement.OfMode);
        var program = new ChipProgram(ChipTile.Usual, new EquatableList<ChipSection>(
        [
            new("Stack", 2, 0, 1, false, new EquatableList<ChipOperation>(
                [Linear(10, 20, 80), new("A", ChipKind.Attention, -1, 18, 6, 0, 2, 0, 0, Placement.Dense)])),
            new("", 1, 2, 0, true, new EquatableList<ChipOperation>([Linear(20, 5, 0)])),
        ]));
        const int Attention = 2 * (3 + 4 + 5) * 6; // positions 2 to 4
        Assert.Equal(new JobCost(2 * ((2 * ((3 * 200) + Attention)) + 100), (2 * (800 + 80)) + 400), JobCost.Of(program, Mode.Dense, 2, 3, 64));
        Assert.Equal((2 * 2 * (800 + 80)) + 400, JobCost.Of(program, Mode.Dense, 2, 3, 2).Bytes);
        Assert.Equal((2 * (200 + 80 + 80)) + 100 + 20, JobCost.Of(program, Mode.Int8, 2, 3, 64).Bytes);
        Assert.Equal(new JobCost(2 * ((2 * ((3 * 200) + Attention)) + 300), 3 * ((2 * (800 + 80)) + 400)), JobCost.OneByOne(program, Mode.Dense, 2, 3));
    }

    [Fact]
    public void TimesAreMediansOfEachPassAddedUp()
    {
        var order = new List<string>();
        var contender = new Contender(2, () => order.Add("reset"), [() => Wait("a", 20), () => Wait("b", 20)], [() => Wait("c", 5)]);
        contender.Run(default);
        contender.Forget();
        order.Clear();
        contender.Run(default);
        contender.Run(default);
        Assert.Equal("reset a b c reset a b c", string.Join(' ', order));
        Assert.InRange(contender.PrefillSeconds, 0.039, 60);
        Assert.InRange(contender.DecodeSeconds, 0.0049, 60);

        void Wait(string name, int milliseconds)
        {
            order.Add(name);
            Thread.Sleep(milliseconds);
        }
    }
}
