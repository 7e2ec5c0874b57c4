using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kernels.Models.Tokenizing;

namespace Kernels.Models.Tests.Tokenizing;

/// <summary>How a file says what is done to a text: as converters of different years wrote it.</summary>
public enum JsonSpelling
{
    /// <summary>White space cuts; <c>add_prefix_space</c> (T5's files of 2020).</summary>
    Old,

    /// <summary>Runs of spaces become one; <c>add_prefix_space</c>.</summary>
    Middle,

    /// <summary>White space at the end goes, runs become a mark; <c>prepend_scheme</c>.</summary>
    New,
}

/// <summary>Writes a <c>tokenizer.json</c> with a unigram model, right or wrong as the test wants it: pieces of a SentencePiece model, or its own.</summary>
internal sealed class UnigramJsonWriter
{
    private const string Mark = "\u2581";

    /// <summary>A small model: marks 0 to 2, then a, b, ab and their like with a space.</summary>
    public UnigramJsonWriter()
    {
        foreach (var (piece, score) in new[] { ("<pad>", 0d), ("</s>", 0), ("<unk>", 0), (Mark, -2), ("a", -3), ("b", -3), ("ab", -2.5), (Mark + "a", -2), (Mark + "b", -2.25) })
            Pieces.Add(new JsonArray(piece, score));
        Added.Add(Token(0, "<pad>"));
        Added.Add(Token(1, "</s>"));
        Added.Add(Token(2, "<unk>"));
        Spell(JsonSpelling.New, null);
    }

    public JsonArray Pieces { get; } = [];

    public JsonArray Added { get; } = [];

    public JsonNode? Normalizer { get; set; }

    public JsonNode? Words { get; set; }

    public JsonNode? Decoder { get; set; }

    public JsonNode? Template { get; set; } = JsonNode.Parse("""
        {"type": "TemplateProcessing", "single": [{"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "</s>", "type_id": 0}}],
        "pair": [], "special_tokens": {"</s>": {"id": "</s>", "ids": [1], "tokens": ["</s>"]}}}
        """);

    public JsonObject Model { get; } = new() { ["type"] = "Unigram", ["unk_id"] = 2 };

    /// <summary>The pieces and rules of a SentencePiece model.</summary>
    public static UnigramJsonWriter Of(byte[] file, JsonSpelling spelling)
    {
        var model = new PieceModelReader(file, "spiece.model").Read();
        var writer = new UnigramJsonWriter();
        writer.Pieces.Clear();
        writer.Added.Clear();
        for (var id = 0; id < model.Pieces.Count; id++)
        {
            var piece = Encoding.UTF8.GetString(model.Pieces[id]);
            writer.Pieces.Add(new JsonArray(piece, (double)model.Scores[id]));
            if (model.Kinds[id] != PieceKind.Normal)
                writer.Added.Add(Token(id, piece, special: model.Kinds[id] != PieceKind.UserDefined));
        }

        writer.Model["unk_id"] = model.Kinds.IndexOf(PieceKind.Unknown);
        writer.Spell(spelling, model.CharacterMap);
        return writer;
    }

    public static JsonObject Token(int id, string content, bool special = true) => new()
    {
        ["id"] = id, ["content"] = content, ["special"] = special, ["single_word"] = false, ["lstrip"] = false, ["rstrip"] = false, ["normalized"] = false,
    };

    public void Spell(JsonSpelling spelling, byte[]? map)
    {
        var precompiled = map is null ? null : new JsonObject { ["type"] = "Precompiled", ["precompiled_charsmap"] = Convert.ToBase64String(map) };
        var metaspace = new JsonObject { ["type"] = "Metaspace", ["replacement"] = Mark };
        if (spelling == JsonSpelling.New)
            (metaspace["prepend_scheme"], metaspace["split"]) = ("always", true);
        else
            (metaspace["str_rep"], metaspace["add_prefix_space"]) = (Mark, true);
        JsonObject Runs(string content) => new() { ["type"] = "Replace", ["pattern"] = new JsonObject { ["Regex"] = " {2,}" }, ["content"] = content };
        JsonObject Sequence(string of, params JsonNode?[] nodes) => new() { ["type"] = "Sequence", [of] = new JsonArray([.. nodes.Where(node => node is not null)]) };
        Decoder = metaspace.DeepClone();
        (Normalizer, Words) = spelling switch
        {
            JsonSpelling.Old => ((JsonNode?)precompiled, Sequence("pretokenizers", new JsonObject { ["type"] = "WhitespaceSplit" }, metaspace)),
            JsonSpelling.Middle => (Sequence("normalizers", precompiled, Runs(" ")), metaspace),
            _ => (Sequence("normalizers", precompiled, new JsonObject { ["type"] = "Strip", ["strip_left"] = false, ["strip_right"] = true }, Runs(Mark)), metaspace),
        };
    }

    public byte[] Bytes()
    {
        Model["vocab"] = Pieces.DeepClone();
        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["version"] = "1.0", ["truncation"] = null, ["padding"] = null, ["added_tokens"] = Added.DeepClone(), ["normalizer"] = Normalizer?.DeepClone(),
            ["pre_tokenizer"] = Words?.DeepClone(), ["post_processor"] = Template?.DeepClone(), ["decoder"] = Decoder?.DeepClone(), ["model"] = Model.DeepClone(),
        });
    }

    public SentencePieceTokenizer Load() => SentencePieceTokenizer.FromTokenizerJson(Bytes(), "tokenizer.json");
}
