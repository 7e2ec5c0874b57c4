namespace Kernels.Models.Tokenizing;

/// <summary>The two layouts in which checkpoints bring GPT-2's tokenizer.</summary>
internal static class BytePairFiles
{
    private const long LargestFile = 256L << 20;

    public static BytePairTokenizer Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var json = Path.Combine(folder, "tokenizer.json");
        if (File.Exists(json))
            return FromTokenizerJson(ReadAll(json), json);

        var vocabulary = Path.Combine(folder, "vocab.json");
        var merges = Path.Combine(folder, "merges.txt");
        if (File.Exists(vocabulary) && File.Exists(merges))
            return FromVocabulary(ReadAll(vocabulary), ReadAll(merges), vocabulary, merges);
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

    private static byte[] ReadAll(string path)
    {
        try
        {
            // Pipes and devices say 0: opening one could wait for ever, reading one never end.
            // Of a link (caches of downloads are full of them) the target counts.
            var info = new FileInfo(path);
            var length = ((info.ResolveLinkTarget(returnFinalTarget: true) as FileInfo) ?? info).Length;
            if (length == 0)
                throw new ModelFormatException(path, Messages.EmptyOrNotOrdinary);
            if (length > LargestFile)
                throw new ModelFormatException(path, Messages.TokenizerTooLarge(LargestFile >> 20));
            using var file = File.OpenHandle(path);
            var bytes = new byte[length];
            var used = 0;
            for (int read; (read = RandomAccess.Read(file, bytes.AsSpan(used), used)) > 0;)
                used += read;
            return used == bytes.Length ? bytes : throw new ModelFormatException(path, Messages.BecameShorter);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException(path, Messages.CannotRead(fault.Message), fault);
        }
    }
}
