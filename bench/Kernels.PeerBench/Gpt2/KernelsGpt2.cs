using Kernels.Model;
using Kernels.Models;
using Kernels.PeerBench.Measuring;

namespace Kernels.PeerBench.Gpt2;

/// <summary>This project's GPT-2 through its public face.</summary>
internal sealed class KernelsGpt2 : IDisposable
{
    private readonly ISequenceNetwork _network;
    private readonly float[] _scores;

    public KernelsGpt2(Gpt2Checkpoint checkpoint, Isa isa, Mode mode, int threads)
    {
        _network = Gpt2Small.Load(checkpoint.Weights, new NetworkOptions { Isa = isa, Mode = mode, Threads = threads });
        _scores = new float[_network.Vocabulary];
        TakePrompt();
    }

    /// <summary>A participant; both works of one network may be timed in turn, since each finds the prompt in the cache.</summary>
    public IRunner Runner(TextWork work) => new Reader(this, work);

    public void Dispose() => _network.Dispose();

    private void TakePrompt()
    {
        _network.Reset();
        _network.Append(Passage.Prompt, _scores);
    }

    private void TakeNext()
    {
        _network.Rewind(Passage.PromptLength);
        var next = Passage.Next;
        for (var i = 0; i < next.Length; i++) _network.Append(next.Slice(i, 1), _scores);
    }

    private sealed class Reader(KernelsGpt2 owner, TextWork work) : IRunner
    {
        public void Run(int times)
        {
            for (var i = 0; i < times; i++)
            {
                if (work == TextWork.Prefill) owner.TakePrompt();
                else owner.TakeNext();
            }
        }

        public float[] Result()
        {
            Run(1);
            return [.. owner._scores];
        }

        /// <summary>The network is its owner's.</summary>
        public void Dispose()
        {
        }
    }
}
