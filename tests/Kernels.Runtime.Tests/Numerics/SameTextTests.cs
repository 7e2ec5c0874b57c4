using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Kernels.CompilerServices;

namespace Kernels.Runtime.Tests.Numerics;

/// <summary>VectorMath is one text: the 512-bit file is written by hand, its siblings must be what substitution makes of it.</summary>
public sealed class SameTextTests
{
    [Theory]
    [InlineData("256")]
    [InlineData("128")]
    public void A_narrower_file_is_the_512_bit_one_with_narrower_vectors(string bits) =>
        Assert.Equal(Read("512").Replace("Vector512", "Vector" + bits), Read(bits));

    [Fact]
    public void The_scalar_file_is_the_512_bit_one_with_floats()
    {
        var text = Read("512").Replace("using System.Runtime.Intrinsics;\n", "").Replace("Vector512<float>", "float");
        Assert.Equal(Regex.Replace(text, @"Vector512\.Create\(([^()]+)\)", "$1"), Read("Scalar"));
    }

    [Fact]
    public void The_documented_coefficients_are_those_of_the_code()
    {
        var page = File.ReadAllText(Path.Combine(Root(), "docs", "numerics.md"));
        var coefficients = typeof(VectorMath).GetFields(BindingFlags.NonPublic | BindingFlags.Static);
        Assert.True(coefficients.Length > 30);
        foreach (var field in coefficients)
        {
            var bits = BitConverter.SingleToInt32Bits((float)field.GetRawConstantValue()!);
            var row = Regex.Match(page, $@"^\| `{field.Name}` \| (\S+) \| 0x{bits:X8} \|$", RegexOptions.Multiline);
            Assert.True(row.Success, $"docs/numerics.md has no row for {field.Name} with the bits 0x{bits:X8}");
            Assert.Equal(bits, BitConverter.SingleToInt32Bits(float.Parse(row.Groups[1].Value, CultureInfo.InvariantCulture)));
        }
    }

    private static string Read(string width) => File
        .ReadAllText(Path.Combine(Root(), "Kernels.Runtime", "Numerics", $"VectorMath.{width}.cs"))
        .ReplaceLineEndings("\n");

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Kernels.sln")))
            folder = folder.Parent;
        Assert.True(folder is not null, "Kernels.sln lies in no folder above the test; run it from its build output");
        return folder.FullName;
    }
}
