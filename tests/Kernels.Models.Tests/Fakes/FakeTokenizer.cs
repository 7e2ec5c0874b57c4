using System.Text;
using Kernels.Models.Tokenizing;

namespace Kernels.Models.Tests;

/// <summary>One token per byte, and one after them that ends a text.</summary>
public sealed class FakeTokenizer : ITokenizer
{
    public const int End = 256;

    private static readonly byte[][] Pieces =
        [.. Enumerable.Range(0, 256).Select(value => new[] { (byte)value }), Encoding.UTF8.GetBytes("<|endoftext|>")];

    public int VocabularySize => Pieces.Length;

    public int? EndOfText => End;

    public bool IsSpecial(int id) => id == End;

    public void Encode(ReadOnlySpan<char> text, List<int> ids, bool allowSpecial = false)
    {
        foreach (var value in Encoding.UTF8.GetBytes(text.ToString())) ids.Add(value);
    }

    public ReadOnlySpan<byte> Bytes(int id, bool atStart = false) => Pieces[id];
}
