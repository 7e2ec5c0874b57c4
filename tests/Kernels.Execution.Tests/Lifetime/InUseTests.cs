namespace Kernels.Execution.Tests.Lifetime;

public sealed class InUseTests
{
    private const string Refusal = "This instance is in use by another caller; take one of your own with Share().";

    [Fact]
    public void A_second_caller_is_refused_and_the_first_goes_on()
    {
        using var network = new GateNetwork();
        network.InPass = self =>
        {
            self.InPass = _ => { };
            string? message = null;
            var second = new Thread(() => message = Assert.Throws<InvalidOperationException>(() => self.Pass(2f)).Message);
            second.Start();
            second.Join();
            Assert.Equal(Refusal, message);
        };
        Assert.Equal(7f, network.Pass(7f));
        Assert.Equal(8f, network.Pass(8f));
    }

    /// <summary>Also before its arguments are looked at: what fits now may not fit when the first caller is done.</summary>
    [Fact]
    public void A_second_caller_is_refused_whatever_it_asks()
    {
        using var network = new GateNetwork();
        network.InPass = self =>
        {
            Action[] asked = [self.Back, self.PassNothing];
            Assert.All(asked, ask => Assert.Equal(Refusal, Assert.Throws<InvalidOperationException>(ask).Message));
        };
        Assert.Equal(7f, network.Pass(7f));
        network.Back();
        Assert.Throws<ArgumentException>(network.PassNothing);
    }

    [Fact]
    public void The_collector_may_run_at_any_moment()
    {
        using var weights = PlainWeights.Of(Writer.Model);
        var tokens = PlainWeights.Tokens(70);
        var (expected, actual) = (new float[Writer.Tokens], new float[Writer.Tokens]);
        using (var calm = Writer.Load(weights)) calm.Append(tokens, expected);
        var stop = false;
        var collector = new Thread(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        for (var round = 0; round < 30; round++)
        {
            // Nobody holds the instance but its own call, nor the weights but the instance.
            Writer.Load(weights).Append(tokens, actual);
            Assert.Equal(expected, actual);
        }

        Volatile.Write(ref stop, true);
        collector.Join();
    }

    [Fact]
    public void A_pass_that_fails_leaves_the_instance_free()
    {
        using var network = new GateNetwork { InPass = _ => throw new TimeoutException() };
        Assert.Throws<TimeoutException>(() => network.Pass(1f));
        network.InPass = _ => { };
        Assert.Equal(2f, network.Pass(2f));
    }

    [Fact]
    public void Instances_over_one_set_of_weights_run_at_once_with_the_same_bits()
    {
        using var weights = PlainWeights.Of(Writer.Model);
        using var root = Writer.Load(weights, new NetworkOptions { Threads = 2 });
        var tokens = PlainWeights.Tokens(90);
        var expected = new float[tokens.Length * Writer.Tokens];
        root.AppendAll(tokens, expected);
        Parallel.For(0, 6, new ParallelOptions { MaxDegreeOfParallelism = 6 }, i =>
        {
            using var own = root.Share();
            var actual = new float[expected.Length];
            for (var round = 0; round < 3; round++)
            {
                own.Reset();
                own.AppendAll(tokens, actual);
                Assert.Equal(expected, actual);
            }
        });
    }
}
