using Kernels.Model;

namespace Kernels.Models.Tests;

/// <summary>A network whose scores are a function of the tokens taken so far, and which counts what it is asked.</summary>
public sealed class FakeNetwork(int vocabulary, int context, Func<IReadOnlyList<int>, float[]> scores) : ISequenceNetwork
{
    private readonly List<int> _taken = [];
    private int _unseen;

    public int Vocabulary => vocabulary;

    public int Context => context;

    public int Position => _taken.Count;

    public Mode Mode => Mode.Complementary;

    public Isa Isa => Isa.Scalar;

    /// <summary>The layer of which <see cref="TakeActivity"/> tells.</summary>
    public ChipProgram ChipProgram => new(ChipTile.Usual, new EquatableList<ChipSection>(
        [new("", 1, 0, 0, false, new EquatableList<ChipOperation>([new("Fake", ChipKind.Linear, 0, 2, 4, 0, 0, 8, 0, Placement.OfMode)]))]));

    public int Passes { get; private set; }

    public WeightTraffic WeightTraffic => new(1000L * Passes, 10L * Passes);

    /// <summary>Told of each pass before it takes its tokens.</summary>
    public Action InPass { get; init; } = () => { };

    /// <summary>Rows of scores that were asked for.</summary>
    public int Scored { get; private set; }

    public bool Disposed { get; private set; }

    public IReadOnlyList<int> Taken => _taken;

    /// <summary>Scores that depend on every token taken, on their order, and on nothing else.</summary>
    public static FakeNetwork Hashed(int vocabulary, int context) => new(vocabulary, context, taken => Hash(taken, vocabulary));

    /// <summary>The best next token is always the last plus one.</summary>
    public static FakeNetwork Counting(int vocabulary, int context) => new(vocabulary, context, taken =>
    {
        var row = new float[vocabulary];
        row[(taken[^1] + 1) % vocabulary] = 5;
        return row;
    });

    public static float[] Hash(IEnumerable<int> taken, int vocabulary)
    {
        ulong state = 17;
        foreach (var id in taken) state = unchecked((state ^ (ulong)id) * 0x9E3779B97F4A7C15);
        var random = new RandomNumbers(state);
        return [.. Enumerable.Range(0, vocabulary).Select(_ => (float)((random.NextUnit() * 8) - 4))];
    }

    public void Append(ReadOnlySpan<int> tokens, Span<float> result)
    {
        Take(tokens);
        Scored++;
        scores(_taken).CopyTo(result);
    }

    public void Append(ReadOnlySpan<int> tokens) => Take(tokens);

    public void AppendAll(ReadOnlySpan<int> tokens, Span<float> result)
    {
        if (result.Length != tokens.Length * vocabulary) throw new ArgumentException("wrong length");
        for (var i = 0; i < tokens.Length; i++)
        {
            Take(tokens.Slice(i, 1));
            Scored++;
            scores(_taken).CopyTo(result[(i * vocabulary)..]);
        }
    }

    public void Reset() => _taken.Clear();

    public void Rewind(int position) => _taken.RemoveRange(position, _taken.Count - position);

    public void CopyFrom(ISequenceNetwork other, int from, int to)
    {
        var source = (FakeNetwork)other;
        if (from > _taken.Count || to < from || to > source._taken.Count || !_taken.Take(from).SequenceEqual(source._taken.Take(from)))
            throw new ArgumentException("no such tokens");
        _taken.RemoveRange(from, _taken.Count - from);
        _taken.AddRange(source._taken.Take(to).Skip(from));
    }

    public ISequenceNetwork Share() => new FakeNetwork(vocabulary, context, scores);

    /// <summary>One layer of two inputs and four outputs: of each token since the last call one value went to the dense side, the other was zero.</summary>
    public Activity? TakeActivity()
    {
        var magnitudes = new long[128];
        magnitudes[0] = magnitudes[127] = _unseen;
        var layer = new LayerActivity(
            "Fake", 2, 4, true, Placement.Complementary, SpikeCode.Rate, 32, _unseen, magnitudes.ToEquatableList(), EquatableList<ChannelActivity>.Empty);
        var activity = new Activity(Mode, SpikeCode.Rate, _unseen, 0, new EquatableList<LayerActivity>([layer]), EquatableList<NeuronActivity>.Empty);
        _unseen = 0;
        return activity;
    }

    public string Explain() => "fake";

    public void Dispose() => Disposed = true;

    private void Take(ReadOnlySpan<int> tokens)
    {
        if (tokens.IsEmpty || _taken.Count + tokens.Length > context) throw new ArgumentException("does not fit");
        Passes++;
        InPass();
        foreach (var id in tokens)
        {
            if (id < 0 || id >= vocabulary) throw new ArgumentException("id out of range");
            _taken.Add(id);
            _unseen++;
        }
    }
}
