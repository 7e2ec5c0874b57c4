using System.Text;
using System.Text.Json;
using Kernels.Models.Tokenizing;

namespace Kernels.Models.Tests.Tokenizing;

/// <summary>The files of an FSMT's tokenizer in memory, those of tests/fixtures/fsmt to begin with.</summary>
internal sealed class FsmtFolder
{
    private static readonly string[] s_names = ["vocab-src.json", "vocab-tgt.json", "merges.txt", "tokenizer_config.json"];

    public Dictionary<string, byte[]> Files { get; } = s_names.ToDictionary(name => name, name => File.ReadAllBytes(PathOf(name)));

    public FsmtFolder With(string name, string text)
    {
        Files[name] = Encoding.UTF8.GetBytes(text);
        return this;
    }

    public FsmtFolder Without(string name)
    {
        Files.Remove(name);
        return this;
    }

    public FsmtTokenizer Load() => new FsmtFiles(Files.ContainsKey, name => Files[name], name => "wmt/" + name).Read("wmt");

    public static string PathOf(string name) => Fixture.PathOf("fsmt", name);

    public static List<string[]> Lines(string name) => [.. File.ReadLines(PathOf(name)).Select(line => line.Split('\t'))];

    public static string Text(string json) => JsonSerializer.Deserialize<string>(json)!;
}
