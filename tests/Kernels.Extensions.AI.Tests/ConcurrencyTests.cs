using Microsoft.Extensions.AI;

namespace Kernels.Extensions.AI.Tests;

/// <summary>Many callers: answers to the bit, places that come free, ends in the middle.</summary>
public sealed class ConcurrencyTests(NovelsModel novels) : IClassFixture<NovelsModel>
{
    private static readonly string[] s_prompts = ["The night was", "She said", "In the old house", "When he came back,"];

    [Fact]
    public async Task Many_callers_of_whom_a_third_cancels_get_what_each_gets_alone()
    {
        using var client = novels.Model.AsIChatClient(new() { Instances = 3 });
        var alone = s_prompts.Select((prompt, i) => novels.Alone(prompt, new() { Tokens = 12, Sampling = new() { Seed = (ulong)i } })).ToArray();
        var calls = Enumerable.Range(0, 48).Select(i => Task.Run(async () =>
        {
            using var cancellation = new CancellationTokenSource();
            var kind = i % s_prompts.Length;
            var text = "";
            await foreach (var update in client.GetStreamingResponseAsync(s_prompts[kind], new() { MaxOutputTokens = 12, Seed = kind }, cancellation.Token))
            {
                text += update.Text;
                if (i % 3 == 0 && text.Length > i % 7) cancellation.Cancel();
            }

            return (kind, text);
        })).ToArray();
        for (var i = 0; i < calls.Length; i++)
        {
            if (i % 3 == 0)
            {
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calls[i]);
            }
            else
            {
                var (kind, text) = await calls[i];
                Assert.Equal(alone[kind], text);
            }
        }
    }

    [Fact]
    public async Task A_cancelled_request_makes_no_further_token_and_frees_its_place()
    {
        using var client = novels.Model.AsIChatClient(new() { Instances = 1 });
        using var cancellation = new CancellationTokenSource();
        await using var answer = client.GetStreamingResponseAsync(s_prompts[0], NovelsModel.Greedy(200), cancellation.Token).GetAsyncEnumerator();
        Assert.True(await answer.MoveNextAsync());
        var waiting = client.GetResponseAsync(s_prompts[1], NovelsModel.Greedy(4));
        Assert.False(waiting.IsCompleted);
        cancellation.Cancel();
        var fault = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await answer.MoveNextAsync());
        Assert.Equal(cancellation.Token, fault.CancellationToken);
        Assert.Equal(4, (await waiting).Usage!.OutputTokenCount);
    }

    [Fact]
    public async Task Who_waits_can_cancel_and_who_stops_reading_frees_the_place()
    {
        using var client = novels.Model.AsIChatClient(new() { Instances = 1 });
        await foreach (var _ in client.GetStreamingResponseAsync(s_prompts[0], NovelsModel.Greedy(200)))
        {
            using var cancellation = new CancellationTokenSource();
            var waiting = client.GetResponseAsync(s_prompts[1], NovelsModel.Greedy(4), cancellation.Token);
            cancellation.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
            break;
        }

        Assert.Equal(4, (await client.GetResponseAsync(s_prompts[1], NovelsModel.Greedy(4))).Usage!.OutputTokenCount);
    }

    [Fact]
    public async Task Disposal_ends_answers_at_work_and_those_that_wait()
    {
        var client = novels.Model.AsIChatClient(new() { Instances = 1 });
        await using var answer = client.GetStreamingResponseAsync(s_prompts[0], NovelsModel.Greedy(200)).GetAsyncEnumerator();
        Assert.True(await answer.MoveNextAsync());
        var waiting = client.GetResponseAsync(s_prompts[1]);
        var next = answer.MoveNextAsync().AsTask();
        client.Dispose();
        client.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () =>
        {
            while (await next) next = answer.MoveNextAsync().AsTask();
        });
        Assert.Throws<ObjectDisposedException>(() => client.GetStreamingResponseAsync(s_prompts[0]));
        Assert.Equal(novels.Alone(s_prompts[0], new() { Tokens = 3 }), novels.Alone(s_prompts[0], new() { Tokens = 3 }));
    }

    [Fact]
    public async Task The_model_may_go_before_the_client()
    {
        var model = novels.Model.Share();
        using var client = model.AsIChatClient();
        model.Dispose();
        Assert.Equal(4, (await client.GetResponseAsync(s_prompts[0], NovelsModel.Greedy(4))).Usage!.OutputTokenCount);
    }

    [Fact]
    public async Task An_answer_can_be_read_twice()
    {
        using var client = novels.Model.AsIChatClient();
        var answer = client.GetStreamingResponseAsync(s_prompts[0], new() { MaxOutputTokens = 6, StopSequences = ["."] });
        Assert.Equal(string.Concat(await answer.ToListAsync()), string.Concat(await answer.ToListAsync()));
    }
}
