using Kernels.Models;
using Kernels.Models.Data;
using Microsoft.Extensions.AI;

namespace Kernels.Extensions.AI.Tests;

/// <summary>A chat client over an encoder-decoder: the embedded T5.</summary>
public sealed class ReadingClientTests : IDisposable
{
    private readonly EncoderDecoderModel _model = EncoderDecoderModel.Load(
        typeof(Phrases).Assembly, Phrases.Name, new() { Mode = Mode.Complementary, Activity = ActivityDetail.Layers, Threads = 1 });

    private static string Source => T5Tasks.Translate("fr") + "Where is the station?";

    public void Dispose() => _model.Dispose();

    [Fact]
    public async Task An_answer_is_what_the_model_writes_with_usage_shares_and_energy()
    {
        using var client = _model.AsIChatClient();
        var answer = await client.GetResponseAsync(Source, new() { Temperature = 0 });
        Assert.Equal("Où est la gare ?", answer.Text);
        Assert.Equal(string.Concat(_model.Generate(Source, new() { Sampling = SamplingOptions.Greedy })), answer.Text);
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
        Assert.Equal(_model.Encode(Source).Length, answer.Usage!.InputTokenCount);
        double Figure(string name) => (double)answer.AdditionalProperties![name]!;
        Assert.Equal(1, Figure(ChatProperties.DomainDnn) + Figure(ChatProperties.DomainSnn) + Figure(ChatProperties.DomainSkipped), 1e-9);
        Assert.InRange(Figure(ChatProperties.DomainSnn), 0.02, 0.98);
        Assert.InRange(Figure(ChatProperties.EnergyJoules), 1e-6, 1);
        Assert.InRange(Figure(ChatProperties.JoulesPerToken), 1e-9, Figure(ChatProperties.EnergyJoules));
    }

    [Fact]
    public async Task A_longer_source_costs_more_and_the_encoder_is_counted()
    {
        using var client = _model.AsIChatClient();
        async Task<double> Energy(string source) =>
            (double)(await client.GetResponseAsync(T5Tasks.Translate("fr") + source, new() { Temperature = 0, MaxOutputTokens = 2 })).AdditionalProperties![ChatProperties.EnergyJoules]!;
        var (brief, tall) = (await Energy("Come in."), await Energy(string.Concat(Enumerable.Repeat("Come in, we wait for you. ", 30))));
        Assert.True(tall > brief, $"{tall} J for the longer source, {brief} J for the shorter");
    }

    [Fact]
    public async Task Beams_give_the_text_of_the_search_and_no_seed()
    {
        using var client = _model.AsIChatClient(new() { Beams = new() { Beams = 4 } });
        var updates = await client.GetStreamingResponseAsync(Source).ToListAsync();
        Assert.Equal(string.Concat(_model.GenerateByBeams(Source, new() { Beams = 4 })), string.Concat(updates));
        Assert.False(updates[^1].AdditionalProperties!.ContainsKey(ChatProperties.Seed));
    }

    /// <summary>Every beam takes steps of its own: four cost more than twice as much of the decoder as one text, and a second answer costs what the first did.</summary>
    [Fact]
    public async Task Beams_tell_what_all_of_them_cost()
    {
        using var greedy = _model.AsIChatClient();
        using var client = _model.AsIChatClient(new() { Beams = new() { Beams = 4 } });
        static double Figure(Microsoft.Extensions.AI.ChatResponse answer, string name) => (double)answer.AdditionalProperties![name]!;
        var alone = await greedy.GetResponseAsync(Source, new() { Temperature = 0 });
        var (first, second) = (await client.GetResponseAsync(Source), await client.GetResponseAsync(Source));
        Assert.InRange(Figure(first, ChatProperties.EnergyJoules) / Figure(alone, ChatProperties.EnergyJoules), 1.5, 8);
        Assert.InRange(Figure(first, ChatProperties.JoulesPerToken) / Figure(alone, ChatProperties.JoulesPerToken), 2, 8);
        Assert.Equal(1, Figure(first, ChatProperties.DomainDnn) + Figure(first, ChatProperties.DomainSnn) + Figure(first, ChatProperties.DomainSkipped), 1e-9);
        Assert.Equal(Figure(first, ChatProperties.EnergyJoules), Figure(second, ChatProperties.EnergyJoules));
    }

    [Fact]
    public async Task Callers_at_once_get_what_each_gets_alone()
    {
        using var client = _model.AsIChatClient(new() { Instances = 3 });
        string[] texts = ["I am tired.", "The cat sleeps.", "Do you like music?", "Come in.", "What time is it?", "We are late."];
        var alone = texts.Select(text => string.Concat(_model.Generate(T5Tasks.Translate("fr") + text, new() { Sampling = SamplingOptions.Greedy }))).ToArray();
        var answers = await Task.WhenAll(texts.Select(text => client.GetResponseAsync(T5Tasks.Translate("fr") + text, new() { Temperature = 0 })));
        Assert.Equal(alone, answers.Select(answer => answer.Text));
    }

    [Fact]
    public void A_source_beyond_the_context_is_refused_before_any_work()
    {
        using var client = _model.AsIChatClient();
        var fault = Assert.Throws<ArgumentException>(() => client.GetStreamingResponseAsync(string.Concat(Enumerable.Repeat("word ", 1100))));
        Assert.Contains("1024", fault.Message);
    }
}
