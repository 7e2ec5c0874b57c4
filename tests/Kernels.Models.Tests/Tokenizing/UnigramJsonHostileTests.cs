using System.Text;
using System.Text.Json.Nodes;
using Kernels.Models.Tokenizing;

namespace Kernels.Models.Tests.Tokenizing;

/// <summary>Damaged and hostile unigram files: each is refused in one line, or loads and then works.</summary>
public class UnigramJsonHostileTests
{
    private const string Probe = "aba the\0  kettle字😀 \u3000e\u0301 #</s>x";

    [Fact]
    public void Every_byte_changed_and_every_prefix()
    {
        var file = new UnigramJsonWriter().Bytes();
        var random = new Random(27);
        var (loaded, refused) = (0, 0);
        for (var at = 0; at < file.Length; at++)
        {
            foreach (var value in new[] { (byte)(file[at] ^ (1 << random.Next(8))), (byte)random.Next(32, 127), (byte)('0' + random.Next(10)) })
            {
                var mutant = (byte[])file.Clone();
                mutant[at] = value;
                Try(mutant, ref loaded, ref refused);
            }

            Assert.Throws<ModelFormatException>(() => SentencePieceTokenizer.FromTokenizerJson(file.AsSpan(0, at), "tokenizer.json"));
        }

        Assert.True(loaded > file.Length / 20 && refused > file.Length, $"{loaded} loaded, {refused} refused");
    }

    [Fact]
    public void Parts_of_a_file()
    {
        Refused("unk_id must be the id of one of the 9 pieces", tiny => tiny.Model["unk_id"] = null);
        Refused("unk_id must be the id of one of the 9 pieces", tiny => tiny.Model["unk_id"] = 9);
        Refused("unk_id must be the id of one of the 9 pieces", tiny => tiny.Model["unk_id"] = -1);
        Refused("the model is 'BPE'; only Unigram", tiny => tiny.Model["type"] = "BPE");
        Refused("the piece 'a' twice", tiny => tiny.Pieces.Add(new JsonArray("a", -1d)));
        Refused("entry 9 of vocab is no piece with its score", tiny => tiny.Pieces.Add(new JsonArray("c")));
        Refused("entry 9 of vocab is no piece with its score", tiny => tiny.Pieces.Add(new JsonArray("c", "d")));
        Refused("entry 9 of vocab is no piece with its score", tiny => tiny.Pieces.Add(new JsonArray("c", -1d, -1d)));
        Refused("entry 9 of vocab is no piece with its score", tiny => tiny.Pieces.Add("c"));
        Refused("an empty piece with the id 9", tiny => tiny.Pieces.Add(new JsonArray("", -1d)));
        Refused("longer than 1024 bytes", tiny => tiny.Pieces.Add(new JsonArray(new string('c', 1025), -1d)));
        Refused("lacks the piece <0x00>", tiny => tiny.Model["byte_fallback"] = true);
        Refused("has the field 'dropout'", tiny => tiny.Model["dropout"] = 0.1);
        Refused("no piece has the id 9, though there are ids up to 10", tiny => tiny.Added.Add(UnigramJsonWriter.Token(10, "#")));
        Refused("the id 4", tiny => tiny.Added.Add(UnigramJsonWriter.Token(4, "#")));
        Refused("'a' has the id 5, but 4 in the vocabulary", tiny => tiny.Added.Add(UnigramJsonWriter.Token(5, "a")));
        Refused("an added token has normalized", tiny => tiny.Added[0]!["normalized"] = true);
        Refused("an added token has single_word", tiny => tiny.Added[0]!["single_word"] = true);
        Refused("normalizer is 'NFKC', which cannot be read here", tiny => tiny.Normalizer = Step("NFKC"));
        Refused("normalizer 'Precompiled' lacks precompiled_charsmap", tiny => tiny.Normalizer = Step("Precompiled"));
        Refused("precompiled_charsmap must be bytes in base 64", tiny => tiny.Normalizer = new JsonObject { ["type"] = "Precompiled", ["precompiled_charsmap"] = "?" });
        Refused("cut short", tiny => tiny.Normalizer = new JsonObject { ["type"] = "Precompiled", ["precompiled_charsmap"] = "AQA=" });
        Refused("normalizer has 'Precompiled' at a place", tiny => tiny.Normalizer!["normalizers"]!.AsArray().Add(new JsonObject { ["type"] = "Precompiled", ["precompiled_charsmap"] = "AQA=" }));
        Refused("normalizer has 'Sequence' at a place", tiny => tiny.Normalizer!["normalizers"]!.AsArray().Add(tiny.Normalizer.DeepClone()));
        Refused("normalizer replaces 'x+' by ' '", tiny => tiny.Normalizer = Replace("x+", " "));
        Refused("by 'y'; only runs of spaces", tiny => tiny.Normalizer = Replace(" {2,}", "y"));
        Refused("no pre_tokenizer Metaspace", tiny => tiny.Words = null);
        Refused("no pre_tokenizer Metaspace", tiny => tiny.Words = Step("WhitespaceSplit"));
        Refused("no pre_tokenizer Metaspace", tiny => tiny.Decoder = null);
        Refused("pre_tokenizer is 'ByteLevel', which cannot be read here", tiny => tiny.Words = Step("ByteLevel"));
        Refused("decoder is 'WordPiece'", tiny => tiny.Decoder = Step("WordPiece"));
        Refused("replacement is '_'", tiny => tiny.Words!["replacement"] = "_");
        Refused("prepend_scheme is 'often'", tiny => tiny.Words!["prepend_scheme"] = "often");
        Refused("lacks add_prefix_space", tiny => tiny.Words!["add_prefix_space"] = false);
        Refused("post_processor is 'BertProcessing'", tiny => tiny.Template = Step("BertProcessing"));
        Refused("single must hold the text A once", tiny => tiny.Template!["special_tokens"] = new JsonObject());
        Refused("single must hold the text A once", tiny => tiny.Template!["single"] = new JsonArray());
        Refused("single must hold the text A once", tiny => tiny.Template!["single"]![0]!["Sequence"]!["id"] = "B");
        Refused("single must hold the text A once", tiny => tiny.Template!["special_tokens"]!["</s>"]!["ids"] = new JsonArray(9));
        Refused("single must hold the text A once", tiny => tiny.Template!["special_tokens"]!["</s>"]!["ids"] = new JsonArray(1.5));
    }

    [Fact]
    public void No_file_costs_memory_out_of_proportion()
    {
        Check("many tiny pieces", loads: true, tiny => Many(100_000, n => tiny.Pieces.Add(new JsonArray("z" + Convert.ToString(n, 16), -1d))));
        Check("many long pieces", loads: true, tiny => Many(4_000, n => tiny.Pieces.Add(new JsonArray(new string('a', 1000) + n, -1d))));
        Check("one long piece", loads: false, tiny => tiny.Pieces.Add(new JsonArray(new string('a', 4 << 20), -1d)));
        Check("many steps", loads: false, tiny => Many(50_000, n => tiny.Normalizer!["normalizers"]!.AsArray().Add(Step("Strip"))));
        Check("many tokens around", loads: false, tiny => Many(50_000, n => tiny.Template!["single"]!.AsArray().Add(tiny.Template["single"]![1]!.DeepClone())));
    }

    private static void Many(int count, Action<int> act)
    {
        for (var n = 0; n < count; n++)
            act(n);
    }

    private static JsonObject Step(string type) => new() { ["type"] = type };

    private static JsonObject Replace(string pattern, string content)
        => new() { ["type"] = "Replace", ["pattern"] = new JsonObject { ["Regex"] = pattern }, ["content"] = content };

    private static void Check(string what, bool loads, Action<UnigramJsonWriter> change)
    {
        var tiny = new UnigramJsonWriter();
        change(tiny);
        var file = tiny.Bytes();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var loaded = true;
        try
        {
            SentencePieceTokenizer.FromTokenizerJson(file, "tokenizer.json");
        }
        catch (ModelFormatException)
        {
            loaded = false;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {(double)allocated / file.Length:F2} times {file.Length}");
        Assert.Equal(loads, loaded);
        Assert.True(allocated <= 25L * file.Length + (1 << 20), $"{what}: {allocated} for {file.Length} bytes");
    }

    private static void Try(byte[] file, ref int loaded, ref int refused)
    {
        try
        {
            UnigramJson.IsMeant(file, "tokenizer.json");
            var tokenizer = SentencePieceTokenizer.FromTokenizerJson(file, "tokenizer.json");
            loaded++;
            foreach (var special in new[] { false, true })
                tokenizer.Decode(tokenizer.Encode(Probe, special, addMarks: true));
        }
        catch (ModelFormatException error)
        {
            refused++;
            Assert.DoesNotContain(error.Message, char.IsControl);
            Assert.True(error.Message.Length < 1500);
        }
    }

    private static void Refused(string expected, Action<UnigramJsonWriter> change)
    {
        var tiny = new UnigramJsonWriter();
        change(tiny);
        var error = Assert.Throws<ModelFormatException>(tiny.Load);
        Assert.Equal("tokenizer.json", error.Path);
        Assert.Contains(expected, error.Message);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }
}
