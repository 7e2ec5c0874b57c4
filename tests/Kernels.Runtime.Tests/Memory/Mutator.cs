using System.Globalization;
using System.Text;

namespace Kernels.Runtime.Tests.Memory;

/// <summary>
/// Draws a small sound file, then spoils it at up to three places: fields of the table, text of the header, or bytes of the
/// file. Some mutants stay sound on purpose (spaces, escapes, order), so that "refuse everything" would fail too.
/// </summary>
internal sealed class Mutator(int seed)
{
    private static readonly string[] Types = ["F32", "F16", "BF16", "I8", "U8", "I64", "BOOL", "F8_E4M3", "F4", "f32", "", "F\\u00332", "C64"];

    private static readonly string[] Numbers =
    [
        "0", "1", "2", "3", "4", "8", "-1", "-0", "1.0", "1e0", "01", "255", "4294967296", "4611686018427387904", "9223372036854775807",
        "9223372036854775808", "18446744073709551616", "null", "\"1\"", "[]", "{}", "true", "",
    ];

    private static readonly string[] Names = ["a", "b", "\\u0061", "__metadata__", "", "\\ud800", "\\ud83d\\ude00", "\u00e9", "a.scale", "c\\\\", "\\/"];

    private static readonly string[] Snippets =
        ["{", "}", "[", "]", ",", ":", "\"", "\\", " ", "\n", "\0", "null", "\\u0000", "\\ud800", "\"dtype\"", "\"shape\":[]", "/**/", "\uFEFF", "1", "-", "."];

    private readonly Random _random = new(seed);

    private sealed class Field(string key, List<string> parts)
    {
        public string Key = key;
        public List<string> Parts = parts;
        public string Open = "", Close = "";

        public override string ToString() => $"\"{Key}\":{Open}{string.Join(',', Parts)}{Close}";
    }

    /// <summary>The next mutant; with no mutation, a sound file in the writer's own form.</summary>
    public byte[] Next()
    {
        var tensors = Draw(out var dataLength);
        var mutations = _random.Next(4);
        var kinds = Enumerable.Range(0, mutations).Select(_ => _random.Next(3)).ToList();
        for (var i = kinds.Count(kind => kind == 0); i > 0; i--)
            SpoilTable(tensors);
        var text = Text(tensors);
        for (var i = kinds.Count(kind => kind == 1); i > 0; i--)
            text = SpoilText(text);
        if (_random.Next(4) > 0)
            text += new string(' ', (8 - (Encoding.UTF8.GetByteCount(text) % 8)) % 8);
        var file = FileBuilder.File(text, dataLength);
        for (var i = kinds.Count(kind => kind == 2); i > 0; i--)
            file = SpoilBytes(file);
        return file;
    }

    private List<(string Name, List<Field> Fields)> Draw(out int end)
    {
        var tensors = new List<(string, List<Field>)>();
        end = 0;
        var count = _random.Next(4);
        for (var i = 0; i < count; i++)
        {
            var type = _random.Next(5);
            var shape = Enumerable.Range(0, _random.Next(4)).Select(_ => _random.Next(_random.Next(5) == 0 ? 1 : 4)).ToList();
            var begin = end;
            end += shape.Aggregate(1, (product, extent) => product * extent) * (type switch { 0 => 4, 1 or 2 => 2, _ => 1 });
            tensors.Add(($"{"abc"[i]}",
            [
                new Field("dtype", [Types[type]]) { Open = "\"", Close = "\"" },
                new Field("shape", shape.ConvertAll(Digits)) { Open = "[", Close = "]" },
                new Field("data_offsets", [Digits(begin), Digits(end)]) { Open = "[", Close = "]" },
            ]));
        }

        if (_random.Next(6) == 0)
            tensors.Insert(0, ("__metadata__", [new Field("k", ["v"]) { Open = "\"", Close = "\"" }]));
        return tensors;
    }

    private void SpoilTable(List<(string Name, List<Field> Fields)> tensors)
    {
        if (tensors.Count == 0)
        {
            tensors.Add((Pick(Names), []));
            return;
        }

        var at = _random.Next(tensors.Count);
        var (name, fields) = tensors[at];
        var field = fields.Count == 0 ? null : fields[_random.Next(fields.Count)];
        switch (_random.Next(9))
        {
            case 0: tensors[at] = (Pick(Names), fields); break;
            case 1: tensors.Insert(_random.Next(tensors.Count + 1), tensors[at]); break;
            case 2: tensors.RemoveAt(at); break;
            case 3: tensors.Reverse(); break;
            case 4: fields.Reverse(); break;
            case 5 when field is not null: fields.Add(field); break;
            case 6 when field is not null: fields.Remove(field); break;
            case 7 when field is { Key: "dtype" }: field.Parts[0] = Pick(Types); break;
            case 7 when field is { Parts.Count: > 0 }: field.Parts[_random.Next(field.Parts.Count)] = Pick(Numbers); break;
            case 8 when field is { Key: "shape" or "data_offsets" }: field.Parts.Insert(_random.Next(field.Parts.Count + 1), Pick(Numbers)); break;
            default: tensors.Add((name + "x", [.. fields])); break;
        }
    }

    private static string Text(List<(string Name, List<Field> Fields)> tensors)
        => "{" + string.Join(',', tensors.Select(tensor => $"\"{tensor.Name}\":{{{string.Join(',', tensor.Fields)}}}")) + "}";

    private string SpoilText(string text)
    {
        var at = _random.Next(text.Length + 1);
        var length = Math.Min(_random.Next(6), text.Length - at);
        return _random.Next(3) switch
        {
            0 => text.Insert(at, Pick(Snippets)),
            1 => text.Remove(at, length),
            _ => text.Insert(_random.Next(text.Length + 1), text.Substring(at, length)),
        };
    }

    private byte[] SpoilBytes(byte[] file)
    {
        if (file.Length == 0)
            return file;
        var at = _random.Next(Math.Min(file.Length, _random.Next(2) == 0 ? 9 : int.MaxValue));
        switch (_random.Next(5))
        {
            case 0: file[at] ^= (byte)(1 << _random.Next(8)); return file;
            case 1: file[at] = (byte)_random.Next(256); return file;
            case 2: return file[..at];
            case 3: return [.. file, (byte)_random.Next(256)];
            default: return [.. file[..at], .. file[(at + 1)..]];
        }
    }

    private static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);

    private string Pick(string[] choices) => choices[_random.Next(choices.Length)];
}
