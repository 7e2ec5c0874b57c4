using System.Text.RegularExpressions;

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

    private static string Read(string width)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Kernels.sln")))
            folder = folder.Parent;
        Assert.True(folder is not null, "Kernels.sln lies in no folder above the test; run it from its build output");
        var text = File.ReadAllText(Path.Combine(folder.FullName, "Kernels.Runtime", "Numerics", $"VectorMath.{width}.cs"));
        return text.ReplaceLineEndings("\n");
    }
}
