using Kernels.Chip;
using Kernels.Models;
using Kernels.Models.Tokenizing;
using Microsoft.Extensions.AI;

namespace Kernels.Extensions.AI.Tests;

/// <summary>One caller: texts, options, counts, figures, refusals.</summary>
public sealed class ChatClientTests(NovelsModel novels) : IClassFixture<NovelsModel>
{
    private const string Prompt = "The night was";

    [Fact]
    public async Task An_answer_is_what_the_model_writes()
    {
        using var client = novels.Model.AsIChatClient();
        var options = new ChatOptions
        {
            Temperature = 0.7f, TopK = 20, TopP = 0.9f, MaxOutputTokens = 24, Seed = 5, AdditionalProperties = new() { [ChatProperties.RepetitionPenalty] = 1.2 },
        };
        var answer = await client.GetResponseAsync(Prompt, options);
        var same = new GenerationOptions { Tokens = 24, Sampling = new() { Temperature = 0.7, TopK = 20, TopP = 0.9, Seed = 5, RepetitionPenalty = 1.2 } };
        Assert.Equal(novels.Alone(Prompt, same), answer.Text);
        Assert.Equal(ChatRole.Assistant, Assert.Single(answer.Messages).Role);
        Assert.Equal(ChatFinishReason.Length, answer.FinishReason);
        Assert.Equal(novels.Model.Name, answer.ModelId);
        Assert.NotEqual(novels.Alone(Prompt, same with { Sampling = same.Sampling with { Seed = 6 } }), answer.Text);
    }

    [Fact]
    public async Task Options_of_the_models_own_hold_where_the_request_says_nothing()
    {
        using var client = novels.Model.AsIChatClient();
        var own = new GenerationOptions { Tokens = 9, Sampling = new() { Seed = 11, Temperature = 1.1 } };
        var answer = await client.GetResponseAsync(Prompt, new() { RawRepresentationFactory = _ => own });
        Assert.Equal(novels.Alone(Prompt, own), answer.Text);
        Assert.Equal(11L, answer.AdditionalProperties![ChatProperties.Seed]);
    }

    [Fact]
    public async Task The_seed_that_was_drawn_is_told()
    {
        using var client = novels.Model.AsIChatClient();
        var first = await client.GetResponseAsync(Prompt, new() { MaxOutputTokens = 12 });
        var again = await client.GetResponseAsync(Prompt, new() { MaxOutputTokens = 12, Seed = (long)first.AdditionalProperties![ChatProperties.Seed]! });
        Assert.Equal(first.Text, again.Text);
    }

    [Fact]
    public async Task Pieces_make_the_whole_and_the_last_one_counts()
    {
        using var client = novels.Model.AsIChatClient();
        var updates = await client.GetStreamingResponseAsync(Prompt, NovelsModel.Greedy(16)).ToListAsync();
        Assert.True(updates.Count > 8, $"{updates.Count} updates for 16 tokens");
        Assert.Equal(novels.Alone(Prompt, new() { Tokens = 16, Sampling = SamplingOptions.Greedy }), string.Concat(updates));
        Assert.All(updates.SkipLast(1), update => Assert.Null(update.FinishReason));
        var usage = Assert.Single(updates[^1].Contents.OfType<UsageContent>()).Details;
        Assert.Equal((novels.Model.Encode(Prompt).Length, 16L), ((int)usage.InputTokenCount!, usage.OutputTokenCount));
        Assert.Equal(usage.InputTokenCount + usage.OutputTokenCount, usage.TotalTokenCount);
        Assert.Single(updates.Select(update => update.ResponseId).Distinct());
    }

    [Fact]
    public async Task Energy_and_domains_are_those_of_the_chip_for_this_answer()
    {
        using var client = novels.Model.AsIChatClient(new() { Instances = 1 });
        await client.GetResponseAsync("Something else that must leave no trace.", NovelsModel.Greedy(5));
        var answer = await client.GetResponseAsync(Prompt, NovelsModel.Greedy(8));

        using var instance = novels.Model.Share();
        var generation = instance.Start(instance.Encode(Prompt), new() { Tokens = 8, Sampling = SamplingOptions.Greedy });
        generation.Next();
        var prefill = instance.Network.TakeActivity()!;
        while (generation.Next()) { }
        var decode = instance.Network.TakeActivity()!;
        var report = Emulator.Run(CTransformer.Silicon28nm, instance.Network.ChipProgram, new ChatSettings().Point, Phase.Prefill(prefill), Phase.Decode(decode));

        var told = answer.AdditionalProperties!;
        Assert.Equal(report.Energy.Total.Joules, told[ChatProperties.EnergyJoules]);
        Assert.Equal(report[PhaseKind.Decode]!.EnergyPerRow.Compute.Joules, told[ChatProperties.JoulesPerToken]);
        Assert.Equal((prefill + decode).Domains.Snn, told[ChatProperties.DomainSnn]);
        Assert.Equal(1, (double)told[ChatProperties.DomainDnn]! + (double)told[ChatProperties.DomainSnn]! + (double)told[ChatProperties.DomainSkipped]!, 1e-12);
        Assert.InRange((double)told[ChatProperties.EnergyJoules]!, 1e-7, 1);
    }

    [Fact]
    public async Task A_stop_sequence_ends_the_answer_before_it()
    {
        using var client = novels.Model.AsIChatClient();
        var whole = novels.Alone(Prompt, new() { Tokens = 24, Sampling = SamplingOptions.Greedy });
        var stop = whole[10..14];
        var options = NovelsModel.Greedy(24);
        options.StopSequences = [stop];
        var answer = await client.GetResponseAsync(Prompt, options);
        Assert.Equal(whole[..whole.IndexOf(stop, StringComparison.Ordinal)], answer.Text);
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
        Assert.True(answer.Usage!.OutputTokenCount < 24);
    }

    [Fact]
    public async Task Messages_and_instructions_become_lines()
    {
        using var client = novels.Model.AsIChatClient();
        var options = NovelsModel.Greedy(8);
        options.Instructions = "A tale.";
        var answer = await client.GetResponseAsync([new(ChatRole.User, "It was dark."), new(ChatRole.Assistant, "He"), new(ChatRole.User, "ran")], options);
        Assert.Equal(novels.Alone("A tale.\nIt was dark.\nHe\nran", new() { Tokens = 8, Sampling = SamplingOptions.Greedy }), answer.Text);
    }

    [Fact]
    public void What_cannot_be_answered_is_refused_before_any_work()
    {
        using var client = novels.Model.AsIChatClient();
        var tooLong = string.Join(' ', Enumerable.Repeat("night", novels.Model.Network.Context + 1));
        var fault = Assert.Throws<ArgumentException>(() => client.GetStreamingResponseAsync(tooLong));
        Assert.Contains($"holds {novels.Model.Network.Context}", fault.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => client.GetStreamingResponseAsync(Prompt, new() { Temperature = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => client.GetStreamingResponseAsync(Prompt, new() { TopP = 2 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => client.GetStreamingResponseAsync(Prompt, new() { MaxOutputTokens = -1 }));
        Assert.Throws<ArgumentException>(() => client.GetStreamingResponseAsync(Prompt, new() { StopSequences = [""] }));
        Assert.Throws<NotSupportedException>(() => client.GetStreamingResponseAsync(new ChatMessage(ChatRole.User, [new DataContent(new byte[1], "image/png")])));
        Assert.Throws<ArgumentNullException>(() => client.GetStreamingResponseAsync((IEnumerable<ChatMessage>)null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChatSettings { Instances = 0 });
    }

    [Fact]
    public void The_client_tells_what_it_is()
    {
        using var client = novels.Model.AsIChatClient();
        var metadata = client.GetService<ChatClientMetadata>()!;
        Assert.Equal(("kernels", novels.Model.Name), (metadata.ProviderName, metadata.DefaultModelId));
        Assert.Same(client, client.GetService<IChatClient>());
        Assert.Same(novels.Model.Tokenizer, client.GetService<ITokenizer>());
        Assert.Null(client.GetService(typeof(IChatClient), "key"));
        Assert.Null(client.GetService<IDictionary<int, int>>());
    }
}
