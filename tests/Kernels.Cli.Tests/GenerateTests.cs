using System.Text.Json;

namespace Kernels.Cli.Tests;

public sealed class GenerateTests
{
    [Fact]
    public void JsonIsOneObjectWithTheFieldsOfTheContract()
    {
        var run = new InProcess();
        Assert.Equal(0, run.Run("generate", "ab", "--json", "--tokens", "3", "--temperature", "0", "--seed", "9"));
        Assert.Equal("", run.Error);
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal(
            ["model", "mode", "code", "steps", "isa", "seed", "prompt_ids", "ids", "text", "tokens_per_second", "prefill_tokens_per_second", "domains", "work", "chip"],
            json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal("fake", json.RootElement.GetProperty("model").GetString());
        Assert.Equal("complementary", json.RootElement.GetProperty("mode").GetString());
        Assert.Equal("scalar", json.RootElement.GetProperty("isa").GetString());
        Assert.Equal(9, json.RootElement.GetProperty("seed").GetInt64());
        Assert.Equal([97, 98], Ints(json, "prompt_ids"));
        Assert.Equal([99, 100, 101], Ints(json, "ids"));
        Assert.Equal("cde", json.RootElement.GetProperty("text").GetString());
        Assert.True(json.RootElement.GetProperty("tokens_per_second").GetDouble() > 0);
        Assert.True(json.RootElement.GetProperty("prefill_tokens_per_second").GetDouble() > 0);

        // The fake network reports a product of four outputs and a zero per token taken.
        var domains = json.RootElement.GetProperty("domains");
        Assert.Equal([0.5, 0, 0.5], domains.EnumerateObject().Select(share => share.Value.GetDouble()));
        Assert.Equal(["dnn", "snn", "skipped"], domains.EnumerateObject().Select(share => share.Name));
        var work = json.RootElement.GetProperty("work");
        Assert.Equal(["macs", "accumulates", "spikes"], work.EnumerateObject().Select(count => count.Name));
        Assert.Equal([16, 0, 0], work.EnumerateObject().Select(count => count.Value.GetInt64()));

        var chip = json.RootElement.GetProperty("chip");
        Assert.Equal(
            ["microjoules_per_token", "external_memory_microjoules_per_token", "seconds", "milliwatts", "volts", "megahertz", "profile"],
            chip.EnumerateObject().Select(figure => figure.Name));
        Assert.Equal([0.7, 50], [chip.GetProperty("volts").GetDouble(), chip.GetProperty("megahertz").GetDouble()]);
        Assert.Equal("complementary", chip.GetProperty("profile").GetString());
        foreach (var figure in (string[])["microjoules_per_token", "seconds", "milliwatts"]) Assert.True(chip.GetProperty(figure).GetDouble() > 0, figure);
        Assert.Equal(0, chip.GetProperty("external_memory_microjoules_per_token").GetDouble()); // eight weights stay on the chip
    }

    [Fact]
    public void EnergyPerTokenIsThatOfDecodeStepsAlone()
    {
        double Chip(string figure, params string[] line)
        {
            var run = new InProcess();
            Assert.Equal(0, run.Run(["generate", "--json", "--temperature", "0", .. line]));
            using var json = JsonDocument.Parse(run.Out);
            return json.RootElement.GetProperty("chip").GetProperty(figure).GetDouble();
        }

        // The prompt and the number of steps change the seconds, not the energy of a step.
        var few = Chip("microjoules_per_token", "ab", "--tokens", "3");
        Assert.Equal(few, Chip("microjoules_per_token", "abcdefgh", "--tokens", "7"), 1e-9 * few);
        Assert.True(Chip("seconds", "abcdefgh", "--tokens", "7") > Chip("seconds", "ab", "--tokens", "3"));

        // The first token comes from the prompt: there is no step yet.
        Assert.Equal(0, Chip("microjoules_per_token", "ab", "--tokens", "1"));
        Assert.True(Chip("seconds", "ab", "--tokens", "1") > 0);
        Assert.Equal(0, Chip("seconds", "ab", "--tokens", "0"));
    }

    [Fact]
    public void VoltageAndClockArePricedAndSaid()
    {
        var run = new InProcess();
        Assert.Equal(0, run.Run("generate", "ab", "--tokens", "3", "--temperature", "0", "--volts", "1.1", "--mhz", "200"));
        Assert.Contains("1.1 V / 200 MHz", Words(run.Out));
        Assert.Equal(0, run.Run("generate", "ab", "--tokens", "3", "--temperature", "0"));
        Assert.Contains("0.7 V / 50 MHz", Words(run.Out));

        // Tables break their lines.
        static string Words(string text) => string.Join(' ', text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("spiking", "rate", "8", "events")]
    [InlineData("spiking", "rate", null, null)]
    [InlineData("spiking", "phase", null, "counts")]
    [InlineData("complementary", "phase", null, "events")]
    [InlineData("int8", null, null, null)]
    public void WhatTheModeLeavesOpenReachesTheNetworkAndTheOutput(string mode, string? code, string? steps, string? spikes)
    {
        var run = new InProcess();
        string[] line = ["generate", "ab", "--json", "--tokens", "1", "--mode", mode];
        if (code is not null) line = [.. line, "--code", code];
        if (steps is not null) line = [.. line, "--steps", steps];
        if (spikes is not null) line = [.. line, "--spikes", spikes];
        Assert.Equal(0, run.Run(line));
        var options = run.Options!;
        Assert.Equal(mode, options.Mode.ToString().ToLowerInvariant());
        Assert.Equal(code ?? "rate", options.Code.ToString().ToLowerInvariant());
        Assert.Equal(steps, options.Steps?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(spikes, options.Spikes?.ToString().ToLowerInvariant());

        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal(mode, json.RootElement.GetProperty("mode").GetString());
        Assert.Equal(code, json.RootElement.GetProperty("code").GetString());
        var written = json.RootElement.GetProperty("steps");
        Assert.Equal(mode == "spiking" && code == "rate" ? steps ?? "32" : null, written.ValueKind == JsonValueKind.Null ? null : written.GetRawText());
    }

    [Fact]
    public void TheDefaultsAreThoseOfTheContract()
    {
        var run = new InProcess { Network = () => new FakeNetwork(257, 600, _ => new float[257]) };
        Assert.Equal(0, run.Run("generate", "ab", "--json", "--ignore-eos"));
        Assert.Equal(Mode.Complementary, run.Options!.Mode);
        Assert.Null(run.Options.Isa);
        Assert.Equal(Environment.ProcessorCount, run.Options.Threads);
        Assert.Null(run.Folder);
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal(128, Ints(json, "ids").Length);
        Assert.All(Ints(json, "ids"), id => Assert.InRange(id, 0, 39)); // top-k 40 of equal scores: the lowest ids
    }

    [Fact]
    public void WithoutASeedEveryRunDrawsAnotherAndPrintsIt()
    {
        var seeds = Enumerable.Range(0, 3).Select(_ =>
        {
            var run = new InProcess();
            run.Run("generate", "ab", "--json", "--tokens", "1");
            using var json = JsonDocument.Parse(run.Out);
            return json.RootElement.GetProperty("seed").GetInt64();
        });
        Assert.True(seeds.Distinct().Count() > 1);
    }

    [Fact]
    public void TheEndTokenIsAnIdAndNoText()
    {
        var run = new InProcess();
        Assert.Equal(0, run.Run("generate", "--ids", "254", "--json", "--temperature", "0"));
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal([255, 256], Ints(json, "ids"));
        Assert.Equal("\uFFFD", json.RootElement.GetProperty("text").GetString()); // byte 255 alone is no UTF-8
    }

    [Fact]
    public void WithoutATokenizerTextIsNull()
    {
        var run = new InProcess { HasTokenizer = false };
        Assert.Equal(0, run.Run("generate", "--ids", "1, 2", "--json", "--tokens", "2", "--temperature", "0"));
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("text").ValueKind);
        Assert.Equal([3, 4], Ints(json, "ids"));
        Assert.Equal(0, run.Run("generate", "--ids", "1", "--tokens", "3", "--temperature", "0"));
        Assert.StartsWith("2 3 4 \n", run.Out);
    }

    [Fact]
    public void WithoutAPromptATextBeginsAtTheStartToken()
    {
        var run = new InProcess();
        Assert.Equal(0, run.Run("generate", "--json", "--tokens", "1"));
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal([InProcess.End], Ints(json, "prompt_ids"));
    }

    [Fact]
    public void TextStreamsWithATableAfterIt()
    {
        var run = new InProcess();
        Assert.Equal(0, run.Run("generate", "ab", "--tokens", "3", "--temperature", "0", "--seed", "5"));
        Assert.StartsWith("abcde\n\n", run.Out);
        foreach (var part in (string[])["tokens/s", "ISA", "scalar", "+0.0123", "seed", "5", "after 3 tokens"])
            Assert.Contains(part, run.Out);
        Assert.DoesNotContain(" \n", run.Out);
    }

    [Fact]
    public void AFullContextIsSaid()
    {
        var run = new InProcess { Network = () => FakeNetwork.Counting(257, 5) };
        Assert.Equal(0, run.Run("generate", "ab", "--temperature", "0"));
        Assert.StartsWith("abcdef\n", run.Out);
        Assert.Contains("context of 5 tokens is full", run.Out);
    }

    [Fact]
    public void ATerminalGetsNoControlCharacters()
    {
        // The model writes ESC ] 0 ; BEL after the prompt, and then a turn of direction.
        byte[] evil = [0x1b, 0x5d, 0x30, 0x3b, 0x07, 0xE2, 0x80, 0xAE, 0x0A];
        FakeNetwork Evil() => new(257, 64, taken =>
        {
            var row = new float[257];
            row[taken.Count - 1 < evil.Length ? evil[taken.Count - 1] : InProcess.End] = 9;
            return row;
        });
        var terminal = new InProcess { Network = Evil, OutIsTerminal = true };
        Assert.Equal(0, terminal.Run("generate", "a", "--temperature", "0"));
        Assert.StartsWith("a\\u001B]0;\\u0007\\u202E\n", terminal.Out);
        Assert.DoesNotContain(terminal.Out, character => character is '\u001b' or '\u0007' or '\u202e');
        var pipe = new InProcess { Network = Evil };
        Assert.Equal(0, pipe.Run("generate", "a", "--temperature", "0"));
        Assert.StartsWith("a\u001b]0;\u0007\u202e\n", pipe.Out); // a pipe gets the text as it is
    }

    [Fact]
    public void CtrlCKeepsWhatWasWritten()
    {
        using var source = new CancellationTokenSource();
        var network = () => new FakeNetwork(257, 64, taken =>
        {
            if (taken.Count == 4) source.Cancel();
            var row = new float[257];
            row[taken[^1] + 1] = 9;
            return row;
        });
        var run = new InProcess { Network = network, Cancellation = source.Token };
        Assert.Equal(130, run.Run("generate", "ab", "--temperature", "0"));
        Assert.Equal("abcde\n", run.Out);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public void CtrlCBeforeTheModelIsThereIsAnInterruptToo()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var run = new InProcess { Cancellation = source.Token };
        Assert.Equal(130, run.Run("generate", "ab", "--json"));
        Assert.Equal("", run.Out + run.Error);
    }

    [Theory]
    [InlineData("--ids", "257", "257")]
    [InlineData("--ids", "-1", "-1")]
    [InlineData("--ids", "99999999999999999999", "99999999999999999999")]
    public void IdsOutOfRangeAreBadInput(string option, string value, string named)
    {
        var run = new InProcess();
        Assert.Equal(1, run.Run("generate", option, value, "--json"));
        Assert.Equal("", run.Out);
        Assert.Contains(named, OneLine(run.Error));
    }

    [Fact]
    public void APromptBeyondTheContextIsBadInput()
    {
        var run = new InProcess { Network = () => FakeNetwork.Counting(257, 5) };
        Assert.Equal(1, run.Run("generate", "abcdef"));
        Assert.Equal("", run.Out);
        Assert.Equal("error: the prompt has 6 tokens, but the context holds 5: shorten it\n", run.Error);
    }

    [Fact]
    public void ADamagedNetworkIsOneLine()
    {
        var run = new InProcess { Network = () => new FakeNetwork(3, 9, _ => [0, float.NaN, 0]) };
        Assert.Equal(1, run.Run("generate", "--ids", "1", "--json"));
        Assert.Equal("", run.Out);
        Assert.Contains("token 1", OneLine(run.Error));
    }

    private static string OneLine(string error)
    {
        Assert.EndsWith("\n", error);
        Assert.Equal(1, error.Count(character => character == '\n'));
        return error;
    }

    private static int[] Ints(JsonDocument json, string name)
        => [.. json.RootElement.GetProperty(name).EnumerateArray().Select(item => item.GetInt32())];
}
