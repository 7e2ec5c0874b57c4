using System.Collections.Concurrent;
using System.Text.Json;
using Kernels.Models.Tokenizing;

namespace Kernels.Models.Tests.Tokenizing;

/// <summary>Models, strings and what SentencePiece makes of them: see training/make_pieces_fixture.py.</summary>
internal static class PieceFixture
{
    private static readonly ConcurrentDictionary<string, SentencePieceTokenizer> Loaded = new();

    /// <summary>The models that stand in the repository.</summary>
    public static string[] Own { get; } = ["unigram.model", "bytes.model", "after.model", "pairs.model", "spaces.model", "unused.model", "rare.model"];

    /// <summary>The models beside the repository.</summary>
    public static string[] Shared { get; } = ["t5-spiece.model", "llama2-tokenizer.model", "test_model.model", "test_ja_model.model"];

    public static string[] Strings { get; } = JsonSerializer.Deserialize<string[]>(File.ReadAllText(Fixture.PathOf("pieces", "strings.json")))!;

    /// <summary>A model by the name of its file; skips the test where the file is beside the repository and there is none.</summary>
    public static SentencePieceTokenizer Model(string name)
        => Loaded.GetOrAdd(name, _ => SentencePieceTokenizer.FromModel(Bytes(name), name));

    public static byte[] Bytes(string name)
        => File.ReadAllBytes(Own.Contains(name) ? Fixture.PathOf("pieces", name) : Fixture.Shared("tokenizers", name));

    /// <summary>The lines of a table that speak of a model, without its name.</summary>
    public static IEnumerable<string[]> Lines(string table, string model)
        => File.ReadLines(Fixture.PathOf("pieces", table)).Select(line => line.Split('\t')).Where(fields => fields[0] == model).Select(fields => fields[1..]);

    public static TheoryData<string> OwnNames => [.. Own];

    public static TheoryData<string> AllNames => [.. Own, .. Shared];

    public static TheoryData<string> SharedNames => [.. Shared];
}
