using System.Text;
using System.Text.Json;
using Kernels.Models.Tokenizing;

namespace Kernels.Models.Tests.Tokenizing;

/// <summary>Writes small tokenizer files in both layouts, right or wrong as the test wants them.</summary>
internal sealed class TinyVocabulary
{
    public TinyVocabulary(params string[] merges)
    {
        var visible = Enumerable.Range(0, 256).Where(b => b is (> 32 and < 127) or (> 160 and not 173)).ToList();
        Pieces.AddRange(visible.Select(b => ((char)b).ToString()));
        Pieces.AddRange(Enumerable.Range(256, 256 - visible.Count).Select(c => ((char)c).ToString()));
        Merges.AddRange(merges);
        foreach (var merge in merges)
            if (merge.Replace(" ", "") is var piece && !Pieces.Contains(piece))
                Pieces.Add(piece);
    }

    /// <summary>Piece of each id.</summary>
    public List<string> Pieces { get; } = [];

    public List<string> Merges { get; } = [];

    /// <summary>The added tokens of tokenizer.json, as JSON objects.</summary>
    public List<string> Added { get; } = [];

    public string VocabJson() => "{" + string.Join(",", Pieces.Select((piece, id) => $"{JsonSerializer.Serialize(piece)}:{id}")) + "}";

    public string MergesText() => "#version: 0.2\n" + string.Concat(Merges.Select(merge => merge + "\n"));

    public string TokenizerJson() => $$$"""
        {"version":"1.0","truncation":null,"padding":null,"added_tokens":[{{{string.Join(",", Added)}}}],"normalizer":null,
        "pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true},
        "post_processor":{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":false,"use_regex":true},
        "decoder":{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true},
        "model":{"type":"BPE","dropout":null,"unk_token":null,"continuing_subword_prefix":"","end_of_word_suffix":"","fuse_unk":false,
        "byte_fallback":false,"ignore_merges":false,"vocab":{{{VocabJson()}}},
        "merges":[{{{string.Join(",", Merges.Select(merge => JsonSerializer.Serialize(merge)))}}}]
        }}
        """;

    public BytePairTokenizer FromVocabulary() => FromVocabulary(VocabJson(), MergesText());

    public BytePairTokenizer FromTokenizerJson() => FromTokenizerJson(TokenizerJson());

    public static BytePairTokenizer FromVocabulary(string vocabulary, string merges)
        => BytePairTokenizer.FromVocabulary(Encoding.UTF8.GetBytes(vocabulary), Encoding.UTF8.GetBytes(merges), "vocab.json", "merges.txt");

    public static BytePairTokenizer FromTokenizerJson(string json)
        => BytePairTokenizer.FromTokenizerJson(Encoding.UTF8.GetBytes(json), "tokenizer.json");

    public static string AddedToken(int id, string text, bool special = true)
        => $$"""{"id":{{id}},"content":{{JsonSerializer.Serialize(text)}},"single_word":false,"lstrip":false,"rstrip":false,"normalized":true,"special":{{(special ? "true" : "false")}}}""";
}
