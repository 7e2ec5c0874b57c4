using System.Diagnostics;
using System.Text.Json;

namespace Kernels.Cli.Tests;

/// <summary>The tool as users start it, with the model that comes with it.</summary>
public sealed class ProcessTests
{
    [Fact]
    public void TheModelThatComesWithTheToolWritesTheSameTextOnEveryIsaAndThreadCount()
    {
        string[] line = ["generate", "It is a truth", "--tokens", "24", "--seed", "7", "--json"];
        var texts = new List<string>();
        foreach (var isa in Machine.Isas.Select(Machine.Name))
        {
            var (code, output, error) = ToolProcess.Run([.. line, "--isa", isa, "--threads", isa == "scalar" ? "1" : "2"]);
            Assert.Equal((0, ""), (code, error));
            using var json = JsonDocument.Parse(output);
            Assert.Equal(isa, json.RootElement.GetProperty("isa").GetString());
            texts.Add(json.RootElement.GetProperty("ids").GetRawText() + json.RootElement.GetProperty("text").GetString());
        }

        Assert.Single(texts.Distinct());
    }

    [Fact]
    public void WithoutArgumentsATextAndATableAppear()
    {
        var (code, output, error) = ToolProcess.Run("generate");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("tokens/s", output);
        Assert.Contains("DenseInt8_256x768", output);
        if (Machine.HasFusedMultiplyAdd) Assert.Contains("held-out", output);
    }

    [Fact]
    public void VerifyFindsTheSameBitsOnEveryIsa()
    {
        var (code, output, error) = ToolProcess.Run("verify", "--json");
        Assert.Equal((0, ""), (code, error));
        Assert.Equal($$"""{"isas":["{{string.Join("\",\"", Machine.Isas.Select(Machine.Name))}}"],"modes":["dense","int8","complementary/rate","spiking/rate/8"],"models":["novels","phrases"],"ok":true}""" + "\n", output);
    }

    /// <summary>The losses were measured with fused multiply-add: they are none of a process without.</summary>
    [Fact]
    public void ALossOfOtherArithmeticIsNotShown()
    {
        var (code, output, error) = ToolProcess.Finish(
            ToolProcess.Start("dotnet", [Repository.Tool, "generate", "It", "--tokens", "2"], ("DOTNET_EnableHWIntrinsic", "0")));
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("not measured here", output);
        Assert.DoesNotContain("+0.0001", output);
    }

    [Fact]
    public void ExplainNamesKernelsAndIsa()
    {
        var (code, output, _) = ToolProcess.Run("explain", "--isa", "scalar", "--mode", "dense");
        Assert.Equal(0, code);
        Assert.Contains("Dense_256x768", output);
        Assert.Contains("ISA scalar", output);
    }

    [Fact]
    public void ImportPrintsTheClassOrWritesIt()
    {
        var (code, output, error) = ToolProcess.Run("import", Repository.TinyModel);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("public sealed partial class TinyGpt2\n", output);
        using var folder = new TestFolder();
        var file = Path.Combine(folder.Path, "TinyGpt2.cs");
        Assert.Equal(0, ToolProcess.Run("import", Repository.TinyModel, "--output", file).Code);
        Assert.Equal(output, File.ReadAllText(file));
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.Path));
        OneLine(ToolProcess.Run("import", Repository.TinyModel, "--output", Path.Combine(folder.Path, "none", "x.cs")), 1, "cannot be written");
        OneLine(ToolProcess.Run("import", folder.Path), 1, "config.json");
    }

    [Fact]
    public void BadInputIsOneLine()
    {
        using var folder = new TestFolder();
        OneLine(ToolProcess.Run("generate", "--model", Path.Combine(folder.Path, "none")), 1, "no such folder");
        OneLine(ToolProcess.Run("generate", "--model", Path.Combine(folder.Path, "\u001b[2J")), 1, "\\u001B[2J");
        OneLine(ToolProcess.Run("generate", "--bogus"), 2, "--bogus");
        folder.Write("config.json", "{\"model_type\": \"llama\"}");
        OneLine(ToolProcess.Run("logits", "--model", folder.Path, "--ids", "1"), 1, "llama");
    }

    [Fact]
    public void KoreanUsersReadKorean()
    {
        var (code, output, error) = ToolProcess.Finish(
            ToolProcess.Start("dotnet", [Repository.Tool, "generate", "--mode", "x"], ("LC_ALL", "ko_KR.UTF-8")));
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("오류: --mode", error);
    }

    [Fact]
    public void AReaderThatLeavesIsNoFault()
    {
        if (OperatingSystem.IsWindows()) return;
        var (_, output, error) = ToolProcess.Shell("$TOOL generate --tokens 500 --ignore-eos --isa scalar | head -c 5; echo \" ${PIPESTATUS[0]}\"");
        Assert.Equal("", error);
        Assert.EndsWith(" 0\n", output);
    }

    [Fact]
    public void AFullDiskIsOneLine()
    {
        if (!File.Exists("/dev/full")) return;
        OneLine(ToolProcess.Shell("$TOOL generate --tokens 3 > /dev/full"), 1, "o space left");
        OneLine(ToolProcess.Shell($"$TOOL import '{Repository.TinyModel}' > /dev/full"), 1, "o space left");
    }

    [Fact]
    public void ClosedOutputsEndInOrder()
    {
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal("2\n", ToolProcess.Shell("$TOOL generate --bogus 2>&-; echo $?").Out);
        Assert.Equal("2\n", ToolProcess.Shell("$TOOL generate --bogus 2< /dev/null; echo $?").Out);
        OneLine(ToolProcess.Shell("$TOOL generate --tokens 3 1< /dev/null"), 1, "standard output");
    }

    [Fact]
    public void OutputAndErrorsInOneFileDoNotOverwriteEachOther()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TestFolder();
        var file = Path.Combine(folder.Path, "both");
        ToolProcess.Shell($"(echo before; $TOOL generate a --tokens 2 --seed 1; $TOOL generate --bogus) > '{file}' 2>&1");
        var text = File.ReadAllText(file);
        Assert.StartsWith("before\na", text);
        Assert.Contains("tokens/s", text);
        Assert.EndsWith("--help')\n", text);
    }

    [Fact]
    public void CtrlCEndsWith130AndKeepsTheText()
    {
        if (OperatingSystem.IsWindows()) return;
        // The slowest way to write, so that the text cannot end before the signal comes, however late that is on a busy machine.
        var process = ToolProcess.Start("dotnet", [
            Repository.Tool, "generate", "It is", "--tokens", "505", "--ignore-eos", "--isa", "scalar", "--mode", "spiking", "--steps", "127", "--spikes", "events", "--threads", "1"]);
        var first = new char[6];
        process.StandardOutput.ReadBlock(first);
        Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).WaitForExit();
        var (code, rest, error) = ToolProcess.Finish(process);
        Assert.Equal((130, ""), (code, error));
        Assert.StartsWith("It is", new string(first));
        Assert.EndsWith("\n", rest);
        Assert.DoesNotContain("tokens/s", rest);
    }

    private static void OneLine((int Code, string Out, string Error) result, int code, string part)
    {
        Assert.Equal(code, result.Code);
        Assert.Equal("", result.Out);
        Assert.Contains(part, result.Error);
        Assert.Equal(1, result.Error.Count(character => character == '\n'));
        Assert.DoesNotContain('\u001b', result.Error);
    }
}
