namespace Kernels;

/// <summary>Counts the users of something that goes away with the last of them; once gone it gains no new ones. Starts with one.</summary>
internal sealed class UserCount
{
    private int _users = 1;

    /// <exception cref="ObjectDisposedException">The last user has left.</exception>
    public void Add()
    {
        while (true)
        {
            var seen = Volatile.Read(ref _users);
            if (seen == 0) throw new ObjectDisposedException(nameof(Network), "The network's weights were freed with its last instance.");
            if (Interlocked.CompareExchange(ref _users, seen + 1, seen) == seen) return;
        }
    }

    /// <returns>Whether this was the last one.</returns>
    public bool Remove() => Interlocked.Decrement(ref _users) == 0;
}
