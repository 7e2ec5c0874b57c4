using System.Text;
using System.Text.Unicode;

namespace Kernels;

/// <summary>
/// Names as ranges of the UTF-8 text they were read from: 12 bytes per name, and a string only for a name somebody asks for.
/// Sorted rather than hashed, so that no choice of names makes the search slow.
/// </summary>
/// <param name="text">The text; it may still change behind the names already added.</param>
/// <param name="capacity">The most names that can come, already bounded by the length of the text.</param>
internal sealed class NameTable(byte[] text, int capacity)
{
    private const int ShortName = 512;

    private readonly (int Start, int Length)[] _names = GC.AllocateUninitializedArray<(int, int)>(capacity);
    private int[] _sorted = [];

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
        _sorted = new int[Count];
        var ordered = true;
        for (var i = 0; i < Count; i++)
        {
            _sorted[i] = i;
            ordered &= i == 0 || this[i - 1].SequenceCompareTo(this[i]) < 0;
        }

        if (ordered)
            return -1;

        _sorted.AsSpan().Sort((a, b) => this[a].SequenceCompareTo(this[b]));
        for (var i = 1; i < Count; i++)
        {
            if (this[_sorted[i - 1]].SequenceEqual(this[_sorted[i]]))
                return Math.Max(_sorted[i - 1], _sorted[i]);
        }

        return -1;
    }

    /// <summary>The index of a name, or -1.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        int low = 0, high = _sorted.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = this[_sorted[middle]].SequenceCompareTo(name);
            if (order == 0)
                return _sorted[middle];
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
}
