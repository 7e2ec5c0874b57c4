using System.Globalization;
using System.Numerics;
using System.Text;

namespace Kernels.Runtime.Tests.Memory;

/// <summary>
/// A second reader of safetensors, written from the rules and as plainly as they can be said: big integers, and one owner
/// per data byte. It is the judge of what the real one accepts.
/// </summary>
internal static class SlowSafeTensors
{
    private static readonly Dictionary<string, int> Sizes = new()
    {
        ["BOOL"] = 1, ["U8"] = 1, ["I8"] = 1, ["F8_E5M2"] = 1, ["F8_E4M3"] = 1, ["F8_E8M0"] = 1, ["I16"] = 2, ["U16"] = 2, ["F16"] = 2,
        ["BF16"] = 2, ["I32"] = 4, ["U32"] = 4, ["F32"] = 4, ["C64"] = 8, ["F64"] = 8, ["I64"] = 8, ["U64"] = 8,
    };

    /// <summary>Name, type, shape and bytes of every tensor; null when the file is not sound.</summary>
    public static List<(string Name, string Type, string Shape, byte[] Bytes)>? Read(byte[] file)
    {
        try
        {
            return ReadOrThrow(file);
        }
        catch (Exception refused) when (refused is FormatException or ArgumentException or IndexOutOfRangeException or InvalidCastException or NullReferenceException)
        {
            return null;
        }
    }

    private static List<(string, string, string, byte[])> ReadOrThrow(byte[] file)
    {
        var length = new BigInteger(file.AsSpan(0, 8), isUnsigned: true);
        Must(length <= 100_000_000 && 8 + length <= file.Length && file[8] == '{');
        var header = new UTF8Encoding(false, true).GetString(file, 8, (int)length);
        var data = file[(8 + (int)length)..];
        var owners = new int[data.Length];
        var tensors = new List<(string, string, string, byte[])>();
        var spans = new List<(int Begin, int End)>();
        var seen = new HashSet<string>();

        foreach (var (name, value) in (List<(string Key, object? Value)>)SlowJson.Parse(header, 3)!)
        {
            Must(seen.Add(name));
            var fields = (List<(string Key, object? Value)>)value!;
            if (name == "__metadata__")
            {
                Must(fields.Count <= 65_536 && fields.All(field => field.Value is string) && fields.DistinctBy(field => field.Key).Count() == fields.Count);
                continue;
            }

            Must(Encoding.UTF8.GetByteCount(name) <= 4096);
            Must(fields.Select(field => field.Key).Order(StringComparer.Ordinal).SequenceEqual(["data_offsets", "dtype", "shape"]));
            var type = (string)fields.Single(field => field.Key == "dtype").Value!;
            var shape = Numbers(fields.Single(field => field.Key == "shape").Value);
            var offsets = Numbers(fields.Single(field => field.Key == "data_offsets").Value);
            Must(shape.Count <= 64 && offsets.Count == 2 && Sizes.ContainsKey(type));
            var count = BigInteger.One;
            foreach (var extent in shape)
                Must((count *= extent) <= long.MaxValue);
            Must(offsets[0] <= offsets[1] && offsets[1] - offsets[0] == count * Sizes[type] && offsets[1] <= data.Length);

            // An empty tensor owns no byte, but it may not stand within another either.
            for (var i = (int)offsets[0]; i < (int)offsets[1]; i++)
                Must(owners[i]++ == 0);
            tensors.Add((name, type, $"[{string.Join(", ", shape)}]", data[(int)offsets[0]..(int)offsets[1]]));
            spans.Add(((int)offsets[0], (int)offsets[1]));
        }

        Must(owners.All(owner => owner == 1));
        Must(spans.All(empty => empty.End > empty.Begin || !spans.Any(other => other.Begin < empty.Begin && empty.Begin < other.End)));
        return tensors;
    }

    private static List<BigInteger> Numbers(object? list) => ((List<object?>)list!).ConvertAll(item =>
    {
        var digits = ((SlowNumber)item!).Digits;
        Must(digits.All(char.IsAsciiDigit));
        var number = BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        Must(number <= long.MaxValue);
        return number;
    });

    private static void Must(bool condition)
    {
        if (!condition)
            throw new FormatException();
    }
}
