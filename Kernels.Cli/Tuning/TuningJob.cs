using Kernels.Model;

namespace Kernels.Cli;

/// <summary>
/// The work by which one choice is measured: a layer of the choice's class of shapes. A layer that is large counts from memory, so there are as many
/// copies of it as no cache holds, and rows meet them in turn.
/// </summary>
internal sealed class TuningJob : IDisposable
{
    private const int ManyRows = 96;

    // Without registers everything takes longer, and the choice is between the same two ways.
    private const int ScalarRows = 24;
    private const long BeyondCaches = 64L << 20;

    private readonly List<Network> _copies = [];
    private readonly Isa _isa;
    private NetworkInput _input;
    private float[] _result = [];
    private int _next;

    /// <summary>Loads the layer, its weights packed as the tuning table in use says.</summary>
    /// <param name="choice">What is chosen.</param>
    /// <param name="threads">Threads for a choice that is about them.</param>
    public TuningJob(TuningChoice choice, int threads)
    {
        Threads = choice.Part == TunedPart.Pieces ? threads : 1;
        _isa = choice.Isa ?? Machine.Widest;
        if (choice.Shape == "narrow") Load<NarrowLayer>(choice);
        else if (choice.Shape == "small") Load<SmallLayer>(choice);
        else Load<WideLayer>(choice);
    }

    /// <summary>Threads that share the work.</summary>
    public int Threads { get; }

    /// <summary>Multiply-adds of one run.</summary>
    public long MultiplyAdds { get; private set; }

    /// <summary>Does the work once.</summary>
    public void Run()
    {
        _copies[_next].Evaluate(_input, _result);
        _next = (_next + 1) % _copies.Count;
    }

    public void Dispose() => _copies.ForEach(copy => copy.Dispose());

    private void Load<T>(TuningChoice choice)
        where T : Network, INetwork<T>
    {
        var (model, one) = (T.Model, choice.Part is TunedPart.Abreast or TunedPart.Whole);
        var rows = one ? 1 : choice.Isa == Isa.Scalar ? ScalarRows : ManyRows;
        var mode = choice.Part is TunedPart.Whole or TunedPart.Products ? Mode.Int8 : Mode.Dense;
        var weights = new MemoryWeights();
        foreach (var shape in WeightShapes.Of(model))
            weights.Add(shape.Name, [.. shape.Extents.Select(extent => (long)extent)], Values((int)shape.Count));
        _input = Tensor.FromRows(Values(rows * model.InputWidth), model.InputWidth);
        _result = new float[rows * model.OutputWidth];
        MultiplyAdds = (long)rows * model.InputWidth * model.OutputWidth;
        do _copies.Add(T.Load(weights, new NetworkOptions { Isa = _isa, Mode = mode, Threads = Threads }));
        while (choice.Shape == "large" && _copies.Count * _copies[0].WeightBytes < BeyondCaches);
    }

    /// <summary>Values around 0 of no meaning: time does not depend on them, as long as none is subnormal.</summary>
    private static float[] Values(int count)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++) values[i] = ((i * 29L % 127) - 63) / 64f;
        return values;
    }
}
