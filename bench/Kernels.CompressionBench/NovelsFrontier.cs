using Kernels.Models;
using Kernels.Models.Data;

namespace Kernels.CompressionBench;

/// <summary>The embedded GPT-2: texts that begin as passages of a held-out text do, and the loss on that text.</summary>
internal sealed class NovelsFrontier(string file) : IDisposable
{
    private const int Prompts = 16, PromptTokens = 12, Tokens = 80, Window = 512;

    private readonly ModelPairs<LanguageModel> _models = new(options => (
        LanguageModel.Load(typeof(Novels).Assembly, Novels.Name, options), LanguageModel.Load(typeof(Novels).Assembly, Novels.Little, options)));

    private readonly string _text = File.ReadAllText(file);

    public List<Figures> Measure(int rounds) => Frontier.Measure(Setting.All, Start, Loss, rounds);

    public void Dispose() => _models.Dispose();

    private IEnumerable<IGeneration> Start(Setting setting)
    {
        var (big, little) = _models[setting];
        var ids = big.Encode(_text);
        var how = new GenerationOptions { Tokens = Tokens, IgnoreEnd = true, Sampling = SamplingOptions.Greedy };
        for (var i = 0; i < Prompts; i++)
        {
            var prompt = ids.AsSpan(ids.Length / Prompts * i, PromptTokens);
            yield return setting.How is { } sharing ? big.StartWithLittle(prompt, little, sharing, how) : big.Start(prompt, how);
        }
    }

    /// <summary>
    /// Nats a token on the held-out text. Of a policy that loses: each token scored by the network that the policy would have taken it from, the true text before it
    /// being given: the little one where its likeliest token reaches the fallback, else the big one.
    /// </summary>
    private double Loss(Setting setting)
    {
        var (big, little) = _models[setting];
        var ids = big.Encode(_text);
        if (setting.How is not { Lossless: false } policy) return Perplexity.Measure(big.Network, ids).NatsPerToken;
        var (nats, count) = (0.0, 0);
        var vocabulary = big.Network.Vocabulary;
        for (var at = 0; at + 1 < ids.Length; at += Window)
        {
            var some = ids.AsSpan(at, Math.Min(Window, ids.Length - 1 - at));
            var scores = new[] { new float[some.Length * vocabulary], new float[some.Length * vocabulary] };
            foreach (var (network, rows) in ((ISequenceNetwork, float[])[])[(big.Network, scores[0]), (little.Network, scores[1])])
            {
                network.Reset();
                network.AppendAll(some, rows);
            }

            for (var row = 0; row < some.Length; row++)
            {
                var ofLittle = scores[1].AsSpan(row * vocabulary, vocabulary);
                var best = 0;
                for (var id = 1; id < vocabulary; id++) if (ofLittle[id] > ofLittle[best]) best = id;
                var own = Math.Exp(-Perplexity.Surprisal(ofLittle, best)) >= policy.Fallback;
                nats += Perplexity.Surprisal(own ? ofLittle : scores[0].AsSpan(row * vocabulary, vocabulary), ids[at + row + 1]);
                count++;
            }
        }

        return nats / count;
    }
}
