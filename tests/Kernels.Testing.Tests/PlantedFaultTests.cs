using Kernels.Model;

namespace Kernels.Testing.Tests;

/// <summary>The oracle can fail: each planted fault is found, made small and told.</summary>
public class PlantedFaultTests
{
    [Fact]
    public void One_wrong_bit_is_found_and_made_small()
    {
        var report = Oracle.Check<OneBit>(samples: 100, seed: 2);
        Assert.False(report.IsSound);
        var failure = Assert.Single(report.Failures);
        Assert.Equal((Isa.Scalar, Mode.Int8), (failure.Isa, failure.Mode));
        Assert.Equal((0, 7), (failure.Row, failure.Column));
        Assert.Equal(1, failure.Distance);
        Assert.Equal(1, failure.Input.Tensor!.Rows);
        for (var column = 0; column < 21; column++)
            Assert.Equal(column == 4 ? 1f : 0f, failure.Input.Tensor[0, column]);
    }

    [Fact]
    public void The_words_name_all_that_is_needed()
    {
        var report = Oracle.Check<OneBit>(samples: 100, seed: 2);
        var error = Assert.Throws<OracleException>(() => report.ThrowIfBroken());
        foreach (var word in (string[])["OneBit", "ISA scalar", "mode int8", "layer:", "row 0, column 7", "1 ULP", "input: 1 row of 21", "seed 2"])
            Assert.Contains(word, error.Message);
        Assert.Same(report, error.Report);
    }

    [Fact]
    public void A_lost_row_is_found_on_every_isa_and_mode()
    {
        var report = Oracle.Check<LostRow>(samples: 60);
        Assert.Equal(Machine.Isas.Count * Enum.GetValues<Mode>().Length, report.Failures.Count);
        Assert.All(report.Failures, failure => Assert.Equal(3, failure.Input.Tensor!.Rows));
    }

    [Fact]
    public void An_error_of_the_kernels_alone_is_found()
    {
        var failure = Oracle.Check<Throwing>(samples: 60).Failures[0];
        Assert.Contains("IndexOutOfRangeException, past the end", failure.Problem);
        Assert.Contains("past the end", failure.ToString());
        Assert.Equal(2, failure.Input.Tensor!.Rows);
    }

    [Fact]
    public void Comparing_nothing_is_no_proof()
    {
        var report = new OracleReport("Empty", [Isa.Scalar], [Mode.Int8], Values: 0, Refused: 10, Failures: []);
        Assert.Throws<OracleException>(() => report.ThrowIfBroken());
    }

    [Fact]
    public void Options_without_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Oracle.Check<SmallDigits>(samples: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Oracle.Check<SmallDigits>(new OracleOptions { Threads = [] }));
    }
}
