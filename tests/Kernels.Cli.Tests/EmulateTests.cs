using System.Text.Json;

namespace Kernels.Cli.Tests;

public sealed class EmulateTests
{
    [Fact]
    public void TablesSayFiguresStatusAndOperatingPoint()
    {
        var run = new InProcess();
        Assert.Equal(0, run.Run("emulate", "ab"));
        Assert.Equal("", run.Error);
        foreach (var part in (string[])["Fake", "0.7 V / 50 MHz", "calibrated", "predicted, met", "predicted, missed", "assumed", "as listed", "as chosen", "183.0", "625.0", "18.1"])
            Assert.Contains(part, run.Out);
        Assert.DoesNotContain(" \n", run.Out);
        Assert.DoesNotContain("NaN", run.Out);
    }

    [Fact]
    public void ThirtyTwoTokensAtTheLowestPointByDefault()
    {
        using var json = Json("emulate", "abc", "--json");
        Assert.Equal(
            ["model", "mode", "code", "steps", "weights", "cache", "prompt_ids", "prompt_tokens", "decode_steps", "chip", "square_millimetres", "compute_bound_seconds", "memory_bound_seconds", "phases", "operating_points", "figures", "a100", "closure", "prices"],
            json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal([97, 98, 99], json.RootElement.GetProperty("prompt_ids").EnumerateArray().Select(id => id.GetInt32()));
        Assert.Equal((3, 31), (json.RootElement.GetProperty("prompt_tokens").GetInt32(), json.RootElement.GetProperty("decode_steps").GetInt32()));
        var chip = json.RootElement.GetProperty("chip");
        Assert.Equal((0.7, 50), (chip.GetProperty("volts").GetDouble(), chip.GetProperty("megahertz").GetDouble()));
        Assert.Equal(20.25, json.RootElement.GetProperty("square_millimetres").GetDouble());
        Assert.Equal(["prefill", "decode"], json.RootElement.GetProperty("phases").EnumerateArray().Select(phase => phase.GetProperty("phase").GetString()));
        Assert.Equal(5, json.RootElement.GetProperty("operating_points").GetArrayLength());
        Assert.Equal(11, json.RootElement.GetProperty("prices").GetArrayLength());
        Assert.All(json.RootElement.GetProperty("prices").EnumerateArray(), price => Assert.Contains(price.GetProperty("status").GetString(), (string[])["published", "derived", "calibrated", "assumed"]));
    }

    [Fact]
    public void EmulateAndGenerateAgree()
    {
        using var emulate = Json("emulate", "ab", "--tokens", "5", "--json", "--volts", "0.9", "--mhz", "120");
        using var generate = Json("generate", "ab", "--tokens", "5", "--json", "--volts", "0.9", "--mhz", "120");
        Assert.Equal(generate.RootElement.GetProperty("chip").GetRawText(), emulate.RootElement.GetProperty("chip").GetRawText());
    }

    [Fact]
    public void ASecondRunSaysTheSame()
    {
        var (first, second) = (new InProcess(), new InProcess());
        Assert.Equal(0, first.Run("emulate"));
        Assert.Equal(0, second.Run("emulate"));
        Assert.Equal(first.Out, second.Out);
    }

    [Fact]
    public void APageIsWrittenWhole()
    {
        var file = Path.Combine(Path.GetTempPath(), $"kernels-{Guid.NewGuid():N}.html");
        try
        {
            var run = new InProcess();
            Assert.Equal(0, run.Run("emulate", "ab", "--html", file, "--json"));
            JsonDocument.Parse(run.Out).Dispose();
            var page = File.ReadAllText(file);
            Assert.StartsWith("<!doctype html>", page);
            Assert.EndsWith("</html>\n", page);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void APageThatCannotBeWrittenIsOneLineAndNoOutputBeforeAnythingRuns()
    {
        var run = new InProcess { Network = () => throw new InvalidOperationException("loaded") };
        Assert.Equal(1, run.Run("emulate", "ab", "--html", Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"), "page.html")));
        Assert.Contains("create it first", run.Error);
        Assert.Equal("", run.Out);
        Assert.StartsWith("error: ", run.Error);
        Assert.Equal(1, run.Error.Count(character => character == '\n'));
    }

    [Fact]
    public void AnInterruptedRunLeavesNothing()
    {
        using var source = new CancellationTokenSource();
        var file = Path.Combine(Path.GetTempPath(), $"kernels-{Guid.NewGuid():N}.html");
        var run = new InProcess
        {
            Cancellation = source.Token,
            Network = () => Interrupting(source, 4),
        };
        Assert.Equal(130, run.Run("emulate", "ab", "--html", file));
        Assert.Equal("", run.Out + run.Error);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public void ASmallContextTakesWhatItCan()
    {
        var run = new InProcess { Network = () => FakeNetwork.Counting(257, 5) };
        Assert.Equal(0, run.Run("emulate"));
        Assert.Equal(1, run.Run("emulate", "abcdef"));
        Assert.StartsWith("error: the prompt has 6 tokens", run.Error);
    }

    [Fact]
    public void WithoutATokenizerAnIdIsThePromptAndIsSaid()
    {
        var run = new InProcess { HasTokenizer = false };
        Assert.Equal(0, run.Run("emulate"));
        Assert.Contains("token id 0", run.Out);
        Assert.Equal(0, run.Run("emulate", "--ids", "3,4", "--json"));
        Assert.Contains("\"prompt_ids\":[3,4]", run.Out);
        Assert.Equal(1, run.Run("emulate", "text"));
        Assert.Contains("--ids", run.Error);
        Assert.Equal(1, run.Run("emulate", "--ids", "257"));
        Assert.Contains("257", run.Error);
        Assert.Equal(2, run.Run("emulate", "text", "--ids", "1"));
        Assert.Equal("", run.Out);
    }

    [Fact]
    public void TheUsualPromptIsSaid()
    {
        var run = new InProcess();
        Assert.Equal(0, run.Run("emulate"));
        Assert.Contains("It is a truth universally acknowledged", run.Out);
        Assert.Equal(0, run.Run("emulate", "ab"));
        Assert.DoesNotContain("It is a truth", run.Out);
    }

    [Theory]
    [InlineData("spiking/rate/8", "rate", "8", "--mode", "spiking", "--steps", "8")]
    [InlineData("spiking/rate/32", "rate", "32", "--mode", "spiking")]
    [InlineData("spiking/phase", "phase", "null", "--mode", "spiking", "--code", "phase")]
    [InlineData("complementary/rate", "rate", "null")]
    [InlineData("int8", "null", "null", "--mode", "int8")]
    public void ModeCodeAndStepsAreSaidEverywhere(string words, string code, string steps, params string[] line)
    {
        using var folder = new TestFolder();
        var page = Path.Combine(folder.Path, "page.html");
        using (var json = Json(["emulate", "ab", "--json", "--html", page, .. line]))
        {
            Assert.Equal(code, json.RootElement.GetProperty("code") is { ValueKind: JsonValueKind.String } value ? value.GetString() : "null");
            Assert.Equal(steps, json.RootElement.GetProperty("steps").GetRawText());
        }

        Assert.Contains($"<title>fake, {words} on", File.ReadAllText(page));
        var run = new InProcess();
        Assert.Equal(0, run.Run(["emulate", "ab", .. line]));
        Assert.Matches($@"mode +{words}\n", run.Out);
    }

    [Fact]
    public void WithoutADecodeStepThereIsNoEnergyPerToken()
    {
        using var json = Json("emulate", "ab", "--tokens", "1", "--json");
        foreach (var chip in json.RootElement.GetProperty("operating_points").EnumerateArray().Append(json.RootElement.GetProperty("chip")))
            foreach (var name in (string[])["", "external_memory_", "waiting_"]) Assert.Equal(JsonValueKind.Null, chip.GetProperty(name + "microjoules_per_token").ValueKind);
        Assert.Equal(0, json.RootElement.GetProperty("decode_steps").GetInt32());
        var run = new InProcess();
        Assert.Equal(0, run.Run("emulate", "ab", "--tokens", "1"));
        Assert.Contains("no token was generated by a decode step", run.Out);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AnInterruptAfterTheLastTokenIsOneToo(bool json)
    {
        using var source = new CancellationTokenSource();
        using var folder = new TestFolder();
        var run = new InProcess { Cancellation = source.Token, Network = () => Interrupting(source, 4) };
        Assert.Equal(130, run.Run(["emulate", "ab", "--tokens", "3", "--html", Path.Combine(folder.Path, "page"), .. json ? ["--json"] : Array.Empty<string>()]));
        Assert.Equal("", run.Out + run.Error);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("--tokens", "0")]
    [InlineData("--volts", "0.6")]
    [InlineData("--mhz", "400")]
    [InlineData("--html", "")]
    [InlineData("--mhz", "200")] // too fast for 0.7 V
    public void WhatCannotBeMeantIsWrongUsage(string option, string value)
    {
        var run = new InProcess();
        Assert.Equal(2, run.Run("emulate", option, value));
        Assert.Equal("", run.Out);
        Assert.Equal(1, run.Error.Count(character => character == '\n'));
    }

    [Fact]
    public void AClockThatIsTooFastSaysWhatWouldDo()
    {
        var run = new InProcess();
        Assert.Equal(2, run.Run("emulate", "--mhz", "130"));
        Assert.Equal("error: the chip cannot run at 130 MHz with 0.7 V: it carries 50 MHz at most; lower --mhz, or set --volts 0.9 or more (see 'kernels emulate --help')\n", run.Error);
    }

    [Theory]
    [InlineData("en", "--volts ([0-9.]+) or more", "carries ([0-9.]+) MHz")]
    [InlineData("ko", "--volts를 ([0-9.]+) 이상", "최대 ([0-9.]+) MHz")]
    public void WhatWouldDoDoes(string culture, string volts, string megahertz)
    {
        for (var tenths = 516; tenths <= 2000; tenths += 7) // the last is 200 MHz, which takes the highest voltage
        {
            var clock = (tenths / 10.0).ToString(System.Globalization.CultureInfo.InvariantCulture);
            var refused = new InProcess { Culture = culture };
            Assert.Equal(2, refused.Run("generate", "a", "--tokens", "0", "--mhz", clock, "--volts", "0.703"));
            Assert.Equal(0, new InProcess().Run("generate", "a", "--tokens", "0", "--mhz", clock, "--volts", Advice(volts)));
            Assert.Equal(0, new InProcess().Run("generate", "a", "--tokens", "0", "--mhz", Advice(megahertz), "--volts", "0.703"));

            string Advice(string pattern) => System.Text.RegularExpressions.Regex.Match(refused.Error, pattern).Groups[1].Value;
        }
    }

    [Fact]
    public void KoreanTablesAreKorean()
    {
        var run = new InProcess { Culture = "ko-KR" };
        Assert.Equal(0, run.Run("emulate", "ab"));
        foreach (var part in (string[])["토큰당 에너지", "기다리는", "보정", "예측", "동작점"]) Assert.Contains(part, run.Out);
    }

    private static FakeNetwork Interrupting(CancellationTokenSource source, int tokens) => new(257, 64, taken =>
    {
        if (taken.Count == tokens) source.Cancel();
        return new float[257];
    });

    private static JsonDocument Json(params string[] line)
    {
        var run = new InProcess();
        Assert.Equal(0, run.Run(line));
        Assert.Equal("", run.Error);
        return JsonDocument.Parse(run.Out);
    }
}
