namespace Kernels.Models.Tokenizing;

/// <summary>
/// What a <c>tokenizer.json</c> of the Hugging Face layout says, as far as a byte-level BPE tokenizer can mean it: whatever
/// else it asks for (normalizers, other pre-tokenizers, templates, unknown fields) is refused by name.
/// <c>truncation</c> and <c>padding</c> say how batches are shaped, not what a text means, and are not applied.
/// </summary>
/// <param name="AddedTokens">Tokens found by their spelling.</param>
/// <param name="Vocabulary">Where the vocabulary lies in the file: an object of pieces and ids.</param>
/// <param name="Merges">Where the merges lie in the file: a list.</param>
internal sealed record TokenizerJson(List<AddedToken> AddedTokens, Range Vocabulary, Range Merges)
{
    /// <summary>What a <c>tokenizer.json</c> may hold.</summary>
    public static readonly string[] Fields =
        ["version", "truncation", "padding", "added_tokens", "normalizer", "pre_tokenizer", "post_processor", "decoder", "model"];

    private static readonly string[] ByteLevelFields = ["type", "add_prefix_space", "trim_offsets", "use_regex"];

    private static readonly string[] ModelFields =
    [
        "type", "dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix", "fuse_unk", "byte_fallback", "ignore_merges",
        "vocab", "merges",
    ];

    public static TokenizerJson Read(ReadOnlySpan<byte> json, string path)
    {
        var cursor = new JsonCursor(json, path);
        var added = new List<AddedToken>();
        (Range Vocabulary, Range Merges)? model = null;
        var seen = 0u;
        var words = false;
        cursor.BeginObject(Part.Word(nameof(Messages.ATokenizer)));
        while (cursor.NextField(Fields, ref seen, Part.Word(nameof(Messages.TheTokenizer))) is { } field)
        {
            switch (field)
            {
                case "version":
                    if (cursor.Text("version") is not "1.0" and var version)
                        throw cursor.Refuse(Messages.UnknownVersion(ModelFormatException.Quote(version)));
                    break;
                case "truncation" or "padding":
                    cursor.Skip();
                    break;
                case "added_tokens":
                    new AddedTokenReader(takesSpaces: false, normalizes: false).Read(ref cursor, added);
                    break;
                case "normalizer":
                    if (!cursor.NextIsNull())
                        throw cursor.Refuse(Messages.HasNormalizer);
                    break;
                case "pre_tokenizer":
                    ReadByteLevel(ref cursor, field, cutsWords: true);
                    words = true;
                    break;
                case "post_processor" or "decoder":
                    ReadByteLevel(ref cursor, field, cutsWords: false);
                    break;
                case "model":
                    model = ReadModel(ref cursor);
                    break;
            }
        }

        cursor.End();
        if (!words)
            throw cursor.Refuse(Messages.NoPreTokenizer);
        return model is { } ranges
            ? new TokenizerJson(added, ranges.Vocabulary, ranges.Merges)
            : throw cursor.Refuse(Messages.NoModel);
    }

    private static void ReadByteLevel(ref JsonCursor cursor, string part, bool cutsWords)
    {
        cursor.Next();
        if (!cursor.IsObjectHere)
        {
            // Without a post-processor nothing is added, without a decoder the pieces still say their bytes.
            if (!cutsWords && cursor.IsNullHere)
                return;
            throw cursor.Refuse(Messages.MustBeByteLevel(part));
        }

        var (isByteLevel, noPrefix, seen) = (false, false, 0u);
        while (cursor.NextField(ByteLevelFields, ref seen, part) is { } field)
        {
            switch (field)
            {
                case "type":
                    if (cursor.Text(Part.TypeOf(part)) is not "ByteLevel" and var type)
                        throw cursor.Refuse(Messages.OnlyByteLevel(part, ModelFormatException.Quote(type)));
                    isByteLevel = true;
                    break;
                case "add_prefix_space":
                    noPrefix = !cursor.Flag(field);
                    break;
                case "use_regex":
                    if (!cursor.Flag(field) && cutsWords)
                        throw cursor.Refuse(Messages.DoesNotCutWords);
                    break;
                case "trim_offsets":
                    cursor.Flag(field); // places in the text, which are not asked for
                    break;
            }
        }

        if (!isByteLevel)
            throw cursor.Refuse(Messages.MustBeByteLevel(part));
        if (cutsWords && !noPrefix)
            throw cursor.Refuse(Messages.PrefixSpace);
    }

    private static (Range Vocabulary, Range Merges) ReadModel(ref JsonCursor cursor)
    {
        Range? vocabulary = null, merges = null;
        var seen = 0u;
        cursor.BeginObject("model");
        while (cursor.NextField(ModelFields, ref seen, Part.Word(nameof(Messages.TheModel))) is { } field)
        {
            switch (field)
            {
                case "type":
                    if (cursor.Text(Part.Word(nameof(Messages.TypeOfModel))) is not "BPE" and var type)
                        throw cursor.Refuse(Messages.OnlyBytePairs(ModelFormatException.Quote(type)));
                    break;
                case "dropout":
                    cursor.Next();
                    if (!cursor.IsNullHere && cursor.NumberHere() is not 0)
                        throw cursor.Refuse(Messages.HasDropout);
                    break;
                case "continuing_subword_prefix" or "end_of_word_suffix":
                    cursor.Next();
                    if (!cursor.IsNullHere && cursor.CurrentText(field) != "")
                        throw cursor.Refuse(Messages.MustBeEmpty(field));
                    break;
                case "ignore_merges":
                    if (cursor.Flag(field))
                        throw cursor.Refuse(Messages.IgnoresMerges);
                    break;
                case "unk_token" or "fuse_unk" or "byte_fallback":
                    // Without meaning here: a vocabulary that has all 256 bytes knows every text.
                    cursor.Skip();
                    break;
                case "vocab":
                    vocabulary = cursor.Skip();
                    break;
                case "merges":
                    merges = cursor.Skip();
                    break;
            }
        }

        return (vocabulary ?? throw cursor.Refuse(Messages.NoVocabulary),
            merges ?? throw cursor.Refuse(Messages.NoMerges));
    }
}
