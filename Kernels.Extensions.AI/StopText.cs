using System.Text;

namespace Kernels.Extensions.AI;

/// <summary>
/// Text that ends before the first stop sequence to be complete, of several that end there before the longest, however the text is cut into pieces.
/// What may be the start of one is held back until it is known.
/// </summary>
internal sealed class StopText
{
    private readonly string[] _stops;
    private readonly StringBuilder _held = new();

    /// <param name="stops">The sequences; or none.</param>
    /// <exception cref="ArgumentException">An empty one, which would end every text before it starts.</exception>
    public StopText(IEnumerable<string> stops)
    {
        _stops = [.. stops.OrderByDescending(stop => stop?.Length ?? 0)];
        if (_stops.Any(string.IsNullOrEmpty)) throw new ArgumentException("A stop sequence is empty. Give one or more characters.", nameof(stops));
    }

    /// <summary>Whether a stop sequence was met.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Takes a piece; gives what is text for certain.</summary>
    public string Add(string piece)
    {
        foreach (var letter in piece)
        {
            if (IsComplete) break;
            _held.Append(letter);
            if (Array.Find(_stops, EndsHeld) is not { } stop) continue;
            _held.Length -= stop.Length;
            IsComplete = true;
        }

        return Take(IsComplete ? _held.Length : _held.Length - Undecided());
    }

    /// <summary>Ends the text; what was held back comes out.</summary>
    public string Finish() => Take(_held.Length);

    private string Take(int length)
    {
        var text = _held.ToString(0, length);
        _held.Remove(0, length);
        return text;
    }

    private bool EndsHeld(string stop) => Matches(stop, stop.Length);

    /// <summary>The longest end of what is held that a stop sequence starts with.</summary>
    private int Undecided()
    {
        var longest = 0;
        foreach (var stop in _stops)
        {
            for (var length = Math.Min(stop.Length - 1, _held.Length); length > longest; length--)
            {
                if (Matches(stop, length)) longest = length;
            }
        }

        return longest;
    }

    private bool Matches(string stop, int length)
    {
        if (length > _held.Length) return false;
        for (var i = 0; i < length; i++)
        {
            if (_held[_held.Length - length + i] != stop[i]) return false;
        }

        return true;
    }
}
