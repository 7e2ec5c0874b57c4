using Kernels.PeerBench.Measuring;

namespace Kernels.PeerBench.Gpt2;

/// <summary>A GPT-2 that takes the passage. Both works of one may be timed in turn, since each leaves the prompt in the cache.</summary>
internal abstract class Gpt2Reader : IDisposable
{
    /// <summary>The scores behind the last token that was taken.</summary>
    protected abstract ReadOnlySpan<float> Scores { get; }

    /// <summary>A participant; it is done with when this is disposed.</summary>
    public IRunner Runner(TextWork work) => new Participant(this, work);

    /// <summary>Forgets everything and takes the prompt.</summary>
    public abstract void TakePrompt();

    /// <summary>Goes back to the end of the prompt and takes what follows token by token.</summary>
    public abstract void TakeNext();

    public abstract void Dispose();

    private sealed class Participant(Gpt2Reader reader, TextWork work) : IRunner
    {
        public void Run(int times)
        {
            for (var i = 0; i < times; i++)
            {
                if (work == TextWork.Prefill) reader.TakePrompt();
                else reader.TakeNext();
            }
        }

        public float[] Result()
        {
            Run(1);
            return [.. reader.Scores];
        }

        public void Dispose()
        {
        }
    }
}
