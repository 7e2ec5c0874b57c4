using Kernels.Models;
using Kernels.Models.Data;
using Microsoft.Extensions.AI;

namespace Kernels.Extensions.AI.Tests;

/// <summary>The embedded model, once for all tests.</summary>
public sealed class NovelsModel : IDisposable
{
    public LanguageModel Model { get; } = LanguageModel.Load(typeof(Novels).Assembly, Novels.Name, new NetworkOptions { Mode = Mode.Complementary, Activity = ActivityDetail.Layers });

    /// <summary>What the model writes without any client.</summary>
    public string Alone(string prompt, GenerationOptions options)
    {
        using var instance = Model.Share();
        return string.Concat(instance.Generate(prompt, options));
    }

    public static ChatOptions Greedy(int tokens) => new() { Temperature = 0, MaxOutputTokens = tokens, Seed = 1 };

    public void Dispose() => Model.Dispose();
}
