using System.Text.Json;

namespace Kernels.Cli.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData("--temperature", "-0.1")]
    [InlineData("--temperature", "NaN")]
    [InlineData("--temperature", "1e999")]
    [InlineData("--temperature", "1,5")]
    [InlineData("--top-k", "-1")]
    [InlineData("--top-k", "2.5")]
    [InlineData("--top-p", "1.5")]
    [InlineData("--top-p", "x")]
    [InlineData("--repetition-penalty", "0")]
    [InlineData("--tokens", "-1")]
    [InlineData("--tokens", "9223372036854775808")]
    [InlineData("--seed", "-1")]
    [InlineData("--seed", "9223372036854775808")]
    [InlineData("--threads", "0")]
    [InlineData("--threads", "1000000000")]
    [InlineData("--mode", "int4")]
    [InlineData("--code", "binary")]
    [InlineData("--spikes", "all")]
    [InlineData("--steps", "0")]
    [InlineData("--steps", "128")]
    [InlineData("--isa", "1024")]
    [InlineData("--isa", "")]
    [InlineData("--ids", "1,,2")]
    [InlineData("--ids", "")]
    [InlineData("--ids", "1;2")]
    [InlineData("--ids", "0x1")]
    [InlineData("--model", "")]
    [InlineData("--volts", "0.69")]
    [InlineData("--volts", "1.2")]
    [InlineData("--volts", "NaN")]
    [InlineData("--mhz", "49")]
    [InlineData("--mhz", "201")]
    [InlineData("--mhz", "fast")]
    public void ValuesThatCannotBeMeantAreWrongUsage(string option, string value)
    {
        var run = new InProcess();
        Assert.Equal(2, run.Run("generate", option, value));
        Assert.Equal("", run.Out);
        Assert.StartsWith($"error: {option} ", run.Error);
        Assert.Equal(1, run.Error.Count(character => character == '\n'));
    }

    [Theory]
    [InlineData]
    [InlineData("nonsense")]
    [InlineData("generate", "--unknown", "1")]
    [InlineData("generate", "--tokens")]
    [InlineData("generate", "--tokns")]
    [InlineData("generate", "-t")]
    [InlineData("perplexity", "--bogus")]
    [InlineData("import", "--bogus")]
    [InlineData("generate", "a", "b")]
    [InlineData("generate", "a", "--ids", "1")]
    [InlineData("generate", "--seed", "1", "--seed", "2")]
    [InlineData("logits", "--ids", "1")]
    [InlineData("logits", "--model", "m")]
    [InlineData("perplexity")]
    [InlineData("perplexity", "f", "--window", "1")]
    [InlineData("perplexity", "f", "--stride", "0")]
    [InlineData("import")]
    [InlineData("import", "")]
    [InlineData("verify", "x")]
    [InlineData("synth")]
    [InlineData("synth", "--like", "gpt2")]
    [InlineData("synth", "-o", "x")]
    [InlineData("bench", "x")]
    [InlineData("bench", "--mode", "int8", "--steps", "8")]
    [InlineData("generate", "--steps", "8")]
    [InlineData("generate", "--mode", "complementary", "--steps", "8")]
    [InlineData("generate", "--mode", "int8", "--steps", "8")]
    [InlineData("generate", "--mode", "dense", "--steps", "8")]
    [InlineData("generate", "--mode", "spiking", "--code", "phase", "--steps", "7")]
    [InlineData("generate", "--mode", "int8", "--code", "phase")]
    [InlineData("generate", "--weights", "bf16")]
    [InlineData("generate", "--mode", "dense", "--weights", "int3")]
    [InlineData("bench", "--mode", "int8", "--weights", "f32")]
    [InlineData("generate", "--cache", "int4")]
    [InlineData("generate", "--mhz", "200")]
    [InlineData("generate", "--volts", "0.9", "--mhz", "131")]
    [InlineData("perplexity", "f", "--mode", "int8", "--steps", "8")]
    [InlineData("logits", "--model", "m", "--ids", "1", "--mode", "dense", "--spikes", "events")]
    public void LinesThatCannotBeUnderstoodAreWrongUsage(params string[] arguments)
    {
        var run = new InProcess();
        Assert.Equal(2, run.Run(arguments));
        Assert.Equal("", run.Out);
        Assert.StartsWith("error: ", run.Error);
        Assert.Equal(1, run.Error.Count(character => character == '\n'));
    }

    [Fact]
    public void EveryDefaultCanBeWrittenOut()
    {
        var run = new InProcess();
        Assert.Equal(0, run.Run("generate", "a", "--tokens", "1", "--temperature", "0.8", "--top-k", "40", "--top-p", "0.95",
            "--repetition-penalty", "1", "--mode", "complementary", "--code", "rate", "--isa", "auto"));
        Assert.Null(run.Options!.Isa);
        Assert.Equal((Mode.Complementary, SpikeCode.Rate), (run.Options.Mode, run.Options.Code));
    }

    [Theory]
    [InlineData("--modl", "emulate", "--modl", "tiny")]
    [InlineData("--modl", "logits", "--modl", "tiny", "--ids", "1")]
    [InlineData("--bogus", "verify", "--bogus")]
    [InlineData("--tokns", "generate", "--tokns", "5", "--mode", "x")]
    public void AMisspeltOptionIsNamedBeforeWhatFollowsFromIt(string option, params string[] line)
    {
        var run = new InProcess();
        Assert.Equal(2, run.Run(line));
        Assert.StartsWith($"error: there is no option '{option}'", run.Error);
    }

    [Fact]
    public void EveryWrongUsageNamesTheHelp()
    {
        foreach (var line in (string[][])[["generate", "a", "--ids", "1"], ["generate", "--mode", "dense", "--steps", "8"], ["emulate", "--mhz", "200"], ["generate", "--tokens", "x"]])
        {
            var run = new InProcess();
            Assert.Equal(2, run.Run(line));
            Assert.EndsWith($"(see 'kernels {line[0]} --help')\n", run.Error);
        }
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("nonsense", "--json")]
    public void AnUnknownCommandIsNamed(params string[] arguments)
    {
        var run = new InProcess();
        Assert.Equal(2, run.Run(arguments));
        Assert.StartsWith("error: there is no command 'nonsense'", run.Error);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("generate", "--help")]
    [InlineData("logits", "--help")]
    [InlineData("perplexity", "--help")]
    [InlineData("emulate", "--help")]
    [InlineData("synth", "--help")]
    [InlineData("bench", "--help")]
    [InlineData("verify", "-h")]
    public void HelpIsNoFault(params string[] arguments)
    {
        var run = new InProcess();
        Assert.Equal(0, run.Run(arguments));
        Assert.Contains("kernels", run.Out);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public void KoreanHelpIsKorean()
    {
        foreach (var command in (string[])["generate", "logits", "emulate", "verify", "import"])
        {
            var run = new InProcess { Culture = "ko-KR" };
            Assert.Equal(0, run.Run(command, "--help"));
            foreach (var english in (string[])["Description", "[default", "REQUIRED", "Show help"]) Assert.DoesNotContain(english, run.Out);
        }
    }

    [Fact]
    public void HelpNamesEveryOptionOfTheContract()
    {
        var run = new InProcess();
        run.Run("generate", "--help");
        foreach (var option in (string[])["--model", "--ids", "--tokens", "--temperature", "--top-k", "--top-p", "--repetition-penalty",
            "--seed", "--ignore-eos", "--special", "--mode", "--isa", "--threads", "--volts", "--mhz", "--json"])
            Assert.Contains(option, run.Out);
    }

    [Fact]
    public void VersionIsPrinted()
    {
        var run = new InProcess();
        Assert.Equal(0, run.Run("--version"));
        Assert.Matches(@"^\d+\.\d+\.\d+", run.Out);
    }

    [Fact]
    public void APromptMayStartWithAnAt()
    {
        var run = new InProcess();
        Assert.Equal(0, run.Run("generate", "@file", "--tokens", "1", "--temperature", "0"));
        Assert.StartsWith("@filef\n", run.Out);
    }

    [Fact]
    public void APromptMayStartWithANumberBelowZero()
    {
        var run = new InProcess();
        Assert.Equal(0, run.Run("generate", "-5", "--tokens", "1", "--temperature", "0"));
        Assert.StartsWith("-56\n", run.Out);
    }

    [Fact]
    public void APromptMayStartWithADashAfterTwo()
    {
        var run = new InProcess();
        Assert.Equal(0, run.Run("generate", "--tokens", "1", "--temperature", "0", "--", "--json"));
        Assert.StartsWith("--jsono\n", run.Out);
    }

    [Fact]
    public void AHostileNameIsPrintedHarmlessly()
    {
        var run = new InProcess();
        Assert.Equal(2, run.Run("generate", "--mode", "\u001b[2J\u202e\n"));
        Assert.Contains("\\u001B[2J\\u202E\\u000A", run.Error);
        Assert.DoesNotContain('\u001b', run.Error);
    }

    [Theory]
    [InlineData(typeof(IOException), "no room")]
    [InlineData(typeof(UnauthorizedAccessException), "no room")]
    [InlineData(typeof(ArithmeticException), "no room")]
    [InlineData(typeof(NullReferenceException), "NullReferenceException: no room")]
    [InlineData(typeof(OutOfMemoryException), "out of memory")]
    public void EveryFaultIsOneLine(Type kind, string expected)
    {
        var run = new InProcess { Fault = (Exception)Activator.CreateInstance(kind, "no room\n   at Somewhere()")! };
        Assert.Equal(1, run.Run("generate", "a"));
        Assert.Contains(expected, run.Error);
        Assert.Equal(1, run.Error.Count(character => character == '\n'));
    }

    [Fact]
    public void AnIsaThatThisMachineLacksIsRefusedWithThoseItHas()
    {
        foreach (var isa in Enum.GetValues<Kernels.Model.Isa>())
        {
            var run = new InProcess();
            var code = run.Run("generate", "a", "--tokens", "1", "--isa", Machine.Name(isa));
            Assert.Equal(Machine.Has(isa) ? 0 : 1, code);
            if (Machine.Has(isa)) Assert.Equal(isa, run.Options!.Isa);
            else Assert.Contains(string.Join(", ", Machine.Isas.Select(Machine.Name)), run.Error);
        }
    }

    [Fact]
    public void OptionsReachTheNetwork()
    {
        var run = new InProcess();
        Assert.Equal(0, run.Run("logits", "--model", "some", "--ids", "1", "--mode", "dense", "--isa", "scalar", "--threads", "3", "--cache", "int8", "--json"));
        Assert.Equal("some", run.Folder);
        Assert.Equal(new NetworkOptions { Mode = Mode.Dense, Isa = Kernels.Model.Isa.Scalar, Threads = 3, Cache = CacheFormat.Int8 }, run.Options);
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal(["logits", "mode", "code", "steps", "weights", "cache"], json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal("int8", json.RootElement.GetProperty("cache").GetString());
    }
}
