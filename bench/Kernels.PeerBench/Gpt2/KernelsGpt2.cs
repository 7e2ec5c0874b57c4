using Kernels.Model;
using Kernels.Models;

namespace Kernels.PeerBench.Gpt2;

/// <summary>This project's GPT-2 through its public face.</summary>
internal sealed class KernelsGpt2 : Gpt2Reader
{
    private readonly ISequenceNetwork _network;
    private readonly float[] _scores;

    public KernelsGpt2(Gpt2Checkpoint checkpoint, NetworkOptions options)
    {
        _network = options.Weights.IsBlocks() ? Gpt2InBlocks.Load(checkpoint.Weights, options) : Gpt2Small.Load(checkpoint.Weights, options);
        _scores = new float[_network.Vocabulary];
        TakePrompt();
    }

    protected override ReadOnlySpan<float> Scores => _scores;

    public override void TakePrompt()
    {
        _network.Reset();
        _network.Append(Passage.Prompt, _scores);
    }

    public override void TakeNext()
    {
        _network.Rewind(Passage.PromptLength);
        var next = Passage.Next;
        for (var i = 0; i < next.Length; i++) _network.Append(next.Slice(i, 1), _scores);
    }

    public override void Dispose() => _network.Dispose();
}
