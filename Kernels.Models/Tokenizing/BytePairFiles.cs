namespace Kernels.Models.Tokenizing;

/// <summary>The two layouts in which checkpoints bring GPT-2's tokenizer.</summary>
internal static class BytePairFiles
{
    public static BytePairTokenizer Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var json = Path.Combine(folder, "tokenizer.json");
        if (File.Exists(json))
            return FromTokenizerJson(TokenizerFile.ReadAll(json), json);

        var vocabulary = Path.Combine(folder, "vocab.json");
        var merges = Path.Combine(folder, "merges.txt");
        if (File.Exists(vocabulary) && File.Exists(merges))
            return FromVocabulary(TokenizerFile.ReadAll(vocabulary), TokenizerFile.ReadAll(merges), vocabulary, merges);
        throw new ModelFormatException(folder, Messages.NoTokenizerFiles);
    }

    public static BytePairTokenizer FromTokenizerJson(ReadOnlySpan<byte> json, string path)
    {
        var parts = TokenizerJson.Read(json, path);
        var vocabulary = new VocabularyReader(new JsonCursor(json, parts.Vocabulary, path), path, parts.AddedTokens)
            .Complete(parts.AddedTokens);
        var merges = new MergeReader(vocabulary, path).ReadJson(new JsonCursor(json, parts.Merges, path));
        return new BytePairTokenizer(vocabulary, merges, parts.AddedTokens);
    }

    public static BytePairTokenizer FromVocabulary(
        ReadOnlySpan<byte> vocabulary, ReadOnlySpan<byte> merges, string vocabularyPath, string mergesPath)
    {
        var reader = new VocabularyReader(new JsonCursor(vocabulary, vocabularyPath), vocabularyPath, []);
        // This layout does not say which pieces are special; the original has this one.
        List<AddedToken> added = reader.Find(AddedToken.EndOfText) is >= 0 and var id
            ? [new AddedToken(id, AddedToken.EndOfText, IsSpecial: true)] : [];
        var whole = reader.Complete(added);
        return new BytePairTokenizer(whole, new MergeReader(whole, mergesPath).ReadText(merges), added);
    }
}
