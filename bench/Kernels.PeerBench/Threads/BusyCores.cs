namespace Kernels.PeerBench.Threads;

/// <summary>A thread that never rests for every core but one, as other programs would be.</summary>
internal sealed class BusyCores : IDisposable
{
    private readonly Thread[] _threads;
    private volatile bool _stopping;

    public BusyCores()
    {
        _threads = new Thread[Math.Max(1, Environment.ProcessorCount - 1)];
        for (var i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(Spin) { IsBackground = true, Name = "Busy core " + (i + 1) };
            _threads[i].Start();
        }
    }

    public void Dispose()
    {
        _stopping = true;
        foreach (var thread in _threads) thread.Join();
    }

    private void Spin()
    {
        while (!_stopping)
        {
        }
    }
}
