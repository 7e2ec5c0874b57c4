using Kernels.CompilerServices;

namespace Kernels.Execution.Tests.Lifetime;

public sealed class DisposeTests
{
    [Fact]
    public void Disposing_twice_is_one_disposal()
    {
        using var weights = PlainWeights.Of(Digits.Model);
        var first = Digits.Load(weights, new NetworkOptions { Threads = 2 });
        using var second = first.Share();
        first.Dispose();
        first.Dispose();
        second.Predict(new float[256], new float[10]);
    }

    [Fact]
    public void Every_use_after_disposal_is_refused()
    {
        using var weights = PlainWeights.Of(Writer.Model);
        var network = Writer.Load(weights);
        network.Dispose();
        Action[] uses =
        [
            () => network.Next([1], new float[Writer.Tokens]),
            () => network.Append([1], new float[Writer.Tokens]),
            () => network.Append([1]),
            () => network.AppendAll([1], new float[Writer.Tokens]),
            () => network.Evaluate(new Tokens(1), new float[Writer.Tokens]),
            () => network.Share(),
            () => network.Reset(),
            () => network.Rewind(0),
        ];
        Assert.All(uses, use => Assert.Throws<ObjectDisposedException>(use));
    }

    [Theory]
    [InlineData(ActivityDetail.Off)]
    [InlineData(ActivityDetail.Layers)]
    public void Activity_of_a_disposed_instance_is_refused(ActivityDetail detail)
    {
        using var weights = PlainWeights.Of(Writer.Model);
        var network = Writer.Load(weights, new() { Activity = detail });
        Assert.Equal(detail == ActivityDetail.Off, network.TakeActivity() is null);
        network.Dispose();
        Assert.Throws<ObjectDisposedException>(() => network.TakeActivity());
    }

    [Fact]
    public void One_of_several_instances_leaves_the_others_their_weights()
    {
        using var weights = PlainWeights.Of(Digits.Model);
        var first = Digits.Load(weights, new NetworkOptions { Threads = 3 });
        var input = PlainWeights.Values(new System.Random(3), 256);
        var expected = new float[10];
        first.Predict(input, expected);
        using var second = first.Share();
        using var third = second.Share();
        first.Dispose();
        var actual = new float[10];
        third.Predict(input, actual);
        Assert.Equal(expected, actual);
        second.Dispose();
        third.Predict(input, actual);
        Assert.Equal(expected, actual);
        Assert.Throws<ObjectDisposedException>(() => first.Share());
    }

    [Fact]
    public void Disposed_during_a_pass_the_memory_stays_until_the_pass_ends()
    {
        var network = new GateNetwork();
        network.InPass = self =>
        {
            var other = new Thread(self.Dispose);
            other.Start();
            other.Join();
            self.Value += 1f;
        };
        Assert.Equal(42f, network.Pass(41f));
        Assert.Throws<ObjectDisposedException>(() => network.Pass(1f));
        Assert.Throws<ObjectDisposedException>(() => network.Value);
    }

    [Fact]
    public void Disposed_at_any_moment_of_a_pass_nothing_breaks()
    {
        using var weights = PlainWeights.Of(Writer.Model);
        using var root = Writer.Load(weights, new NetworkOptions { Threads = 2 });
        var tokens = PlainWeights.Tokens(70);
        var expected = new float[Writer.Tokens];
        root.Append(tokens, expected);
        for (var round = 0; round < 60; round++)
        {
            var network = root.Share();
            var runner = Task.Run(() =>
            {
                var scores = new float[Writer.Tokens];
                while (true)
                {
                    network.Append(tokens, scores);
                    Assert.Equal(expected, scores);
                    network.Reset();
                }
            });
            Thread.SpinWait(round * 5000);
            network.Dispose();
            Assert.Throws<ObjectDisposedException>(() => runner.GetAwaiter().GetResult());
        }
    }

    [Fact]
    public void Weights_once_freed_gain_no_users()
    {
        var users = new UserCount();
        users.Add();
        Assert.False(users.Remove());
        Assert.True(users.Remove());
        for (var i = 0; i < 2; i++) Assert.Throws<ObjectDisposedException>(users.Add);
    }
}
