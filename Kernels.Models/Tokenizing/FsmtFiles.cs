using Kernels.Models.Moses;

namespace Kernels.Models.Tokenizing;

/// <summary>The files in which an FSMT brings its tokenizer.</summary>
/// <param name="has">Whether a file is there.</param>
/// <param name="read">Reads a whole file.</param>
/// <param name="pathOf">What messages call a file.</param>
internal sealed class FsmtFiles(Func<string, bool> has, Func<string, byte[]> read, Func<string, string> pathOf)
{
    private const string Source = "vocab-src.json", Target = "vocab-tgt.json", Merges = "merges.txt", Settings = "tokenizer_config.json", Config = "config.json";

    /// <summary>Whether one of the files is there that no other tokenizer has.</summary>
    public static bool IsMeant(Func<string, bool> has) => has(Source) || has(Target);

    /// <summary>Reads the tokenizer of a folder.</summary>
    public static FsmtTokenizer Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string PathOf(string name) => Path.Combine(folder, name);
        return new FsmtFiles(name => File.Exists(PathOf(name)), name => TokenizerFile.ReadAll(PathOf(name)), PathOf).Read(folder);
    }

    /// <summary>Reads the tokenizer.</summary>
    /// <param name="name">What messages call the checkpoint.</param>
    /// <exception cref="ModelFormatException">A file is missing or damaged, or the rules of a language are not there.</exception>
    public FsmtTokenizer Read(string name)
    {
        if (!has(Source) || !has(Target) || !has(Merges))
            throw new ModelFormatException(name, Messages.NoFsmtFiles);
        var settings = FsmtSettings.Read(IfThere(Settings), pathOf(Settings), IfThere(Config), pathOf(Config));
        var list = NonbreakingPrefixes.FileName(settings.Source);
        var prefixes = has(list) ? NonbreakingPrefixes.Read(read(list), pathOf(list))
            : NonbreakingPrefixes.Of(settings.Source) ?? throw new ModelFormatException(name, Messages.NoPrefixes(settings.Source, list));
        var source = PlainVocabulary.Read(read(Source), pathOf(Source));
        return new FsmtTokenizer(settings, prefixes, source, PlainVocabulary.Read(read(Target), pathOf(Target)), FsmtMerges.Read(source, read(Merges), pathOf(Merges)));
    }

    private byte[] IfThere(string file) => has(file) ? read(file) : [];
}
