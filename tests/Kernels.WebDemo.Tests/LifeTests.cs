using System.Net;
using System.Net.Sockets;
using System.Text;
using Kernels.Models;
using Kernels.Models.Data;

namespace Kernels.WebDemo.Tests;

/// <summary>Senders without end, clients that leave, prompts at the edge of the context, and the app's own end.</summary>
public sealed class LifeTests
{
    // The likeliest text goes on to its limit; a drawn one may end at once.
    private const string Long = """{"text": "The night was", "tokens": 200, "temperature": 0}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Faster than the server's own least rate, and slower than anybody means.</summary>
    [Fact]
    public async Task A_sender_without_end_gives_its_place_back()
    {
        await using var house = await House.Open("--queue", "0", "--patience", "0.4");
        using var slow = new TcpClient();
        await slow.ConnectAsync("127.0.0.1", house.Client.BaseAddress!.Port, Cancellation);
        var stream = slow.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes("POST /generate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{\"text\": \""), Cancellation);
        var answer = Task.Run(async () =>
        {
            var buffer = new byte[4096];
            return Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer, Cancellation));
        }, Cancellation);
        for (var i = 0; i < 200 && !answer.IsCompleted; i++)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(new string('a', 20)), Cancellation);
            await Task.Delay(20, Cancellation);
        }

        Assert.True(answer.IsCompleted);
        Assert.StartsWith("HTTP/1.1 408 ", await answer);
        Assert.Contains("Send it faster", await answer);
        await Wait(() => house.Taken == 0);
        Assert.Equal("done", (await house.Answer("generate", new { text = "a", tokens = 1 })).Last);
    }

    [Fact]
    public async Task What_does_not_end_in_the_grace_of_a_shutdown_is_told_broken_and_what_waits_503()
    {
        await using var house = await House.Of(new() { Delay = TimeSpan.FromMilliseconds(50) }, "--grace", "0.3");
        using var running = await house.Post("generate", Long, Cancellation);
        var waiting = house.Post("generate", Long, Cancellation);
        await Wait(() => house.Taken == 2);
        var stopping = house.Stop();
        var text = await running.Content.ReadAsStringAsync(Cancellation);
        Assert.EndsWith("event: broken\ndata: \"The server is shutting down.\"\n\n", text);
        Assert.DoesNotContain("event: done", text);
        using var refused = await waiting;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal("The server is shutting down.", await refused.Content.ReadAsStringAsync(Cancellation));
        await stopping.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
        Assert.Equal(0, house.Taken);
    }

    /// <summary>The whole text would take ten seconds.</summary>
    [Fact]
    public async Task Who_leaves_ends_the_work_within_a_few_tokens_and_the_next_is_served()
    {
        var counted = new CountedModels { Delay = TimeSpan.FromMilliseconds(50) };
        await using var house = await House.Of(counted);
        using (await house.Post("generate", Long, Cancellation))
        {
            using var leaver = new CancellationTokenSource();
            var waiting = house.Post("generate", Long, leaver.Token);
            await Wait(() => house.Taken == 2);
            await leaver.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

            // One that waited in the queue leaves it at once, while the other goes on.
            await Wait(() => house.Taken == 1);
        }

        await Wait(() => house.Taken == 0);
        var passes = counted.Passes;
        Assert.InRange(passes, 1, 150);
        await Task.Delay(300, Cancellation);
        Assert.InRange(counted.Passes - passes, 0, 1);
        Assert.Equal("done", (await house.Answer("generate", new { text = "a", tokens = 1 })).Last);
    }

    [Theory]
    [InlineData("generate")]
    [InlineData("summarize")]
    public async Task A_prompt_that_fills_the_context_is_answered_and_one_token_more_is_refused_with_both_numbers(string path)
    {
        using var novels = LanguageModel.Load(typeof(Novels).Assembly, Novels.Name);
        using var phrases = EncoderDecoderModel.Load(typeof(Phrases).Assembly, Phrases.Name);
        var (context, prefix) = path == "generate" ? (novels.Network.Context, "") : (phrases.SourceContext, T5Tasks.Summarize);
        int Length(string text) => path == "generate" ? novels.Encode(text).Length : phrases.Encode(prefix + text).Length;
        var text = "the";
        while (Length(text + " the") <= context) text += " the";
        Assert.Equal((context, context + 1), (Length(text), Length(text + " the")));

        var counted = new CountedModels();
        await using var house = await House.Of(counted);
        using var refused = await house.Post(path, $$"""{"text": "{{text}} the"}""", Cancellation);
        var why = await refused.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains($" {context + 1} tokens", why);
        Assert.Contains($" {context}.", why);
        Assert.Equal(0, counted.Passes);
        var (_, last, data) = await house.Answer(path, new { text, tokens = path == "generate" ? int.MaxValue : 3, temperature = 0 });
        Assert.Equal(("done", context), (last, data.GetProperty("prompt_tokens").GetInt32()));
        Assert.True(counted.Passes > 0);
    }

    [Fact]
    public async Task What_is_refused_disturbs_nobody_and_health_answers_in_a_full_house()
    {
        await using var house = await House.Of(new() { Delay = TimeSpan.FromMilliseconds(20) }, "--queue", "1");
        var request = new { text = "The night was", tokens = 50, temperature = 0 };
        var alone = (await house.Answer("generate", request)).Text;
        var (running, queued) = (house.Answer("generate", request), house.Answer("generate", request));
        await Wait(() => house.Taken == 2);
        using var full = await house.Post("generate", Long, Cancellation);
        Assert.Equal(HttpStatusCode.TooManyRequests, full.StatusCode);
        Assert.Equal("ok", await house.Client.GetStringAsync("/health", Cancellation));
        Assert.Equal((alone, alone), ((await running).Text, (await queued).Text));
    }

    private static async Task Wait(Func<bool> condition)
    {
        for (var i = 0; i < 200 && !condition(); i++) await Task.Delay(20, Cancellation);
        Assert.True(condition());
    }
}
