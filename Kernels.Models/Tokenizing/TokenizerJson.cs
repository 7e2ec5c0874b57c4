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
    private const int MostAddedTokens = 100_000;

    private static readonly string[] Fields =
        ["version", "truncation", "padding", "added_tokens", "normalizer", "pre_tokenizer", "post_processor", "decoder", "model"];

    private static readonly string[] ByteLevelFields = ["type", "add_prefix_space", "trim_offsets", "use_regex"];

    private static readonly string[] ModelFields =
    [
        "type", "dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix", "fuse_unk", "byte_fallback", "ignore_merges",
        "vocab", "merges",
    ];

    private static readonly string[] AddedTokenFields = ["id", "content", "special", "normalized", "single_word", "lstrip", "rstrip"];

    public static TokenizerJson Read(ReadOnlySpan<byte> json, string path)
    {
        var cursor = new JsonCursor(json, path);
        var added = new List<AddedToken>();
        (Range Vocabulary, Range Merges)? model = null;
        var seen = 0u;
        var words = false;
        cursor.BeginObject("a tokenizer");
        while (cursor.NextField(Fields, ref seen, "the tokenizer") is { } field)
        {
            switch (field)
            {
                case "version":
                    if (cursor.Text("version") is not "1.0" and var version)
                        throw cursor.Refuse($"version {ModelFormatException.Quote(version)} is not known; 1.0 is");
                    break;
                case "truncation" or "padding":
                    cursor.Skip();
                    break;
                case "added_tokens":
                    ReadAddedTokens(ref cursor, added);
                    break;
                case "normalizer":
                    if (!cursor.NextIsNull())
                        throw cursor.Refuse("has a normalizer; only a tokenizer without one can be read");
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
            throw cursor.Refuse("has no pre_tokenizer; ByteLevel is needed");
        return model is { } ranges
            ? new TokenizerJson(added, ranges.Vocabulary, ranges.Merges)
            : throw cursor.Refuse("has no model");
    }

    private static void ReadByteLevel(ref JsonCursor cursor, string part, bool cutsWords)
    {
        cursor.Next();
        if (!cursor.IsObjectHere)
        {
            // Without a post-processor nothing is added, without a decoder the pieces still say their bytes.
            if (!cutsWords && cursor.IsNullHere)
                return;
            throw cursor.Refuse($"{part} must be ByteLevel");
        }

        var (isByteLevel, noPrefix, seen) = (false, false, 0u);
        while (cursor.NextField(ByteLevelFields, ref seen, part) is { } field)
        {
            switch (field)
            {
                case "type":
                    if (cursor.Text($"the type of {part}") is not "ByteLevel" and var type)
                        throw cursor.Refuse($"{part} is {ModelFormatException.Quote(type)}; only ByteLevel can be read");
                    isByteLevel = true;
                    break;
                case "add_prefix_space":
                    noPrefix = !cursor.Flag(field);
                    break;
                case "use_regex":
                    if (!cursor.Flag(field) && cutsWords)
                        throw cursor.Refuse("use_regex is false: text would not be cut into words as GPT-2 does");
                    break;
                case "trim_offsets":
                    cursor.Flag(field); // places in the text, which are not asked for
                    break;
            }
        }

        if (!isByteLevel)
            throw cursor.Refuse($"{part} must be ByteLevel");
        if (cutsWords && !noPrefix)
            throw cursor.Refuse("add_prefix_space must be false: no space is put before a text");
    }

    private static (Range Vocabulary, Range Merges) ReadModel(ref JsonCursor cursor)
    {
        Range? vocabulary = null, merges = null;
        var seen = 0u;
        cursor.BeginObject("model");
        while (cursor.NextField(ModelFields, ref seen, "the model") is { } field)
        {
            switch (field)
            {
                case "type":
                    if (cursor.Text("the type of the model") is not "BPE" and var type)
                        throw cursor.Refuse($"the model is {ModelFormatException.Quote(type)}; only BPE can be read");
                    break;
                case "dropout":
                    cursor.Next();
                    if (!cursor.IsNullHere && cursor.NumberHere() is not 0)
                        throw cursor.Refuse("dropout must be null or 0: the same text must give the same ids");
                    break;
                case "continuing_subword_prefix" or "end_of_word_suffix":
                    cursor.Next();
                    if (!cursor.IsNullHere && cursor.CurrentText(field) != "")
                        throw cursor.Refuse($"{field} must be null or empty");
                    break;
                case "ignore_merges":
                    if (cursor.Flag(field))
                        throw cursor.Refuse("ignore_merges is true; only merging by rank can be read");
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

        return (vocabulary ?? throw cursor.Refuse("the model has no vocab"),
            merges ?? throw cursor.Refuse("the model has no merges"));
    }

    private static void ReadAddedTokens(ref JsonCursor cursor, List<AddedToken> added)
    {
        cursor.BeginArray("added_tokens");
        while (cursor.NextItem())
        {
            if (added.Count == MostAddedTokens)
                throw cursor.Refuse($"has more than {MostAddedTokens} added tokens");
            added.Add(ReadAddedToken(ref cursor));
        }
    }

    private static AddedToken ReadAddedToken(ref JsonCursor cursor)
    {
        if (!cursor.IsObjectHere)
            throw cursor.Refuse("an added token must be an object");
        int? id = null;
        string? text = null;
        var special = false;
        var seen = 0u;
        while (cursor.NextField(AddedTokenFields, ref seen, "an added token") is { } field)
        {
            switch (field)
            {
                case "id":
                    id = cursor.Id("the id of an added token");
                    break;
                case "content":
                    text = cursor.Text("the content of an added token");
                    break;
                case "special":
                    special = cursor.Flag(field);
                    break;
                case "normalized":
                    cursor.Flag(field); // without a normalizer it makes no difference
                    break;
                case "single_word" or "lstrip" or "rstrip":
                    if (cursor.Flag(field))
                        throw cursor.Refuse($"an added token has {field}, which cannot be read");
                    break;
            }
        }

        if (id is null || string.IsNullOrEmpty(text))
            throw cursor.Refuse("an added token needs an id and a content that is not empty");
        if (text.Length > AddedToken.LongestText)
            throw cursor.Refuse($"the added token {ModelFormatException.Quote(text)} is longer than {AddedToken.LongestText} characters");
        return new AddedToken(id.Value, text, special);
    }
}
