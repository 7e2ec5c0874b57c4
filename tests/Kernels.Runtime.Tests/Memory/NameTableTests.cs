using System.Buffers.Binary;
using System.Numerics;

namespace Kernels.Runtime.Tests.Memory;

public sealed class NameTableTests
{
    private const int Count = 5000;
    private const int Length = 16;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void FindsEveryNameAndNoOther(bool oneHash)
    {
        var text = Names(oneHash);
        var table = Table(text);
        Assert.Equal(-1, table.Sort());
        Assert.Equal(oneHash, Enumerable.Range(0, Count).All(i => NameTable.Hash(table[i]) == NameTable.Hash(table[0])));
        for (var i = 0; i < Count; i++)
        {
            Assert.Equal(i, table.Find(table[i]));
            Assert.Equal(-1, table.Find(table[i][..^1]));
        }

        Assert.Equal(-1, table.Find(ReadOnlySpan<byte>.Empty));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void NamesTheOneThatIsThereTwice(bool oneHash)
    {
        var text = Names(oneHash);
        text.AsSpan(17 * Length, Length).CopyTo(text.AsSpan(4321 * Length));
        Assert.Equal(4321, Table(text).Sort());
    }

    private static NameTable Table(byte[] text)
    {
        var table = new NameTable(text, Count);
        for (var i = 0; i < Count; i++)
            table.Add(i * Length, Length);
        return table;
    }

    // Chosen against the hash: the second half of each name takes back what the first half did.
    private static byte[] Names(bool oneHash)
    {
        var odd = 0x9E3779B97F4A7C15UL;
        var text = new byte[Count * Length];
        for (var i = 0; i < Count; i++)
        {
            var first = (ulong)(i * 7919 % Count);
            var hash = (BitOperations.RotateLeft(Length * odd, 23) ^ first) * odd;
            BinaryPrimitives.WriteUInt64LittleEndian(text.AsSpan(i * Length), first);
            BinaryPrimitives.WriteUInt64LittleEndian(text.AsSpan((i * Length) + 8), oneHash ? BitOperations.RotateLeft(hash, 23) : first);
        }

        return text;
    }
}
