namespace Kernels.Models.Tokenizing;

/// <summary>The files in which a Marian checkpoint brings its tokenizer.</summary>
internal static class MarianFiles
{
    public const string Source = "source.spm", Target = "target.spm", Vocabulary = "vocab.json";

    public static readonly string[] Names = [Source, Target, Vocabulary];

    public static MarianTokenizer Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string PathOf(string name) => Path.Combine(folder, name);
        foreach (var name in Names)
            if (!File.Exists(PathOf(name)))
                throw new ModelFormatException(folder, Messages.NoMarianFiles);
        return Read(TokenizerFile.ReadAll(PathOf(Source)), TokenizerFile.ReadAll(PathOf(Target)), TokenizerFile.ReadAll(PathOf(Vocabulary)), PathOf);
    }

    public static MarianTokenizer Read(byte[] source, byte[] target, ReadOnlySpan<byte> vocabulary, Func<string, string> pathOf)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        var (pieces, cutter) = Model(source, pathOf(Source));
        Model(target, pathOf(Target));
        return new MarianTokenizer(cutter, pieces, PlainVocabulary.Read(vocabulary, pathOf(Vocabulary)));
    }

    private static (PieceList Pieces, SentencePieceTokenizer Tokenizer) Model(byte[] bytes, string path)
    {
        var model = new PieceModelReader(bytes, path).Read();
        return (model.Pieces, new PieceModelCheck(model, path).Build());
    }
}
