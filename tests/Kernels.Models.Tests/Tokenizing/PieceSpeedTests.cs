using System.Text;
using Kernels.Models.Tokenizing;

namespace Kernels.Models.Tests.Tokenizing;

/// <summary>Seconds of processor time, so that other work on the machine does not count; nothing runs beside these.</summary>
[Collection("alone")]
public class PieceSpeedTests
{
    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var model in PieceFixture.Own)
            foreach (var unit in new[] { "a", "=", " ", "字", "the", " a", "\u0301", "e\u0301" })
                data.Add(model, unit);
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_megabyte_without_a_break_takes_less_than_two_seconds(string model, string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, (1 << 20) / Encoding.UTF8.GetByteCount(unit)));
        var tokenizer = PieceFixture.Model(model);
        var best = Enumerable.Range(0, 3).Min(_ => Seconds(() => tokenizer.Encode(text)));
        Assert.True(best <= 2, $"{best:F2} s");
    }

    /// <summary>Pieces of every length up to the longest, each of them in the text everywhere: the worst that a model can do.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Four_times_the_text_takes_little_more_than_four_times_the_time(int type)
    {
        var writer = new PieceModelWriter { Type = type };
        for (var length = 2; length <= PieceModel.LongestPiece; length++)
            writer.Piece(new string('a', length), -length);
        var tokenizer = writer.Load();
        var seconds = new[] { 1 << 14, 1 << 16, 1 << 18 }
            .Select(length => Enumerable.Range(0, 3).Min(_ => Seconds(() => tokenizer.Encode(new string('a', length))))).ToList();
        for (var i = 1; i < seconds.Count; i++)
            Assert.True(seconds[i] <= 8 * seconds[i - 1] + 0.05, string.Join(" s, ", seconds));
    }

    private static double Seconds(Action work)
    {
        var before = Environment.CpuUsage.TotalTime;
        work();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }
}
