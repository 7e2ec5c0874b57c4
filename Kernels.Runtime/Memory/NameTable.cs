using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using System.Text.Unicode;

namespace Kernels;

/// <summary>
/// Names as ranges of the UTF-8 text they were read from: 16 bytes per name, and a string only for a name somebody asks for.
/// Sorted by hash, then by name: the hash makes it fast, the sorting keeps it so when someone chose names of one hash.
/// </summary>
/// <param name="text">The text; it may still change behind the names already added.</param>
/// <param name="capacity">The most names that can come, already bounded by the length of the text.</param>
internal sealed class NameTable(byte[] text, int capacity)
{
    private const int ShortName = 512;

    private readonly (int Start, int Length)[] _names = GC.AllocateUninitializedArray<(int, int)>(capacity);

    /// <summary>Hash in the upper half, index in the lower.</summary>
    private ulong[] _sorted = [];

    public int Count { get; private set; }

    /// <summary>The UTF-8 bytes of a name.</summary>
    public ReadOnlySpan<byte> this[int index] => text.AsSpan(_names[index].Start, _names[index].Length);

    public void Add(int start, int length) => _names[Count++] = (start, length);

    /// <summary>The name as a string; its UTF-8 was checked when the text was read.</summary>
    public string Text(int index) => Encoding.UTF8.GetString(this[index]);

    /// <summary>Makes the names searchable.</summary>
    /// <returns>The index of a name that is there twice, or -1.</returns>
    public int Sort()
    {
        _sorted = new ulong[Count];
        for (var i = 0; i < Count; i++)
            _sorted[i] = ((ulong)Hash(this[i]) << 32) | (uint)i;
        Array.Sort(_sorted);

        var twice = -1;
        for (int first = 0, next = 1; first < Count; first = next++)
        {
            while (next < Count && _sorted[next] >> 32 == _sorted[first] >> 32)
                next++;
            if (next - first > 1 && SortEqualHashes(_sorted.AsSpan(first..next)) is >= 0 and var found)
                twice = found;
        }

        return twice;
    }

    /// <summary>The index of a name, or -1.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        var hash = Hash(name);
        int low = 0, high = _sorted.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var index = (int)_sorted[middle];
            var order = ((uint)(_sorted[middle] >> 32)).CompareTo(hash);
            if (order == 0)
                order = this[index].SequenceCompareTo(name);
            if (order == 0)
                return index;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return -1;
    }

    /// <summary>The index of a name, or -1; a text with lone surrogates is no name.</summary>
    public int Find(string name)
    {
        Span<byte> bytes = stackalloc byte[ShortName];
        if (name.Length * 3L > bytes.Length)
            bytes = new byte[name.Length * 3];
        var status = Utf8.FromUtf16(name, bytes, out _, out var written, replaceInvalidSequences: false);
        return status == System.Buffers.OperationStatus.Done ? Find(bytes[..written]) : -1;
    }

    private int SortEqualHashes(Span<ulong> run)
    {
        run.Sort((a, b) => this[(int)a].SequenceCompareTo(this[(int)b]));
        for (var i = 1; i < run.Length; i++)
        {
            if (this[(int)run[i - 1]].SequenceEqual(this[(int)run[i]]))
                return Math.Max((int)run[i - 1], (int)run[i]);
        }

        return -1;
    }

    /// <summary>Quick, the same in every process, and easy to find collisions of: hence the sorting.</summary>
    internal static uint Hash(ReadOnlySpan<byte> name)
    {
        const ulong Odd = 0x9E3779B97F4A7C15;
        var hash = (ulong)name.Length * Odd;
        for (; name.Length >= sizeof(ulong); name = name[sizeof(ulong)..])
            hash = (BitOperations.RotateLeft(hash, 23) ^ BinaryPrimitives.ReadUInt64LittleEndian(name)) * Odd;
        foreach (var character in name)
            hash = (BitOperations.RotateLeft(hash, 23) ^ character) * Odd;
        return (uint)(hash >> 32);
    }
}
