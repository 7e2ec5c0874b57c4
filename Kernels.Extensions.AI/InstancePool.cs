namespace Kernels.Extensions.AI;

/// <summary>A bounded number of instances over the same weights, for one text each at a time. Made when first needed, kept for the next.</summary>
internal sealed class InstancePool(ChatModel model, int size) : IDisposable
{
    private readonly Stack<ChatModel> _idle = [];
    private readonly SemaphoreSlim _places = new(size);
    private readonly CancellationTokenSource _closing = new();
    private bool _isClosed;

    /// <summary>Cancelled when the pool is disposed.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <summary>Waits for a place and gives an instance; it belongs to the caller until it is given back or dropped.</summary>
    public async Task<ChatModel> RentAsync(CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            lock (_idle)
            {
                cancellation.ThrowIfCancellationRequested();
                return _idle.TryPop(out var instance) ? instance : model.Share();
            }
        }
        catch
        {
            _places.Release();
            throw;
        }
    }

    /// <summary>Gives an instance back that can serve another text.</summary>
    public void Return(ChatModel instance)
    {
        lock (_idle)
        {
            if (_isClosed) instance.Dispose();
            else _idle.Push(instance);
        }

        _places.Release();
    }

    /// <summary>Frees an instance that failed.</summary>
    public void Drop(ChatModel instance)
    {
        instance.Dispose();
        _places.Release();
    }

    /// <summary>Breaks off what runs, and frees all instances: those at work when they come back.</summary>
    public void Dispose()
    {
        lock (_idle)
        {
            if (_isClosed) return;
            _isClosed = true;
            foreach (var instance in _idle) instance.Dispose();
            _idle.Clear();
            model.Dispose();
        }

        // Outside the lock: what waits for the token runs here.
        _closing.Cancel();
    }
}
