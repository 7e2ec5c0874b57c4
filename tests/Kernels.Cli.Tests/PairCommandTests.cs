using System.Text.Json;
using Kernels.Models.Data;
using Kernels.Models;

namespace Kernels.Cli.Tests;

/// <summary>Encoder-decoders in the commands that emulate, measure and import, and what their texts cost.</summary>
public sealed class PairCommandTests
{
    private const string Question = "Where is the station?";

    [Fact]
    public void Emulating_counts_what_translating_counts()
    {
        using var study = Json("emulate", Question, "--model", "phrases", "--json");
        using var task = Json("translate", Question, "--beams", "1", "--json");
        var document = Assert.Single(task.RootElement.GetProperty("documents").EnumerateArray());
        Assert.Equal(document.GetProperty("chip").GetRawText(), study.RootElement.GetProperty("chip").GetRawText());
        Assert.Equal(
            (document.GetProperty("source_tokens").GetInt32(), document.GetProperty("ids").GetArrayLength()),
            (study.RootElement.GetProperty("source_tokens").GetInt32(), 1 + study.RootElement.GetProperty("decode_steps").GetInt32()));
        using var ids = Json("generate", "--model", "phrases", "--source-ids", string.Join(',', Ids(study.RootElement, "source_ids")), "--temperature", "0", "--tokens", "32", "--json");
        Assert.Equal(document.GetProperty("chip").GetRawText(), ids.RootElement.GetProperty("chip").GetRawText());
        Assert.True(ids.RootElement.GetProperty("work").GetProperty("spikes").GetInt64() > 0);
    }

    [Fact]
    public void Layers_of_both_networks_add_up_to_what_is_told()
    {
        using var json = Json("emulate", "--model", Tiny("tiny-marian"), "--source-ids", "5,6,7", "--tokens", "4", "--json");
        var phases = json.RootElement.GetProperty("phases").EnumerateArray().ToList();
        Assert.Equal(["encode", "prefill", "decode"], phases.Select(phase => phase.GetProperty("phase").GetString()));
        Assert.Equal(3, phases[0].GetProperty("tokens").GetInt32());
        Assert.Equal([5, 6, 7], Ids(json.RootElement, "source_ids"));
        Assert.Equal(
            json.RootElement.GetProperty("chip").GetProperty("microjoules").GetDouble(),
            phases.SelectMany(phase => phase.GetProperty("layers").EnumerateArray()).Sum(layer => layer.GetProperty("microjoules").EnumerateObject().Sum(part => part.Value.GetDouble())), 1e-6);
        Assert.Equal(json.RootElement.GetProperty("chip").GetProperty("seconds").GetDouble(), phases.Sum(phase => phase.GetProperty("seconds").GetDouble()), 1e-12);
    }

    [Fact]
    public void Tables_and_the_page_show_source_and_text()
    {
        var (file, run) = (Path.Combine(Path.GetTempPath(), $"kernels-{Guid.NewGuid():N}.html"), new InProcess());
        Assert.Equal(0, run.Run("emulate", Question, "--model", "phrases", "--task", "summarize", "--html", file, "--tokens", "5"));
        var page = File.ReadAllText(file);
        File.Delete(file);
        foreach (var part in (string[])["per token of the source", "Per token of the source", "Per generated token", "all together", "Blocks[*].Look"]) Assert.Contains(part, run.Out);
        foreach (var part in (string[])["A source of ", "Every layer, source", "Every layer, steps"]) Assert.Contains(part, page);
        Assert.Equal(0, run.Run("emulate", "--model", Tiny("tiny-t5"), "--tokens", "2"));
        Assert.DoesNotContain("NaN", run.Out);
        Assert.Equal(0, new InProcess { Culture = "ko" }.Run("emulate", "--model", Tiny("tiny-t5"), "--tokens", "2"));
    }

    /// <summary>Each step has a row for each beam that was followed, so a search costs more than a beam, and no more than all beams to the end.</summary>
    [Fact]
    public void All_beams_are_counted()
    {
        using var model = EncoderDecoderModel.Load(typeof(Phrases).Assembly, Phrases.Name, new() { Mode = Mode.Complementary, Activity = ActivityDetail.Layers });
        using var search = model.StartBeams(model.Encode(T5Tasks.Translate("fr") + Question), new() { Beams = 3 }, new() { Tokens = 6, IgnoreEnd = true, Sampling = SamplingOptions.Greedy });
        while (search.Next(TestContext.Current.CancellationToken))
        {
        }

        var (start, steps) = search.TakeActivity();
        Assert.Equal((1, 3 * 5), (start!.Rows, steps!.Rows));
        Assert.Equal(3 * (2 + 3 + 4 + 5 + 6), steps.KeysSeen);
        Assert.All(steps.Layers.Where(layer => layer.Layer.EndsWith("Wonder", StringComparison.Ordinal)), layer => Assert.Equal(15, layer.Rows));
        Assert.Equal(0, search.TakeActivity().Steps!.Rows);

        using var one = Json("translate", Question, "--beams", "1", "--json");
        using var four = Json("translate", Question, "--json");
        Assert.InRange(Microjoules(four) / Microjoules(one), 2, 8);
    }

    [Fact]
    public void A_person_is_told_what_texts_cost_and_a_pipe_is_not()
    {
        var (pipe, terminal) = (new InProcess(), new InProcess { OutIsTerminal = true });
        Assert.Equal(0, pipe.Run("translate", Question));
        Assert.Equal(ActivityDetail.Off, pipe.Options!.Activity);
        Assert.Equal(0, terminal.Run("translate", Question, "--volts", "0.9", "--mhz", "120"));
        Assert.StartsWith(pipe.Out, terminal.Out);
        Assert.Matches(@"on the chip.* µJ and .* s for all of it", terminal.Out[pipe.Out.Length..]);
        Assert.Contains("120 MHz", terminal.Out);
    }

    [Fact]
    public void Reading_and_writing_are_measured_each()
    {
        using var json = Json("bench", "--model", "phrases", "--rounds", "1", "--prompt-tokens", "9", "--tokens", "3", "--mode", "int8", "--json");
        var (encode, decode) = (json.RootElement.GetProperty("encode"), json.RootElement.GetProperty("decode"));
        Assert.Equal((9, 3), (encode.GetProperty("tokens").GetInt32(), decode.GetProperty("tokens").GetInt32()));
        foreach (var part in (JsonElement[])[encode, decode])
            foreach (var figure in (string[])["seconds", "tokens_per_second", "gigaflops", "gigabytes_per_second"])
                Assert.True(part.GetProperty(figure).GetDouble() > 0, figure);
        var run = new InProcess();
        Assert.Equal(0, run.Run("bench", "--model", Tiny("tiny-t5"), "--rounds", "1"));
        Assert.Contains("source", run.Out);
    }

    /// <summary>By hand, of the T5 that comes with the tool: blocks of q, k, v, o of 256 x 256 and a gated part of 3 x 256 x 512; keys and values of a memory; the head.</summary>
    [Fact]
    public void The_operations_of_a_job_are_those_of_both_networks()
    {
        using var model = EncoderDecoderModel.Load(typeof(Phrases).Assembly, Phrases.Name);
        const double Square = 256 * 256, Feed = 3 * 256 * 512;
        Assert.Equal(2 * 3 * ((9 * ((4 * Square) + Feed)) + (9 * 9 * 2 * 256)), JobCost.Of(model.Encoder.ChipProgram, Mode.Int8, 0, 9, 128).Operations);
        Assert.Equal(2 * 3 * 9 * 2 * Square, JobCost.OfMemory(model.Decoder.ChipProgram, Mode.Int8, 9, 128).Operations);
        Assert.Equal(
            2 * ((3 * ((6 * Square) + Feed + ((5 + 9) * 2 * 256))) + (6000 * 256.0)), JobCost.OneByOne(model.Decoder.ChipProgram, Mode.Int8, 4, 1, memory: 9).Operations);
    }

    [Theory]
    [InlineData("tiny-t5", "TinyT5")]
    [InlineData("tiny-fsmt", "TinyFsmt")]
    [InlineData("tiny-marian", "TinyMarian")]
    public void Both_classes_are_imported_into_one_file(string name, string classes)
    {
        var run = new InProcess();
        Assert.Equal(0, run.Run("import", Tiny(name)));
        foreach (var part in (string[])["Encoder", "EncoderBlock", "Decoder", "DecoderBlock"]) Assert.Contains($"public sealed partial class {classes}{part}\n", run.Out);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(run.Out, "(?m)^namespace "));
        var tree = Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText(run.Out, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(tree.GetDiagnostics(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void What_has_no_meaning_is_refused_in_one_line()
    {
        var run = new InProcess();
        foreach (var (code, named, line) in ((int, string, string[])[])
        [
            (2, "--source-ids", ["emulate", "a", "--source-ids", "1"]),
            (2, "--source-ids", ["emulate", "--ids", "1", "--model", "phrases"]),
            (2, "--task", ["emulate", "--source-ids", "1", "--task", "translate"]),
            (2, "--model phrases", ["emulate", "a", "--task", "translate"]),
            (2, "summarize", ["emulate", "a", "--model", "phrases", "--task", "sing"]),
            (1, "6000", ["emulate", "--source-ids", "6000"]),
            (1, "6000", ["emulate", "--source-ids", "1", "--ids", "6000"]),
            (1, "1025", ["emulate", "--source-ids", string.Join(',', Enumerable.Repeat(1, 1025))]),
            (1, "tokenizer", ["emulate", "a", "--model", Tiny("tiny-t5")]),
            (2, "--plain", ["bench", "--model", "phrases", "--plain"]),
            (1, "1024", ["bench", "--model", "phrases", "--prompt-tokens", "1025"]),
            (1, "1024", ["bench", "--model", "phrases", "--tokens", "1025"]),
        ])
        {
            Assert.Equal(code, run.Run(line));
            Assert.Contains(named, run.Error);
            Assert.Equal("", run.Out);
            Assert.Equal(1, run.Error.Count(character => character == '\n'));
        }

        var (failed, _, error) = LoadedTool.Run("generate", "a", "--model", "phrases");
        Assert.Equal(1, failed);
        Assert.Contains("reads a source", error);
    }

    private static double Microjoules(JsonDocument json) => json.RootElement.GetProperty("documents")[0].GetProperty("chip").GetProperty("microjoules").GetDouble();

    private static string Tiny(string name) => Path.Combine(Repository.Root, "tests", "fixtures", name);

    private static int[] Ids(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(id => id.GetInt32())];

    private static JsonDocument Json(params string[] line)
    {
        var run = new InProcess();
        Assert.Equal(0, run.Run(line));
        Assert.Equal("", run.Error);
        return JsonDocument.Parse(run.Out);
    }
}
