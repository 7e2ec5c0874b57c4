namespace Kernels.Models.Tests;

public sealed class TierTests
{
    /// <summary>A run that was meant for one register width must not pass on another.</summary>
    [Fact]
    public void The_widest_isa_is_the_one_this_run_is_meant_for()
    {
        var expected = Environment.GetEnvironmentVariable("KERNELS_EXPECT_ISA");
        Assert.Equal(string.IsNullOrEmpty(expected) ? Machine.Name(Machine.Widest) : expected, Machine.Name(Machine.Widest));
    }
}
