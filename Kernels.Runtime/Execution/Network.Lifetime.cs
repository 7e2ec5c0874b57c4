namespace Kernels;

/// <summary>Who may use an instance, and until when: one caller at a time, and no memory is freed under a running call.</summary>
public abstract partial class Network
{
    private const int Idle = 0;
    private const int Running = 1;
    private const int DisposedWhileRunning = 2;
    private const int Gone = 3;

    private int _state;

    private Network Live
    {
        get
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _state) >= DisposedWhileRunning, this);
            return _weights is not null
                ? this
                : throw new InvalidOperationException($"This {GetType().Name} only executes its definition; make one with {GetType().Name}.Load.");
        }
    }

    /// <summary>Frees the instance's memory, and the weights with their last instance. A call that is running ends first.</summary>
    public void Dispose()
    {
        while (true)
        {
            var seen = Volatile.Read(ref _state);
            if (seen >= DisposedWhileRunning) return;
            if (Interlocked.CompareExchange(ref _state, seen == Idle ? Gone : DisposedWhileRunning, seen) != seen) continue;
            if (seen == Idle) Free();
            GC.SuppressFinalize(this);
            return;
        }
    }

    /// <summary>Begins a call; nothing that it needs changes or goes away before <see cref="Leave"/>.</summary>
    private void Enter()
    {
        _ = Live;
        var seen = Interlocked.CompareExchange(ref _state, Running, Idle);
        if (seen == Running) throw new InvalidOperationException("This instance is in use by another caller; take one of your own with Share().");
        ObjectDisposedException.ThrowIf(seen != Idle, this);
    }

    private void Leave()
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Running) == Running) return;
        Volatile.Write(ref _state, Gone);
        Free();
    }

    private void Free()
    {
        _crew?.Release();
        _cache?.Dispose();
        _rowScales?.Dispose();
        _blockSums?.Dispose();
        _images?.Dispose();
        _imageScales?.Dispose();
        _quantized?.Dispose();
        _arena?.Dispose();
        _weights?.Release();
    }

    /// <summary>A crew and how many instances use it; the last one sends the workers home.</summary>
    private sealed class CrewShare(int threads)
    {
        private readonly Crew _crew = new(threads);
        private readonly UserCount _users = new();

        public int Threads => _crew.Threads;

        public Crew Crew => _crew;

        public CrewShare Share()
        {
            _users.Add();
            return this;
        }

        public void Release()
        {
            if (_users.Remove()) _crew.Dispose();
        }
    }
}
