using System.Reflection;
using Kernels.Runtime.Tests.Memory;

namespace Kernels.Runtime.Tests.Dispatch;

public sealed class TuningTableTests
{
    private const string Head = "kernels-tuning 1\nprocessor GenuineIntel-6\n";

    [Fact]
    public void What_is_written_is_read_and_written_again()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new System.Random(seed);
            var chosen = TuningChoice.All.Where(_ => random.Next(4) > 0).ToDictionary(choice => choice, choice => choice.Values[random.Next(choice.Values.Count)]);
            var text = new TuningTable("GenuineIntel-6", chosen).Write(chosen.Keys.OrderBy(_ => random.Next()));
            var table = TuningTable.Parse("table", text);
            Assert.Equal("GenuineIntel-6", table.Processor);
            Assert.All(TuningChoice.All, choice => Assert.Equal(chosen.GetValueOrDefault(choice, TuningTable.Usual[choice]), table[choice]));
            Assert.Equal(text, table.Write(chosen.Keys));
        }
    }

    [Fact]
    public void No_two_choices_have_one_name() => Assert.Distinct(TuningChoice.All.Select(choice => choice.Name));

    [Fact]
    public void Line_ends_blanks_and_comments_do_not_matter()
    {
        var table = TuningTable.Parse("table", "\r\n# a\r\nkernels-tuning 1\r\n  processor any \r\n\r\n 512 products 256 \r\n#512 products 512\r\n");
        Assert.Equal(("any", 256), (table.Processor, table[TuningChoice.Products]));
    }

    [Theory]
    [InlineData("", "line 1")]
    [InlineData("# only words\n\n", "line 3")]
    [InlineData("kernels-tuning 2\nprocessor any\n", "line 1")]
    [InlineData("kernels-tuning 1\n", "line 2")]
    [InlineData("kernels-tuning 1\nprocessor\n", "line 2")]
    [InlineData("kernels-tuning 1\n512 products 256\nprocessor any\n", "line 2")]
    [InlineData(Head + "512 products 128\n", "line 3")]
    [InlineData(Head + "512 products\n", "line 3")]
    [InlineData(Head + "512 blocks on\n", "line 3")]
    [InlineData(Head + "512 blocks wide  on\n", "line 3")]
    [InlineData(Head + "1024 blocks wide on\n", "line 3")]
    [InlineData(Head + "\n512 blocks wide ON\n", "line 4")]
    [InlineData(Head + "all pieces 3\n", "line 3")]
    [InlineData(Head + "512 products 256\n512 products 512\n", "line 4")]
    [InlineData(Head + "\u0000\u001b[2J\n", "line 3")]
    public void What_is_no_table_is_refused_by_its_line(string text, string line)
    {
        var fault = Assert.Throws<ModelFormatException>(() => TuningTable.Parse("table", text));
        Assert.StartsWith($"table: {line}: ", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(fault.Message, char.IsControl);
    }

    [Fact]
    public void Mutants_are_read_or_refused()
    {
        var text = TuningTable.Usual.Write(TuningChoice.All);
        var random = new System.Random(1);
        for (var i = 0; i < 3000; i++)
        {
            var mutant = text.ToCharArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--) mutant[random.Next(mutant.Length)] = (char)random.Next(0, 128);
            var cut = new string(mutant)[..random.Next(mutant.Length + 1)];
            try
            {
                var table = TuningTable.Parse("table", cut);
                Assert.All(TuningChoice.All, choice => Assert.Contains(table[choice], choice.Values));
            }
            catch (ModelFormatException fault)
            {
                Assert.DoesNotContain('\n', fault.Message);
            }
        }
    }

    [Fact]
    public void Tables_of_the_build_are_whole_and_named_after_their_processors()
    {
        var names = typeof(TuningTable).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("Kernels.Tuning.", StringComparison.Ordinal))
            .Select(name => name["Kernels.Tuning.".Length..]).ToList();
        Assert.Contains("AuthenticAMD-25", names);
        foreach (var name in names)
        {
            var text = TuningSource.TextOf(name)!;
            var table = TuningTable.Parse(name, text);
            Assert.Equal(name, table.Processor);
            Assert.Equal(text, table.Write(TuningChoice.All)); // all tiers were measured, in the order of tables
            Assert.Equal($"the table of {name}", TuningSource.Of(null, name).Words);
        }
    }

    [Fact]
    public void What_the_environment_says_decides()
    {
        using var folder = new TemporaryFolder();
        var mine = folder.Write("mine", Head + "512 products 256\nall pieces 8\n");
        var any = folder.Write("any", "kernels-tuning 1\nprocessor any\nall pieces 2\n");
        Assert.Equal(8, TuningSource.Of(mine, "GenuineIntel-6").Table[TuningChoice.Pieces]);
        Assert.Equal(2, TuningSource.Of(any, null).Table[TuningChoice.Pieces]);
        Assert.Equal(4, TuningSource.Of("none", "AuthenticAMD-25").Table[TuningChoice.Pieces]);
        Assert.Contains("no table for NobodyMadeThis-1", TuningSource.Of("", "NobodyMadeThis-1").Words, StringComparison.Ordinal);

        // Of another processor: left aside, and said.
        var foreign = TuningSource.Of(mine, "AuthenticAMD-25");
        Assert.Null(foreign.Fault);
        Assert.Equal(TuningSource.Of(null, "AuthenticAMD-25").Table[TuningChoice.Pieces], foreign.Table[TuningChoice.Pieces]);
        Assert.EndsWith($"the table of AuthenticAMD-25; {mine} is for GenuineIntel-6 and left aside", foreign.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_used_is_a_fault_that_names_it_and_the_variable()
    {
        using var folder = new TemporaryFolder();
        List<string> files = [folder["none"], folder.Path, folder.Write("long", Head + new string('\n', TuningTable.LongestText)), folder.Write("empty", ""), folder.Write("wrong", Head + "x")];
        if (OperatingSystem.IsLinux()) files.Add("/dev/zero");
        foreach (var file in files)
        {
            var source = TuningSource.Of(file, "AuthenticAMD-25");
            var fault = source.Fault!();
            Assert.Equal(file, fault.Path);
            Assert.Contains("KERNELS_TUNING", fault.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', fault.Message);
        }
    }
}
