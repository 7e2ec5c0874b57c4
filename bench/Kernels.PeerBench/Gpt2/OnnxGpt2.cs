using Kernels.Models;
using Kernels.PeerBench.Peers;

namespace Kernels.PeerBench.Gpt2;

/// <summary>ONNX Runtime's GPT-2: one session, a cache that a run takes and gives in place, and a call each for the prompt and for one token.</summary>
internal sealed class OnnxGpt2 : Gpt2Reader
{
    private static readonly Gpt2Config s_config = Gpt2Config.Small;

    private readonly OnnxLibrary _library;
    private readonly nint _session;
    private readonly List<NativeBlock> _blocks = [];
    private readonly List<nint> _views = [];
    private readonly List<(string Name, nint Value)> _past = [];
    private readonly List<(string Name, nint Value)> _present = [];
    private readonly NativeBlock _scores;
    private readonly Step _prompt;
    private readonly Step _next;

    /// <param name="library">The library.</param>
    /// <param name="checkpoint">The weights; the model and its data are written into their folder.</param>
    /// <param name="form">How it multiplies.</param>
    /// <exception cref="PeerException">It refuses the model.</exception>
    public OnnxGpt2(OnnxLibrary library, Gpt2Checkpoint checkpoint, OnnxForm form)
    {
        _library = library;
        var file = Path.Combine(checkpoint.Folder, $"bits{(int)form.Bits}-{form.Level ?? 0}");
        using (var data = new ModelData(file + ".data")) File.WriteAllBytes(file + ".onnx", new Gpt2Graph(checkpoint, form, data).Write());
        _session = library.Session(file + ".onnx");
        foreach (var (past, present) in Gpt2Graph.Cache)
        {
            var values = View<float>(Keep(s_config.Heads * Gpt2Graph.Capacity * s_config.HeadSize * sizeof(float)), 1, s_config.Heads, Gpt2Graph.Capacity, s_config.HeadSize);
            _past.Add((past, values));
            _present.Add((present, values));
        }

        _scores = Keep(s_config.Vocabulary * sizeof(float));
        _present.Add((Gpt2Graph.Scores, View<float>(_scores, 1, 1, s_config.Vocabulary)));
        _prompt = Prepare(Passage.PromptLength);
        _next = Prepare(1);
        TakePrompt();
    }

    protected override ReadOnlySpan<float> Scores => _scores.Values<float>(s_config.Vocabulary);

    public override void TakePrompt() => Take(_prompt, Passage.Prompt, 0);

    public override void TakeNext()
    {
        var next = Passage.Next;
        for (var i = 0; i < next.Length; i++) Take(_next, next.Slice(i, 1), Passage.PromptLength + i);
    }

    public override void Dispose()
    {
        _prompt.Call.Dispose();
        _next.Call.Dispose();
        _library.FreeSession(_session);
        foreach (var view in _views) _library.FreeView(view);
        foreach (var block in _blocks) block.Dispose();
    }

    private void Take(Step step, ReadOnlySpan<int> tokens, int position)
    {
        var ids = step.Tokens.Values<long>(tokens.Length);
        var places = step.Positions.Values<long>(tokens.Length);
        for (var i = 0; i < tokens.Length; i++) (ids[i], places[i]) = (tokens[i], position + i);
        step.LastPosition.Values<int>(1)[0] = position + tokens.Length - 1;
        step.Length.Values<int>(1)[0] = position + tokens.Length;
        _library.Run(_session, step.Call);
    }

    private Step Prepare(int rows)
    {
        var (tokens, positions, last, length) = (Keep(rows * sizeof(long)), Keep(rows * sizeof(long)), Keep(sizeof(int)), Keep(sizeof(int)));
        return new(tokens, positions, last, length, new OnnxCall(
            [
                (Gpt2Graph.Tokens, View<long>(tokens, 1, rows)), (Gpt2Graph.Positions, View<long>(positions, 1, rows)),
                (Gpt2Graph.LastPosition, View<int>(last, 1)), (Gpt2Graph.Length, View<int>(length, 1)), .. _past,
            ],
            _present));
    }

    private NativeBlock Keep(int bytes)
    {
        var block = new NativeBlock((nuint)bytes);
        _blocks.Add(block);
        return block;
    }

    private nint View<T>(NativeBlock block, params ReadOnlySpan<long> extents)
        where T : unmanaged
    {
        var view = _library.View<T>(block, extents);
        _views.Add(view);
        return view;
    }

    /// <summary>A call with the memory of its small inputs.</summary>
    private sealed record Step(NativeBlock Tokens, NativeBlock Positions, NativeBlock LastPosition, NativeBlock Length, OnnxCall Call);
}
