namespace Kernels;

/// <summary>
/// A fixed set of workers that share the pieces of one operation with its caller. Pieces are claimed one by one, so the caller
/// alone can do all of them when no other core is free; which thread runs a piece never changes a bit, since pieces are outputs.
/// Workers spin briefly for the next operation, then park.
/// </summary>
internal sealed class Crew : IDisposable
{
    private const int SpinRounds = 2000;

    private readonly Thread[] _workers;
    private readonly SemaphoreSlim _wake = new(0);
    private ICrewWork? _work;
    private int _operation;
    private int _units;
    private long _ticket; // generation << 32 | pieces << 16 | next piece
    private int _done;
    private int _busy;
    private int _parked; // workers that sleep or are about to, less the permits given to them
    private Exception? _failure;
    private volatile bool _stopping;

    /// <param name="threads">Threads that share the work, the caller among them.</param>
    public Crew(int threads)
    {
        Threads = threads;
        _workers = new Thread[threads - 1];
        for (var i = 0; i < _workers.Length; i++)
        {
            _workers[i] = new Thread(Serve) { IsBackground = true, Name = "Kernels worker " + (i + 1) };
            _workers[i].Start();
        }
    }

    public int Threads { get; }

    /// <summary>Runs units 0 to <paramref name="units"/> of an operation; returns when all are done.</summary>
    /// <param name="work">What is shared.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="units">Into how many independent units it can be cut.</param>
    /// <param name="piecesPerThread">
    /// Pieces that it is cut into, per thread: more than one where the work is long, so that a worker whose core is taken away holds up little of it.
    /// </param>
    public void Run(ICrewWork work, int operation, int units, int piecesPerThread = 1)
    {
        // Another instance has the workers: this one does its own work rather than wait or crowd the cores.
        if (_workers.Length == 0 || units < 2 || Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            work.Execute(operation, 0, units);
            return;
        }

        try
        {
            _work = work;
            _operation = operation;
            _units = units;
            _failure = null;
            Volatile.Write(ref _done, 0);
            var pieces = Math.Min(units, Threads * piecesPerThread);
            var generation = (Volatile.Read(ref _ticket) >> 32) + 1;
            Volatile.Write(ref _ticket, (generation << 32) | ((long)pieces << 16));
            Interlocked.MemoryBarrier(); // the work is visible before anyone is counted as asleep
            Wake(Math.Min(pieces, Threads) - 1);
            while (Claim()) { }
            var spin = new SpinWait();
            while (Volatile.Read(ref _done) < pieces) spin.SpinOnce(sleep1Threshold: -1);
            if (_failure is not null) throw new AggregateException("A worker failed.", _failure);
        }
        finally
        {
            _work = null;
            Volatile.Write(ref _busy, 0);
        }
    }

    public void Dispose()
    {
        _stopping = true;
        if (_workers.Length > 0) _wake.Release(_workers.Length);
        foreach (var worker in _workers) worker.Join();
        _wake.Dispose();
    }

    /// <summary>Takes the next piece of the present operation, if one is left, and does it.</summary>
    private bool Claim()
    {
        while (true)
        {
            var ticket = Volatile.Read(ref _ticket);
            var pieces = (int)(ticket >> 16) & 0xFFFF;
            var next = (int)ticket & 0xFFFF;
            if (next >= pieces) return false;
            if (Interlocked.CompareExchange(ref _ticket, ticket + 1, ticket) != ticket) continue;

            // The claim holds the operation open: its caller waits until this piece is counted as done.
            var first = (int)((long)_units * next / pieces);
            var end = (int)((long)_units * (next + 1) / pieces);
            try
            {
                _work!.Execute(_operation, first, end);
            }
            catch (Exception failure)
            {
                _failure = failure;
            }

            Interlocked.Increment(ref _done);
            return true;
        }
    }

    private void Serve()
    {
        while (!_stopping)
        {
            var found = false;
            for (var round = 0; round < SpinRounds; round++)
            {
                if (Claim())
                {
                    found = true;
                    break;
                }

                Thread.SpinWait(10);
            }

            if (found || _stopping) continue;
            Interlocked.Increment(ref _parked);
            if (!Claim() || !TakeParked(1, out _)) _wake.Wait();
        }
    }

    /// <summary>Wakes up to <paramref name="count"/> workers: one permit each and no more, or they would be busy waking long after.</summary>
    private void Wake(int count)
    {
        if (TakeParked(count, out var taken)) _wake.Release(taken);
    }

    private bool TakeParked(int count, out int taken)
    {
        while (true)
        {
            var seen = Volatile.Read(ref _parked);
            taken = Math.Min(seen, count);
            if (taken <= 0) return false;
            if (Interlocked.CompareExchange(ref _parked, seen - taken, seen) == seen) return true;
        }
    }
}

/// <summary>Work that a crew can share: operations cut into units that do not depend on each other.</summary>
internal interface ICrewWork
{
    /// <summary>Does units <paramref name="first"/> to <paramref name="end"/>, exclusive.</summary>
    void Execute(int operation, int first, int end);
}
