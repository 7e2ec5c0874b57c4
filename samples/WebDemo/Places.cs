namespace WebDemo;

/// <summary>How many requests are in the house: those being answered and those that wait. Beyond that the door is closed.</summary>
/// <param name="count">The most.</param>
public sealed class Places(int count)
{
    private int _taken;

    /// <summary>Requests in the house now.</summary>
    public int Taken => Volatile.Read(ref _taken);

    /// <summary>Takes a place, if one is free.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _taken) <= count) return true;
        Interlocked.Decrement(ref _taken);
        return false;
    }

    /// <summary>Gives it back.</summary>
    public void Leave() => Interlocked.Decrement(ref _taken);
}
