using System.Runtime.CompilerServices;

namespace Kernels.Execution.Tests.Threading;

public sealed class CrewTests
{
    [Fact]
    public void A_hundred_thousand_tiny_operations_do_every_unit_once()
    {
        using var crew = new Crew(8);
        var work = new Counting();
        for (var operation = 0; operation < 100_000; operation++)
        {
            var units = 1 + (operation % 23);
            crew.Run(work, operation, units);
            for (var unit = 0; unit < units; unit++)
                if (Interlocked.Exchange(ref work.Done[unit], 0) != operation + 1) Assert.Fail($"operation {operation}: unit {unit} of {units} was not done once");
        }

        // No more permits than sleepers: else the workers would be busy waking long after the last operation.
        Assert.InRange(WakeOf(crew).CurrentCount, 0, 7);
    }

    [Fact]
    public void A_failure_in_a_piece_surfaces_once()
    {
        using var crew = new Crew(4);
        var work = new Counting();
        for (var round = 0; round < 200; round++)
        {
            work.FailingUnit = round % 8;
            var failure = Assert.Throws<AggregateException>(() => crew.Run(work, 0, 8));
            Assert.IsType<TimeoutException>(Assert.Single(failure.InnerExceptions));
            work.FailingUnit = -1;
            Array.Clear(work.Done);
            crew.Run(work, 1, 8);
            Assert.All(work.Done.Take(8), done => Assert.Equal(2, done));
            Array.Clear(work.Done);
        }
    }

    [Fact]
    public void Callers_that_meet_at_one_crew_each_do_their_own_work()
    {
        using var crew = new Crew(3);
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, caller =>
        {
            var work = new Counting();
            for (var operation = 0; operation < 500; operation++)
            {
                crew.Run(work, operation, 9);
                for (var unit = 0; unit < 9; unit++) Assert.Equal(operation + 1, Interlocked.Exchange(ref work.Done[unit], 0));
            }
        });
    }

    [Fact]
    public void A_crew_goes_home_whether_it_worked_or_not()
    {
        for (var threads = 1; threads < 12; threads++)
        {
            var crew = new Crew(threads);
            if (threads % 2 == 0) crew.Run(new Counting(), 0, threads);
            crew.Dispose();
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_wake")]
    private static extern ref SemaphoreSlim WakeOf(Crew crew);

    /// <summary>Adds the operation's number and one to each unit it is given.</summary>
    private sealed class Counting : ICrewWork
    {
        public readonly int[] Done = new int[32];

        public int FailingUnit = -1;

        public void Execute(int operation, int first, int end)
        {
            for (var unit = first; unit < end; unit++)
            {
                if (unit == FailingUnit) throw new TimeoutException();
                Interlocked.Add(ref Done[unit], operation + 1);
            }
        }
    }
}
