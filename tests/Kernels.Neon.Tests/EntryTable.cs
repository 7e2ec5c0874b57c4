using System.Globalization;
using System.Text;

namespace Kernels.Neon.Tests;

/// <summary>Writes the one method through which both sides call kernels: numbers and addresses in, so that C can call it too.</summary>
internal static class EntryTable
{
    /// <summary>What the parameters of a kernel are, by the first word of its name: a number ("int", "whole" for a float, "flag" for a bool), what an address
    /// leads to, or floats from so far behind an address as other numbers say together ("bias 10 11").</summary>
    private static readonly Dictionary<string, string[]> s_signatures = new()
    {
        ["Dense"] = ["float", "int", "float", "float", "float", "float", "int", "int"],
        ["DenseBFloat16"] = ["float", "int", "ushort", "float", "float", "float", "int", "int"],
        ["DenseInt8"] = ["sbyte", "float", "int", "sbyte", "ints", "float", "float", "float", "float", "int", "int"],
        ["DenseOnInt8"] = ["float", "int", "sbyte", "float", "float", "float", "float", "int", "int"],
        ["DenseOnInt8Block32"] = ["float", "int", "sbyte", "ushort", "float", "float", "float", "int", "int"],
        ["DenseOnInt4Block32"] = ["float", "int", "byte", "ushort", "float", "float", "float", "int", "int"],
        ["DenseInt8Block32"] = ["sbyte", "float", "ints", "int", "sbyte", "ushort", "float", "float", "float", "int", "int"],
        ["DenseInt4Block32"] = ["sbyte", "float", "ints", "int", "byte", "ushort", "float", "float", "float", "int", "int"],
        ["EventsInt8Block32"] = ["ints", "ints", "float", "sbyte", "ushort", "float", "float", "float", "int", "int"],
        ["EventsInt4Block32"] = ["ints", "ints", "float", "byte", "ushort", "float", "float", "float", "int", "int"],
        ["EventsInt8"] = ["ints", "int", "float", "sbyte", "float", "float", "float", "float", "int", "int"],
        ["Quantize"] = ["float", "sbyte", "float", "int", "whole"],
        ["LayerNorm"] = ["float", "float", "float", "float", "int"],
        ["RmsNorm"] = ["float", "float", "float", "int"],
        ["CausalAttention"] = ["float", "float", "float", "int", "byte", "byte", "flag", "float", "float", "int", "int", "int"],
        ["CausalAttention_Biased"] = ["float", "float", "float", "int", "byte", "byte", "flag", "float", "float", "int", "int", "int", "bias 10 11"],
        ["Attention"] = ["float", "int", "byte", "byte", "flag", "float", "float", "int", "int", "int"],
        ["Attention_Biased"] = ["float", "int", "byte", "byte", "flag", "float", "float", "int", "int", "int", "bias 8"],
        ["Conv2d"] = ["float", "float", "float", "float", "float", "int", "int"],
        ["DepthwiseConv2d"] = ["float", "float", "float", "float", "float", "int", "int"],
        ["MaxPool2d"] = ["float", "float", "int", "int"],
        ["AveragePool2d"] = ["float", "float", "int", "int"],
        ["Add"] = ["float", "float", "float", "int"],
        ["Multiply"] = ["float", "float", "float", "int"],
        ["SpikeDense"] = ["float", "int", "float", "float", "float", "int", "int"],
        ["SpikeDenseInt8"] = ["float", "int", "sbyte", "float", "float", "float", "int", "int"],
    };

    private static readonly string[] s_elementwise = ["float", "float", "int"];

    public static string Write(IReadOnlyList<string> names)
    {
        var text = new StringBuilder();
        text.Append("namespace Kernels.Neon;\n\npublic static unsafe class Entries\n{\n");
        text.Append("    public static long Run(int kernel, nint* a)\n    {\n        switch (kernel)\n        {\n");
        for (var i = 0; i < names.Count; i++)
        {
            var word = names[i].Split('_')[0] + (names[i].EndsWith("_Biased", StringComparison.Ordinal) ? "_Biased" : "");
            var arguments = s_signatures.GetValueOrDefault(word, s_elementwise).Select((type, at) => type switch
            {
                "int" => string.Create(CultureInfo.InvariantCulture, $"(int)a[{at}]"),
                "flag" => string.Create(CultureInfo.InvariantCulture, $"a[{at}] != 0"),
                "whole" => string.Create(CultureInfo.InvariantCulture, $"(float)(int)a[{at}]"),
                "ints" => string.Create(CultureInfo.InvariantCulture, $"ref *(int*)a[{at}]"),
                ['b', 'i', 'a', 's', .. var numbers] => string.Create(CultureInfo.InvariantCulture,
                    $"ref *((float*)a[{at}]{string.Concat(numbers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => $" + (int)a[{number}]"))})"),
                _ => string.Create(CultureInfo.InvariantCulture, $"ref *({type}*)a[{at}]"),
            });
            var call = "global::Kernels.Generated." + names[i] + ".Run128(" + string.Join(", ", arguments) + ")";
            var statement = word == "Quantize" ? $"return {call} ? 1 : 0;" : $"{call}; return 0;";
            text.Append(CultureInfo.InvariantCulture, $"            case {i}: {statement}\n");
        }

        return text.Append("            default: return -1;\n        }\n    }\n}\n").ToString();
    }
}
