using System.Globalization;
using System.Text;
using static Kernels.Runtime.Tests.Memory.FileBuilder;

namespace Kernels.Runtime.Tests.Memory;

/// <summary>Bad files by name: each is refused by <see cref="SafeTensorsFileTests"/>, and each has a good neighbour in <see cref="Odd"/>.</summary>
internal static class HostileFiles
{
    private const string Good = "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";

    public static readonly Dictionary<string, Func<byte[]>> Bad = new()
    {
        ["no bytes"] = () => [],
        ["1 byte"] = () => [2],
        ["7 bytes"] = () => new byte[7],
        ["length only"] = () => new byte[8],
        ["header length 0"] = () => WithLength(0, [], []),
        ["header length 0, data"] = () => WithLength(0, [], Data(8)),
        ["header length 1"] = () => WithLength(1, "{}"u8.ToArray(), []),
        ["header length 2^63"] = () => WithLength(1UL << 63, "{}"u8.ToArray(), []),
        ["header length 2^64-1"] = () => WithLength(ulong.MaxValue, "{}"u8.ToArray(), []),
        ["header length 2^64-8"] = () => WithLength(ulong.MaxValue - 7, "{}"u8.ToArray(), []),
        ["header length 100,000,000 in a small file"] = () => WithLength(100_000_000, "{}"u8.ToArray(), []),
        ["header length 100,000,001"] = () => WithLength(100_000_001, "{}"u8.ToArray(), []),
        ["header length of the whole file"] = () => WithLength(10, "{}"u8.ToArray(), []),
        ["header longer than the file by 1"] = () => WithLength(3, "{}"u8.ToArray(), []),
        ["empty header, one byte of data"] = () => File("{}", 1),
        ["leading space"] = () => File(" {}"),
        ["byte order mark"] = () => File("\uFEFF{}"),
        ["zero bytes after the header text"] = () => File("{}\0\0"),
        ["a list"] = () => File("[]"),
        ["two objects"] = () => File("{}{}"),
        ["a word after the object"] = () => File("{} x"),
        ["unfinished object"] = () => File("{" + Good, 8),
        ["unfinished tensor"] = () => File("{\"a\":{"),
        ["trailing comma"] = () => File("{" + Good + ",}", 8),
        ["comment"] = () => File("{/**/" + Good + "}", 8),
        ["single quotes"] = () => File("{'a':1}"),
        ["nested 64 deep"] = () => File("{\"a\":" + new string('[', 63) + new string(']', 63) + "}"),
        ["nested 65 deep"] = () => File("{\"a\":" + new string('[', 64) + new string(']', 64) + "}"),
        ["nested 10^6 deep"] = () => File("{\"a\":" + new string('[', 1_000_000)),
        ["tensor twice"] = () => File("{" + Tensor("a", "F32", "[1]", 0, 4) + "," + Tensor("a", "F32", "[1]", 4, 8) + "}", 8),
        ["tensor twice, once escaped"] = () => File("{" + Tensor("a", "F32", "[1]", 0, 4) + "," + Tensor("\\u0061", "F32", "[1]", 4, 8) + "}", 8),
        ["tensor twice, both empty"] = () => File("{" + Tensor("a", "F32", "[0]", 0, 0) + "," + Tensor("b", "F32", "[0]", 0, 0) + "," + Tensor("a", "F32", "[0]", 0, 0) + "}"),
        ["data_offsets twice"] = () => File("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4],\"data_offsets\":[0,8]}}", 8),
        ["dtype twice"] = () => File("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8),
        ["shape twice, once escaped"] = () => File("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"sh\\u0061pe\":[2],\"data_offsets\":[0,8]}}", 8),
        ["unknown field"] = () => File("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"x\":0}}", 8),
        ["no dtype"] = () => File("{\"a\":{\"shape\":[2],\"data_offsets\":[0,8]}}", 8),
        ["no shape"] = () => File("{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}}", 8),
        ["no data_offsets"] = () => File("{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}", 8),
        ["tensor is a number"] = () => File("{\"a\":1}"),
        ["tensor is null"] = () => File("{\"a\":null}"),
        ["tensor is a list"] = () => File("{\"a\":[]}"),
        ["metadata twice"] = () => File("{\"__metadata__\":{},\"__metadata__\":{}}"),
        ["metadata twice, once escaped"] = () => File("{\"__metadata__\":{},\"__met\\u0061data__\":{}}"),
        ["metadata with a number"] = () => File("{\"__metadata__\":{\"a\":1}}"),
        ["metadata with null"] = () => File("{\"__metadata__\":{\"a\":null}}"),
        ["metadata nested"] = () => File("{\"__metadata__\":{\"a\":{}}}"),
        ["metadata is null"] = () => File("{\"__metadata__\":null}"),
        ["metadata is a tensor"] = () => File("{" + Tensor("__metadata__", "F32", "[2]", 0, 8) + "}", 8),
        ["metadata key twice"] = () => File("{\"__metadata__\":{\"a\":\"1\",\"\\u0061\":\"2\"}}"),
        ["metadata of 65,537 entries"] = () => File("{\"__metadata__\":{" + string.Join(',', Enumerable.Range(0, 65_537).Select(i => $"\"{i}\":\"\"")) + "}}"),
        ["metadata with a lone surrogate"] = () => File("{\"__metadata__\":{\"a\":\"\\ud800\"}}"),
        ["name with a lone high surrogate"] = () => File("{" + Tensor("\\ud800", "F32", "[2]", 0, 8) + "}", 8),
        ["name with a lone low surrogate"] = () => File("{" + Tensor("\\udc00x", "F32", "[2]", 0, 8) + "}", 8),
        ["name with two high surrogates"] = () => File("{" + Tensor("\\ud800\\ud800", "F32", "[2]", 0, 8) + "}", 8),
        ["name with overlong UTF-8"] = () => Raw("{\"\u00C0\u00AF\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}"),
        ["name with a stray continuation byte"] = () => Raw("{\"\u0080\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}"),
        ["name with a surrogate in UTF-8"] = () => Raw("{\"\u00ED\u00A0\u0080\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}"),
        ["name with a raw control character"] = () => File("{" + Tensor("a\n", "F32", "[2]", 0, 8) + "}", 8),
        ["name of 4097 bytes"] = () => File("{" + Tensor(new string('n', 4097), "F32", "[2]", 0, 8) + "}", 8),
        ["name of 1 MB"] = () => File("{" + Tensor(new string('n', 1_000_000), "F32", "[2]", 0, 8) + "}", 8),
        ["shape [-1]"] = () => Shape("[-1]"),
        ["shape [-0]"] = () => Shape("[-0]"),
        ["shape [-2, -1]"] = () => Shape("[-2,-1]"),
        ["shape [2.0]"] = () => Shape("[2.0]"),
        ["shape [2e0]"] = () => Shape("[2e0]"),
        ["shape [02]"] = () => Shape("[02]"),
        ["shape [\"2\"]"] = () => Shape("[\"2\"]"),
        ["shape [null]"] = () => Shape("[null]"),
        ["shape [[2]]"] = () => Shape("[[2]]"),
        ["shape 2"] = () => Shape("2"),
        ["shape {}"] = () => Shape("{}"),
        ["shape null"] = () => Shape("null"),
        ["shape [2^32, 2^32]"] = () => Shape("[4294967296,4294967296]"),
        ["shape [2^62 + 1, 4]: wraps to 4"] = () => Shape("[4611686018427387905,4]"),
        ["shape [2^61, 8]: wraps to 0"] = () => Shape("[2305843009213693952,8]", dataLength: 0),
        ["shape [2^62]: bytes wrap to 0"] = () => Shape("[4611686018427387904]", dataLength: 0),
        ["shape [2^62 + 2]: bytes wrap to 8"] = () => Shape("[4611686018427387906]"),
        ["shape [2^63]"] = () => Shape("[9223372036854775808]"),
        ["shape [2^64 + 2]"] = () => Shape("[18446744073709551618]"),
        ["shape [10^1000]"] = () => Shape("[1" + new string('0', 1000) + "]"),
        ["shape [2^40, 2^40, 0]: overflows before the zero"] = () => Shape("[1099511627776,1099511627776,0]", dataLength: 0),
        ["shape [3] for two values"] = () => Shape("[3]"),
        ["shape [] for two values"] = () => Shape("[]"),
        ["rank 65"] = () => Shape("[2" + string.Concat(Enumerable.Repeat(",1", 64)) + "]"),
        ["rank 1,000"] = () => Shape("[2" + string.Concat(Enumerable.Repeat(",1", 999)) + "]"),
        ["rank 10^6"] = () => Shape("[2" + string.Concat(Enumerable.Repeat(",1", 999_999)) + "]"),
        ["offsets reversed"] = () => Offsets("[8,0]"),
        ["offsets negative"] = () => Offsets("[-8,0]"),
        ["offsets [-0,8]"] = () => Offsets("[-0,8]"),
        ["offsets one short"] = () => Offsets("[0,7]"),
        ["offsets one long"] = () => Offsets("[0,9]"),
        ["offsets from 1"] = () => Offsets("[1,9]"),
        ["offsets at 2^63"] = () => Offsets("[9223372036854775808,9223372036854775816]"),
        ["offsets at the end of long"] = () => Offsets("[9223372036854775799,9223372036854775807]"),
        ["offsets of one number"] = () => Offsets("[0]"),
        ["offsets of three numbers"] = () => Offsets("[0,8,8]"),
        ["offsets fractional"] = () => Offsets("[0,8.0]"),
        ["offsets an object"] = () => Offsets("{}"),
        ["data one byte short"] = () => File("{" + Good + "}", 7),
        ["data missing"] = () => File("{" + Good + "}", 0),
        ["one byte appended"] = () => File("{" + Good + "}", 9),
        ["a ZIP appended"] = () => [.. File("{" + Good + "}", 8), .. "PK\x03\x04"u8],
        ["HTML appended"] = () => [.. File("{" + Good + "}", 8), .. "<html><script>"u8],
        ["hole at the start"] = () => File("{" + Tensor("a", "F32", "[1]", 4, 8) + "}", 8),
        ["hole in the middle"] = () => File("{" + Tensor("a", "F32", "[1]", 0, 4) + "," + Tensor("b", "F32", "[1]", 8, 12) + "}", 12),
        ["overlap"] = () => File("{" + Tensor("a", "F32", "[2]", 0, 8) + "," + Tensor("b", "F32", "[2]", 4, 12) + "}", 12),
        ["same bytes twice"] = () => File("{" + Tensor("a", "F32", "[2]", 0, 8) + "," + Tensor("b", "F32", "[2]", 0, 8) + "}", 8),
        ["one within another"] = () => File("{" + Tensor("a", "F32", "[4]", 0, 16) + "," + Tensor("b", "F32", "[1]", 4, 8) + "}", 16),
        ["empty tensor within another"] = () => File("{" + Tensor("a", "F32", "[2]", 0, 8) + "," + Tensor("b", "F32", "[0]", 4, 4) + "}", 8),
        ["empty tensor after the end"] = () => File("{" + Tensor("a", "F32", "[2]", 0, 8) + "," + Tensor("b", "F32", "[0]", 9, 9) + "}", 8),
        ["dtype unknown"] = () => Dtype("F33"),
        ["dtype in lower case"] = () => Dtype("f32"),
        ["dtype of half a byte"] = () => Dtype("F4"),
        ["dtype of six bits"] = () => Dtype("F6_E2M3"),
        ["dtype empty"] = () => Dtype(""),
        ["dtype with a space"] = () => Dtype("F32 "),
        ["dtype of 1 MB"] = () => Dtype(new string('F', 1_000_000)),
        ["dtype a number"] = () => File("{\"a\":{\"dtype\":32,\"shape\":[2],\"data_offsets\":[0,8]}}", 8),
        ["dtype null"] = () => File("{\"a\":{\"dtype\":null,\"shape\":[2],\"data_offsets\":[0,8]}}", 8),
        ["HTML"] = () => "<!DOCTYPE html><html></html>"u8.ToArray(),
        ["a ZIP"] = () => [.. "PK\x03\x04"u8, .. new byte[100]],
        ["a pickle"] = () => [0x80, 0x02, .. "ctorch._utils\n_rebuild_tensor"u8],
        ["a Git LFS pointer"] = () => "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"u8.ToArray(),
        ["error text with a terminal sequence and a line break"] = () => Dtype("\\u001b[31m\\n\\u202e\\u2028"),
    };

    /// <summary>Files that look wrong and are right.</summary>
    public static readonly Dictionary<string, Func<byte[]>> Odd = new()
    {
        ["no tensors"] = () => File("{}"),
        ["spaces and lines after the header"] = () => File("{ \"a\" : { \"dtype\" : \"F32\" , \"shape\" : [ 2 ] , \"data_offsets\" : [ 0 , 8 ] } } \r\n\t ", 8),
        ["single value"] = () => File("{" + Tensor("a", "F64", "[]", 0, 8) + "}", 8),
        ["fields in another order, one escaped"] = () => File("{\"a\":{\"data_offsets\":[0,8],\"sh\\u0061pe\":[2],\"dtype\":\"F\\u0033\\u0032\"}}", 8),
        ["tensors in another order than their bytes"] = () => File("{" + Tensor("b", "F32", "[1]", 4, 8) + "," + Tensor("a", "F32", "[1]", 0, 4) + "}", 8),
        ["empty tensors between"] = () => File("{" + Tensor("z", "F32", "[0]", 4, 4) + "," + Tensor("b", "F32", "[1]", 4, 8) + "," + Tensor("a", "F32", "[1]", 0, 4) + "," + Tensor("y", "F32", "[0]", 0, 0) + "," + Tensor("x", "F32", "[3,0]", 8, 8) + "}", 8),
        ["odd alignment"] = () => File("{" + Tensor("a", "U8", "[1]", 0, 1) + "," + Tensor("b", "F32", "[2]", 1, 9) + "}", 9),
        ["shape [0, 2^62]"] = () => File("{" + Tensor("a", "F32", "[0,4611686018427387904]", 0, 0) + "}"),
        ["rank 64"] = () => Shape("[2" + string.Concat(Enumerable.Repeat(",1", 63)) + "]"),
        ["empty name"] = () => File("{" + Tensor("", "F32", "[2]", 0, 8) + "}", 8),
        ["name of 4096 bytes"] = () => File("{" + Tensor(new string('n', 4096), "F32", "[2]", 0, 8) + "}", 8),
        ["name like a path"] = () => File("{" + Tensor("../../etc/passwd", "F32", "[2]", 0, 8) + "}", 8),
        ["name with a zero character"] = () => File("{" + Tensor("a\\u0000b", "F32", "[2]", 0, 8) + "}", 8),
        ["name with every escape"] = () => File("{" + Tensor("\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u20AC\\ud83d\\ude00", "F32", "[2]", 0, 8) + "}", 8),
        ["two spellings of one letter"] = () => File("{" + Tensor("\u00e9", "F32", "[1]", 0, 4) + "," + Tensor("e\u0301", "F32", "[1]", 4, 8) + "}", 8),
        ["metadata"] = () => File("{\"__metadata__\":{\"format\":\"pt\",\"\":\"\\ud83d\\ude00\"}," + Good + "}", 8),
        ["metadata in the middle, empty"] = () => File("{" + Tensor("a", "F32", "[1]", 0, 4) + ",\"__metadata__\":{}," + Tensor("b", "F32", "[1]", 4, 8) + "}", 8),
        ["metadata of 65,536 entries"] = () => File("{\"__metadata__\":{" + string.Join(',', Enumerable.Range(0, 65_536).Select(i => $"\"{i}\":\"\"")) + "}}"),
        ["every type"] = () => EveryType(),
        ["values that are not numbers"] = () => File(Encoding.UTF8.GetBytes("{" + Tensor("a", "F32", "[2]", 0, 8) + "}"), [0, 0, 0xC0, 0x7F, 1, 0, 0, 0]),
    };

    private static byte[] Shape(string shape, int dataLength = 8)
        => File("{\"a\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":[0," + dataLength.ToString(CultureInfo.InvariantCulture) + "]}}", dataLength);

    private static byte[] Offsets(string offsets) => File("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":" + offsets + "}}", 8);

    private static byte[] Dtype(string dtype) => File("{" + Tensor("a", dtype, "[2]", 0, 8) + "}", 8);

    private static byte[] Raw(string latin1) => File(Encoding.Latin1.GetBytes(latin1), Data(8));

    private static byte[] EveryType()
    {
        var parts = new List<string>();
        var end = 0;
        foreach (var type in Enum.GetValues<StorageType>())
            parts.Add(Tensor("t" + type, type.Label(), "[3]", end, end += 3 * type.Size()));
        return File("{" + string.Join(',', parts) + "}", end);
    }
}
