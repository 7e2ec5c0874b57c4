using System.Text;
using Kernels.Models.Tokenizing;

namespace Kernels.Models.Tests.Tokenizing;

/// <summary>Damaged and hostile SentencePiece models: each is refused in one line, or loads and then works.</summary>
public class PieceHostileTests
{
    private const string Probe = "aba the\0  kettle字😀 \u3000e\u0301 <sep></s>x";

    [Theory]
    [MemberData(nameof(PieceFixture.OwnNames), MemberType = typeof(PieceFixture))]
    public void Every_byte_changed_and_every_prefix(string model)
    {
        var file = PieceFixture.Bytes(model);
        var random = new Random(26);
        var (loaded, refused) = (0, 0);
        for (var at = 0; at < file.Length; at++)
        {
            foreach (var value in new[] { (byte)(file[at] ^ (1 << random.Next(8))), (byte)random.Next(256), at % 3 == 0 ? (byte)0xFF : (byte)0 })
            {
                var mutant = (byte[])file.Clone();
                mutant[at] = value;
                Try(mutant, ref loaded, ref refused);
            }

            Try(file[..at], ref loaded, ref refused);
        }

        // The harness must see both kinds, or it tests one only.
        Assert.True(loaded > file.Length / 10 && refused > file.Length / 2, $"{loaded} loaded, {refused} refused");
    }

    [Fact]
    public void Parts_of_a_model()
    {
        Assert.Equal(3, new PieceModelWriter().Load().VocabularySize);
        Refused("no piece for unknown text", new PieceModelWriter(unknown: false));
        Refused("an empty piece with the id 3", new PieceModelWriter().Piece("", -1));
        Refused("the piece 'b' twice", new PieceModelWriter().Piece("b", -1).Piece("b", -2));
        Refused("the piece '</s>' twice", new PieceModelWriter().Piece("</s>", -1));
        Refused("longer than 1024 bytes", new PieceModelWriter().Piece(new string('b', 1025), -1));
        Refused("score is no finite number", new PieceModelWriter().Piece("b", float.NaN));
        Refused("score is no finite number", new PieceModelWriter().Piece("b", float.NegativeInfinity));
        Refused("of the type 7, which is not known", new PieceModelWriter().Piece("b", -1, 7));
        Refused("of the type -1, which is not known", new PieceModelWriter().Piece("b", -1, -1));
        Refused("not valid UTF-8 without zeros", new PieceModelWriter().Piece("b\0", -1));
        Refused("not valid UTF-8 without zeros", new PieceModelWriter().Piece([0xC0, 0x80], -1));
        Refused("two pieces for unknown text, '<unk>' and 'b'", new PieceModelWriter().Piece("b", -1, (int)PieceKind.Unknown));
        Refused("a byte piece '<0x0A>'", new PieceModelWriter().Piece("<0x0A>", -1, (int)PieceKind.Byte));
        Refused("a byte piece '<0x0a>'", new PieceModelWriter { FallsBackToBytes = true }.Piece("<0x0a>", -1, (int)PieceKind.Byte));
        Refused("lacks the piece <0x00>", new PieceModelWriter { FallsBackToBytes = true });
        Refused("of the type 3; 1 (unigram) and 2 (BPE)", new PieceModelWriter { Type = 3 });
        Refused("of the type 99", new PieceModelWriter { Type = 99 });
        Refused("a denormalizer", new PieceModelWriter { Denormalizer = [1, 2, 3] });
        Refused("protobuf is damaged at byte 0", new PieceModelWriter(), [0]);
        Refused("protobuf is damaged", new PieceModelWriter(), [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F]);
        Refused("protobuf is damaged", new PieceModelWriter(), [0x0A, 0xFF, 0xFF, 0xFF, 0x07, 1]);
        Refused("protobuf is damaged", new PieceModelWriter(), [0x0C]);
        Refused("protobuf is damaged", new PieceModelWriter(), [.. Enumerable.Repeat((byte)0x7B, 100_000)]);
    }

    [Fact]
    public void Tables_of_characters()
    {
        // 'a' leads to unit 256 + 'a', whose leaf says where the text starts.
        uint[] Trie(uint a, uint leaf)
        {
            var units = new uint[768];
            Array.Fill(units, 0x8000_0000); // no unit is a child by chance
            units[0] = 256u << 10;
            units[256 + 'a'] = a | 'a';
            units[(256 + 'a') ^ (int)(a >> 10)] = leaf;
            return units;
        }

        const uint HasLeaf = 1 << 8;
        var forth = (uint)((256 + 'a') ^ 512) << 10;
        var good = PieceModelWriter.Map(Trie(forth | HasLeaf, 0x8000_0000), "b\0"u8);
        var tokenizer = new PieceModelWriter { Table = good }.Piece("b", -1).Load();
        Assert.Equal(tokenizer.Encode("bb"), tokenizer.Encode("ab"));
        Assert.NotEqual(tokenizer.Encode("ac"), tokenizer.Encode("a"));

        Refused("cut short", new PieceModelWriter { Table = [1, 0] });
        Refused("cut short", new PieceModelWriter { Table = [0xFF, 0xFF, 0xFF, 0xFF, 1] });
        Refused("cut short", new PieceModelWriter { Table = [0, 0, 0, 0, 1] });
        Refused("points outside itself", new PieceModelWriter { Table = PieceModelWriter.Map(Trie(forth | HasLeaf, 0x8000_0002), "b\0"u8) });
        Refused("points outside itself", new PieceModelWriter { Table = PieceModelWriter.Map(Trie(forth | HasLeaf, 0x8000_0000), []) });
        var far = Trie(forth, 0);
        far[256 + 'a'] = (uint)'a' | (0x1FFFFFu << 10) | (1 << 9);
        Refused("points outside itself", new PieceModelWriter { Table = PieceModelWriter.Map(far, "b\0"u8) });
        Refused("runs in a circle", new PieceModelWriter { Table = PieceModelWriter.Map(Trie((uint)((256 + 'a') ^ 256) << 10, 0), "b\0"u8) });
        Refused("more than 256 bytes", new PieceModelWriter { Table = PieceModelWriter.Map(Trie(forth | HasLeaf, 0x8000_0000), new byte[300].Select(_ => (byte)'b').ToArray()) });
        Refused("no valid UTF-8", new PieceModelWriter { Table = PieceModelWriter.Map(Trie(forth | HasLeaf, 0x8000_0000), [0xFF, 0]) });
    }

    [Fact]
    public void Tries_at_random_load_or_are_refused()
    {
        var random = new Random(11);
        var (loaded, refused) = (0, 0);
        for (var i = 0; i < 20_000; i++)
        {
            var units = new uint[random.Next(1, 600)];
            units[0] = (uint)random.Next(units.Length) << 10;
            for (var at = 1; at < units.Length; at++)
                if (random.Next(2) == 0)
                    units[at] = ((uint)(at ^ (random.Next(1 + i % units.Length) & ~0xFF)) << 10) | (uint)(random.Next(4) == 0 ? 256 : 0) | (uint)random.Next("abekt"[random.Next(5)], 128) | (random.Next(9) == 0 ? 0x8000_0000 : 0);
            Try(new PieceModelWriter { Table = PieceModelWriter.Map(units, Encoding.UTF8.GetBytes("b\0字\0\0  \0")) }.Bytes(), ref loaded, ref refused);
        }

        Assert.True(loaded > 500 && refused > 500, $"{loaded} loaded, {refused} refused");
    }

    [Fact]
    public void No_model_costs_memory_out_of_proportion()
    {
        Check("many tiny pieces", Many(100_000, n => Convert.ToString(n, 16)), loads: true);
        Check("many marks", Many(150_000, n => $"<{n}>", (int)PieceKind.Control), loads: false);
        Check("many long pieces", Many(4_000, n => new string('a', 1000) + n), loads: true);
        Check("one long piece", new PieceModelWriter().Piece(new string('a', 4 << 20), -1), loads: false);
        Check("a long trie", new PieceModelWriter { Table = PieceModelWriter.Map(new uint[1 << 20], "b\0"u8) }, loads: false);
        var chain = new uint[1 << 20];
        Array.Fill(chain, 0x8000_0000);
        for (var at = 0; at + 257 < chain.Length; at += 256)
            chain[at | (at == 0 ? 0 : 'a')] = (uint)((at | (at == 0 ? 0 : 'a')) ^ (at + 256)) << 10 | (at == 0 ? 0 : (uint)'a');
        Check("a deep trie", new PieceModelWriter { Table = PieceModelWriter.Map(chain, "b\0"u8) }, loads: false);
    }

    private static PieceModelWriter Many(int count, Func<int, string> name, int kind = 1)
    {
        var writer = new PieceModelWriter();
        for (var n = 0; n < count; n++)
            writer.Piece("z" + name(n), -1, kind);
        return writer;
    }

    private static void Check(string what, PieceModelWriter model, bool loads)
    {
        var file = model.Bytes();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var loaded = true;
        try
        {
            SentencePieceTokenizer.FromModel(file, "spiece.model");
        }
        catch (ModelFormatException)
        {
            loaded = false;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {(double)allocated / file.Length:F2} times {file.Length}");
        Assert.Equal(loads, loaded);
        // Everything ever allocated while loading, garbage included: more than the peak can be.
        Assert.True(allocated <= 25L * file.Length + (1 << 20), $"{what}: {allocated} for {file.Length} bytes");
    }

    private static void Try(byte[] file, ref int loaded, ref int refused)
    {
        try
        {
            var tokenizer = SentencePieceTokenizer.FromModel(file, "spiece.model");
            loaded++;
            foreach (var special in new[] { false, true })
                tokenizer.Decode(tokenizer.Encode(Probe, special));
        }
        catch (ModelFormatException error)
        {
            refused++;
            Assert.DoesNotContain(error.Message, char.IsControl);
            Assert.True(error.Message.Length < 1500);
        }
    }

    private static void Refused(string expected, PieceModelWriter model, byte[]? more = null)
    {
        var error = Assert.Throws<ModelFormatException>(() => SentencePieceTokenizer.FromModel([.. more ?? [], .. model.Bytes()], "spiece.model"));
        Assert.Equal("spiece.model", error.Path);
        Assert.Contains(expected, error.Message);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }
}
