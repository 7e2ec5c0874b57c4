using System.Text;

namespace Kernels.Benchmarks.Tests.Peers;

/// <summary>A reader that knows nothing but the encoding of protobuf: numbers, and bytes, to which four of fixed width count.</summary>
internal static class Protobuf
{
    public static byte[] Only(IEnumerable<Field> message, int number) => message.Single(field => field.Number == number).Bytes;

    public static long Number(IEnumerable<Field> message, int number) => message.Single(field => field.Number == number).Value;

    public static string Word(IEnumerable<Field> message, int number) => Encoding.UTF8.GetString(Only(message, number));

    public static string[] Words(IEnumerable<Field> message, int number) => [.. message.Where(field => field.Number == number).Select(field => Encoding.UTF8.GetString(field.Bytes))];

    public static List<Field> Read(byte[] bytes)
    {
        var fields = new List<Field>();
        for (var at = 0; at < bytes.Length;)
        {
            var key = Varint(bytes, ref at);
            Assert.True((key & 7) is 0 or 2 or 5, "neither a number nor bytes");
            var value = (key & 7) == 5 ? 0 : Varint(bytes, ref at);
            var length = (key & 7) switch { 2 => (int)value, 5 => sizeof(float), _ => 0 };
            fields.Add(new((int)(key >> 3), (long)value, bytes.AsSpan(at, length).ToArray()));
            at += length;
        }

        return fields;
    }

    private static ulong Varint(byte[] bytes, ref int at)
    {
        var value = 0ul;
        for (var shift = 0; ; shift += 7)
        {
            var part = bytes[at++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80) return value;
        }
    }

    public sealed record Field(int Number, long Value, byte[] Bytes);
}
