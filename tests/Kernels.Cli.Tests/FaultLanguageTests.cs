using System.Buffers.Binary;
using System.Globalization;

namespace Kernels.Cli.Tests;

/// <summary>Faults that the libraries find reach the user in the language of the culture, word for word.</summary>
public sealed class FaultLanguageTests
{
    private static readonly string[] s_files = ["config.json", "model.safetensors"];

    [Fact]
    public void AFolderThatIsMissing()
    {
        using var folder = new TestFolder();
        var missing = Path.Combine(folder.Path, "none");
        Told(
            ["generate", "--model", missing],
            $"{missing}: there is no such folder",
            $"{missing}: 그런 폴더가 없습니다");
    }

    [Fact]
    public void WeightsThatAreCutOff()
    {
        using var folder = Copy();
        var weights = Path.Combine(folder.Path, "model.safetensors");
        var bytes = File.ReadAllBytes(weights);
        File.WriteAllBytes(weights, bytes[..^100]);
        var header = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var data = bytes.Length - sizeof(long) - header;
        Told(
            Logits(folder),
            $"{weights}: the tensors claim {data} bytes of data, the file has {data - 100}: it is cut off or has something appended",
            $"{weights}: 텐서들의 데이터는 {data}바이트여야 하는데 파일에는 {data - 100}바이트가 있습니다. 파일이 잘렸거나 뒤에 무엇이 붙었습니다");
        File.WriteAllBytes(weights, bytes[..100]);
        Told(
            Logits(folder),
            $"{weights}: claims a header of {header} bytes; the file has 100, the format allows 100000000: not a safetensors file, or cut off",
            $"{weights}: 헤더가 {header}바이트라고 되어 있지만, 파일은 100바이트이고 형식이 허용하는 헤더는 100000000바이트까지입니다. safetensors 파일이 아니거나 잘린 파일입니다");
    }

    [Fact]
    public void ATensorThatIsMissing()
    {
        using var folder = Copy("\"n_layer\": 2", "\"n_layer\": 3");
        Told(
            Logits(folder),
            $"{folder.Path}/model.safetensors: tensor 'h.2.ln_1.weight' is missing",
            $"{folder.Path}/model.safetensors: 'h.2.ln_1.weight' 텐서가 없습니다");
    }

    [Fact]
    public void ATensorOfAnotherShape()
    {
        using var folder = Copy("\"vocab_size\": 37", "\"vocab_size\": 38");
        Told(
            Logits(folder),
            $"{folder.Path}/model.safetensors: tensor 'wte.weight' has the shape [37, 20], wanted is [38, 20]",
            $"{folder.Path}/model.safetensors: 'wte.weight' 텐서의 모양이 맞지 않습니다: [37, 20]. 필요한 모양은 [38, 20]입니다");
    }

    [Fact]
    public void AModelOfAnotherKind()
    {
        using var folder = Copy("\"gpt2\"", "\"t5\"");
        Told(
            Logits(folder),
            $"{folder.Path}/config.json: model_type 't5' is not known; 'gpt2' is. Encoder-decoders ('t5', 'mt5', 'fsmt', 'marian') are loaded as such: translate, summarize, explain, emulate, bench, import, --source-ids, EncoderDecoderModel",
            $"{folder.Path}/config.json: model_type 't5': 알 수 없는 값입니다. 'gpt2'를 읽을 수 있습니다. 인코더-디코더('t5', 'mt5', 'fsmt', 'marian')는 따로 읽습니다: translate, summarize, explain, emulate, bench, import, --source-ids, EncoderDecoderModel");
    }

    [Fact]
    public void ASizeThatIsAList()
    {
        using var folder = Copy("\"n_layer\": 2", "\"n_layer\": [2]");
        Told(
            ["import", folder.Path],
            $"{folder.Path}/config.json: n_layer a list must be a whole number from 1 to 512",
            $"{folder.Path}/config.json: n_layer 배열: 1부터 512까지의 정수여야 합니다");
    }

    [Theory]
    [InlineData("{\"model\": []}", "model must be an object (at byte 10)", "model: 객체여야 합니다 (10바이트 위치)")]
    [InlineData("{\"normaliser\": null}", "the tokenizer has the field 'normaliser', whose meaning is not known", "토크나이저: 'normaliser' 필드의 뜻을 알 수 없습니다")]
    [InlineData("{\"pre_tokenizer\": {\"type\": 1}}", "the type of pre_tokenizer must be text (at byte 27)", "pre_tokenizer의 type: 문자열이어야 합니다 (27바이트 위치)")]
    [InlineData(
        "{", "is not valid JSON at line 1, byte 2 of the line (or is nested deeper than 64); fetch the file again",
        "1행 2바이트: 올바른 JSON이 아니거나 64단계보다 깊이 중첩되었습니다. 파일을 다시 받으세요")]
    public void ATokenizerThatIsNotSound(string json, string english, string korean)
    {
        using var folder = Copy();
        var file = folder.Write("tokenizer.json", json);
        Told(["generate", "text", "--model", folder.Path], $"{file}: {english}", $"{file}: {korean}");
    }

    [Fact]
    public void WeightsWithoutANumber()
    {
        using var folder = Copy();
        var weights = Path.Combine(folder.Path, "model.safetensors");
        var bytes = File.ReadAllBytes(weights);
        bytes.AsSpan(sizeof(long) + (int)BinaryPrimitives.ReadInt64LittleEndian(bytes)).Fill(0xFF); // f32 NaN
        File.WriteAllBytes(weights, bytes);
        Told(
            [.. Logits(folder), "--mode", "int8"],
            $"{weights}: tensor 'h.0.attn.c_attn.weight' holds a value that is not finite, which 8-bit integers cannot mean; use dense mode",
            $"{weights}: 'h.0.attn.c_attn.weight' 텐서에 유한하지 않은 값이 있어 8비트 정수로 나타낼 수 없습니다. dense 모드를 쓰세요");
    }

    [Fact]
    public void APromptThatIsLongerThanTheContext()
    {
        string[] line = ["--model", Repository.TinyModel, "--ids", string.Join(',', Enumerable.Repeat(1, 71))];
        foreach (var command in (string[])["generate", "logits", "emulate"])
            Told(
                [command, .. line],
                "the prompt has 71 tokens, but the context holds 70: shorten it",
                "프롬프트는 71 토큰인데 문맥은 70 토큰까지입니다. 줄여 주세요");
    }

    [Fact]
    public void AWindowThatIsLongerThanTheContext()
    {
        using var folder = new TestFolder();
        var text = folder.Write("text.txt", "It is a truth universally acknowledged.");
        Told(
            ["perplexity", text, "--window", "513"],
            "A window must hold 2 to 512 tokens (the context), not 513.",
            "창 하나에는 토큰이 2개부터 512개(문맥 길이)까지 들어갈 수 있습니다. 주어진 값: 513.");
    }

    private static string[] Logits(TestFolder folder) => ["logits", "--model", folder.Path, "--ids", "1,2", "--json"];

    private static void Told(string[] line, string english, string korean)
    {
        Assert.Equal((1, "", $"error: {english}\n"), Run(line, "en"));
        Assert.Equal((1, "", $"error: {english}\n"), Run(line, "de-DE"));
        Assert.Equal((1, "", $"오류: {korean}\n"), Run(line, "ko-KR"));
    }

    private static (int Code, string Out, string Error) Run(string[] line, string culture)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            var (code, output, error) = LoadedTool.Run(line);
            return (code, output, error.ReplaceLineEndings("\n"));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private static TestFolder Copy(string from = "", string to = "")
    {
        var folder = new TestFolder();
        foreach (var file in s_files)
            File.Copy(Path.Combine(Repository.TinyModel, file), Path.Combine(folder.Path, file));
        if (from.Length == 0) return folder;
        var config = Path.Combine(folder.Path, "config.json");
        var text = File.ReadAllText(config);
        Assert.Contains(from, text);
        File.WriteAllText(config, text.Replace(from, to));
        return folder;
    }
}
