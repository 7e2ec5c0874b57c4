using System.Globalization;

namespace Kernels.Generators.Tests.Pipeline;

/// <summary>The same definition gives the same files everywhere.</summary>
public sealed class SameOutputTests
{
    private static readonly string[] s_sources = [Samples.Digits, Samples.Gpt2Block, Samples.Gpt2, Samples.Odd];

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("sv-SE")]
    public void In_every_culture(string culture)
    {
        var expected = Files(s_sources);
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo(culture);
            var files = Files(s_sources);
            Assert.Equal(expected.Keys, files.Keys);
            Assert.All(expected, file => Assert.Equal(file.Value, files[file.Key]));
        }
        finally
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public void With_every_line_ending() => Assert.Equal(Files(s_sources), Files([.. s_sources.Select(source => source.Replace("\n", "\r\n"))]));

    [Fact]
    public void In_every_order_of_files() => Assert.Equal(Files(s_sources), Files([.. s_sources.Reverse()]));

    [Fact]
    public void Without_a_carriage_return_or_a_path() => Assert.All(Files(s_sources).Values, text =>
    {
        Assert.DoesNotContain('\r', text);
        Assert.DoesNotContain("P.cs", text);
    });

    private static SortedDictionary<string, string> Files(string[] sources) => new(
        GeneratorHarness.Run(sources).Result.GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString()), StringComparer.Ordinal);
}
