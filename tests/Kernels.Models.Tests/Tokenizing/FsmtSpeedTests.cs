using System.Text;
using Kernels.Models.Tokenizing;

namespace Kernels.Models.Tests.Tokenizing;

/// <summary>Seconds of processor time, so that other work on the machine does not count; nothing runs beside these.</summary>
[Collection("alone")]
public class FsmtSpeedTests
{
    private static readonly FsmtTokenizer s_tokenizer = new FsmtFolder().Load();
    private static readonly FsmtTokenizer s_german = new FsmtFolder().With("tokenizer_config.json", """{"langs":["de","en"]}""").Load();

    [Theory]
    [InlineData("a")]
    [InlineData("th")]
    [InlineData("'")]
    [InlineData("a'")]
    [InlineData(".")]
    [InlineData("a.")]
    [InlineData("a. ")]
    [InlineData(".\"")]
    [InlineData("\",.")]
    [InlineData("-a")]
    [InlineData(", ")]
    [InlineData(" ")]
    [InlineData("1\u00a0")]
    [InlineData("。 ")]
    [InlineData("( )")]
    [InlineData("&amp;")]
    [InlineData("\u0301")]
    [InlineData("😀")]
    public void A_quarter_of_a_megabyte_without_a_break_takes_less_than_a_second(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, (1 << 18) / Encoding.UTF8.GetByteCount(unit)));
        foreach (var tokenizer in new[] { s_tokenizer, s_german })
        {
            var best = Enumerable.Range(0, 3).Min(_ => Seconds(() => tokenizer.Encode(text)));
            Assert.True(best <= 1, $"{best:F2} s");
        }
    }

    /// <summary>Ids that never end a word, that end one each, that open quotes and that split hyphens.</summary>
    [Theory]
    [InlineData("a")]
    [InlineData("e</w>")]
    [InlineData("&quot;</w>")]
    [InlineData("@-@</w>")]
    public void A_quarter_of_a_million_ids_are_decoded_in_less_than_a_second(string piece)
    {
        var id = Enumerable.Range(0, s_tokenizer.VocabularySize).First(id => Encoding.UTF8.GetString(s_tokenizer.Bytes(id)) == piece.Replace("</w>", " "));
        var ids = Enumerable.Repeat(id, 1 << 18).ToArray();
        var best = Enumerable.Range(0, 3).Min(_ => Seconds(() => s_tokenizer.Decode(ids)));
        Assert.True(best <= 1, $"{best:F2} s");
    }

    private static double Seconds(Action work)
    {
        var before = Environment.CpuUsage.TotalTime;
        work();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }
}
