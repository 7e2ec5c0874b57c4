using System.Globalization;
using System.Text.Json;
using Kernels.Models.Tokenizing;

namespace Kernels.Models.Tests.Tokenizing;

/// <summary>The vocabularies and reference ids that the tokenizer tests share.</summary>
internal static class TokenizerFiles
{
    public sealed record Case(bool AllowSpecial, string Text, int[] SmallIds, int[] Gpt2Ids);

    public static string Root { get; } = FindRoot();

    /// <summary>Our own vocabulary and the strings: see make_fixture.mjs there.</summary>
    public static string Fixture { get; } = Path.Combine(Root, "tests", "fixtures", "tokenizer");

    public static string SharedData { get; } = Path.Combine(Root, "..", "shared", "data");

    private static readonly Lazy<BytePairTokenizer> SmallOnce = new(() => BytePairTokenizer.Load(Fixture));
    private static readonly Lazy<BytePairTokenizer> Gpt2Once = new(LoadGpt2);

    public static BytePairTokenizer Small => SmallOnce.Value;

    /// <summary>GPT-2's own vocabulary; skips the test on a machine without the shared data.</summary>
    public static BytePairTokenizer Gpt2
    {
        get
        {
            NeedSharedData();
            return Gpt2Once.Value;
        }
    }

    public static void NeedSharedData()
        => Assert.SkipUnless(Directory.Exists(SharedData), "no ../shared/data beside the repository");

    public static IEnumerable<Case> Cases()
    {
        foreach (var line in File.ReadLines(Path.Combine(Fixture, "strings.tsv")))
        {
            var fields = line.Split('\t');
            yield return new Case(fields[0] == "special", JsonSerializer.Deserialize<string>(fields[1])!, Ids(fields[2]), Ids(fields[3]));
        }
    }

    public static int[] Ids(string line)
        => [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))];

    private static BytePairTokenizer LoadGpt2()
    {
        var folder = Path.Combine(SharedData, "tokenizers");
        return BytePairTokenizer.FromVocabulary(
            File.ReadAllBytes(Path.Combine(folder, "gpt2-encoder.json")), File.ReadAllBytes(Path.Combine(folder, "gpt2-vocab.bpe")),
            "gpt2-encoder.json", "gpt2-vocab.bpe");
    }

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder != null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "Kernels.sln")))
                return folder;
        throw new DirectoryNotFoundException("Kernels.sln is in no folder above the tests");
    }
}
