using Kernels.Extensions.AI;
using Kernels.Model;
using Kernels.Models;
using Kernels.Models.Data;
using Microsoft.Extensions.AI;

namespace Kernels.WebDemo.Tests;

/// <summary>The app's models with every pass of a network counted and, where asked for, made slow.</summary>
internal sealed class CountedModels
{
    private static readonly NetworkOptions s_options = new() { Mode = Mode.Complementary };
    private int _passes;

    // A pass that sleeps holds a thread of the pool; on two cores nobody else would get one.
    static CountedModels() => ThreadPool.SetMinThreads(32, 32);

    /// <summary>Passes until now.</summary>
    public int Passes => Volatile.Read(ref _passes);

    /// <summary>What a pass of the writer takes at least.</summary>
    public TimeSpan Delay { get; init; }

    public IChatClient Writer()
    {
        var model = LanguageModel.Load(typeof(Novels).Assembly, Novels.Name, s_options);
        return new LanguageModel(model.Name, model.Config, new Writing(model.Network, this), model.Tokenizer).AsIChatClient();
    }

    public IChatClient Reader()
    {
        var model = EncoderDecoderModel.Load(typeof(Phrases).Assembly, Phrases.Name, s_options);

        // Every text of it begins with the encoder.
        return new EncoderDecoderModel(model.Name, model.Config, new Reading(model.Encoder, this), model.Decoder, model.Tokenizer).AsIChatClient();
    }

    private void Pass()
    {
        Interlocked.Increment(ref _passes);
        Thread.Sleep(Delay);
    }

    private sealed class Writing(ISequenceNetwork inner, CountedModels counted) : ISequenceNetwork
    {
        public int Vocabulary => inner.Vocabulary;

        public int Context => inner.Context;

        public int Position => inner.Position;

        public Mode Mode => inner.Mode;

        public Isa Isa => inner.Isa;

        public ChipProgram ChipProgram => inner.ChipProgram;

        public WeightTraffic WeightTraffic => inner.WeightTraffic;

        public void Append(ReadOnlySpan<int> tokens, Span<float> scores)
        {
            counted.Pass();
            inner.Append(tokens, scores);
        }

        public void Append(ReadOnlySpan<int> tokens)
        {
            counted.Pass();
            inner.Append(tokens);
        }

        public void AppendAll(ReadOnlySpan<int> tokens, Span<float> scores)
        {
            counted.Pass();
            inner.AppendAll(tokens, scores);
        }

        public void Reset() => inner.Reset();

        public void Rewind(int position) => inner.Rewind(position);

        public void CopyFrom(ISequenceNetwork other, int from, int to) => inner.CopyFrom(((Writing)other).Inner, from, to);

        public ISequenceNetwork Share() => new Writing(inner.Share(), counted);

        public Activity? TakeActivity() => inner.TakeActivity();

        public string Explain() => inner.Explain();

        public void Dispose() => inner.Dispose();

        private ISequenceNetwork Inner => inner;
    }

    private sealed class Reading(IEncoderNetwork inner, CountedModels counted) : IEncoderNetwork
    {
        public int Vocabulary => inner.Vocabulary;

        public int Context => inner.Context;

        public int StateWidth => inner.StateWidth;

        public Mode Mode => inner.Mode;

        public Isa Isa => inner.Isa;

        public ChipProgram ChipProgram => inner.ChipProgram;

        public WeightTraffic WeightTraffic => inner.WeightTraffic;

        public void Encode(ReadOnlySpan<int> tokens, Span<float> states)
        {
            counted.Pass();
            inner.Encode(tokens, states);
        }

        public IEncoderNetwork Share() => new Reading(inner.Share(), counted);

        public Activity? TakeActivity() => inner.TakeActivity();

        public string Explain() => inner.Explain();

        public void Dispose() => inner.Dispose();
    }
}
