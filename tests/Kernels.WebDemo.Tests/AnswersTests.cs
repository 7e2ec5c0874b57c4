using System.Net;
using System.Text;
using Kernels.Models;
using Kernels.Models.Data;

namespace Kernels.WebDemo.Tests;

/// <summary>The sample app as its clients meet it.</summary>
public sealed class AnswersTests
{
    private static readonly string s_tooLong = string.Concat(Enumerable.Repeat("word ", 2000));

    [Fact]
    public async Task Each_task_answers_in_pieces_then_with_counts_shares_and_energy()
    {
        await using var house = await House.Open();
        using var novels = LanguageModel.Load(typeof(Novels).Assembly, Novels.Name, new() { Mode = Mode.Complementary });
        using var phrases = EncoderDecoderModel.Load(typeof(Phrases).Assembly, Phrases.Name, new() { Mode = Mode.Complementary });
        var drawn = new GenerationOptions { Tokens = 12, Sampling = new() { Temperature = 0.8, Seed = 5 } };
        var greedy = new GenerationOptions { Tokens = 30, Sampling = SamplingOptions.Greedy };
        const string Program = "This program draws maps of the sky. It knows a million stars.";
        foreach (var (path, text, expected) in (IEnumerable<(string, object, string)>)
        [
            ("generate", new { text = "The night was", tokens = 12, temperature = 0.8, seed = 5 }, string.Concat(novels.Generate("The night was", drawn))),
            ("translate", new { text = "Where is the station?", temperature = 0 }, "Où est la gare ?"),
            ("summarize", new { text = Program, tokens = 30, temperature = 0 }, string.Concat(phrases.Generate(T5Tasks.Summarize + Program, greedy))),
        ])
        {
            var (answer, last, done) = await house.Answer(path, text);
            Assert.Equal((expected, "done"), (answer, last));
            Assert.True(done.GetProperty("prompt_tokens").GetInt32() > 2 && done.GetProperty("tokens").GetInt32() > 2);
            Assert.Equal(1, done.GetProperty("domain_dnn").GetDouble() + done.GetProperty("domain_snn").GetDouble() + done.GetProperty("domain_skipped").GetDouble(), 1e-9);
            Assert.InRange(done.GetProperty("energy_joules").GetDouble(), 1e-7, 1);
        }
    }

    /// <summary>Replays what broke others under load: answers mixed up, places lost to those who went away.</summary>
    [Fact]
    public async Task Sixty_four_clients_get_what_each_gets_alone_while_a_third_goes_away()
    {
        await using var house = await House.Open("--instances", "2", "--queue", "64");
        object Request(int seed) => new { text = "The night was", tokens = 10, temperature = 0.9, seed = seed % 4 };
        var alone = new string[4];
        for (var seed = 0; seed < 4; seed++) alone[seed] = (await house.Answer("generate", Request(seed))).Text;
        Assert.Equal(4, alone.Distinct().Count());
        var clients = await Task.WhenAll(Enumerable.Range(0, 64).Select(async i =>
        {
            var leaves = i % 3 == 0;
            var (text, last, _) = await house.Answer("generate", Request(i), cancelAfter: leaves ? 1 + (i % 5) : null);
            return (Text: text, Alone: alone[i % 4], Last: last, Leaves: leaves);
        }));

        // Who leaves has read the beginning of what it would have got alone, too.
        Assert.All(clients.Where(client => client.Leaves), client => Assert.StartsWith(client.Text, client.Alone));
        Assert.All(clients.Where(client => !client.Leaves), client => Assert.Equal((client.Alone, "done"), (client.Text, client.Last)));
        Assert.Contains(clients, client => client.Leaves && client.Text.Length > 0 && client.Text.Length < client.Alone.Length);

        // Places come back within the token that a client left in.
        for (var wait = 0; house.Taken > 0 && wait < 200; wait++) await Task.Delay(25, TestContext.Current.CancellationToken);
        Assert.Equal(0, house.Taken);
        Assert.Equal(alone[1], (await house.Answer("generate", Request(1))).Text);
    }

    [Fact]
    public async Task Who_comes_to_a_full_house_is_told_when_to_come_back()
    {
        await using var house = await House.Of(new() { Delay = TimeSpan.FromMilliseconds(20) }, "--queue", "0");
        using var first = await house.Post("generate", """{"text": "The night was", "tokens": 200, "temperature": 0}""");
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using var second = await house.Post("translate", """{"text": "Come in."}""");
        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.Equal("2", second.Headers.RetryAfter!.ToString());
        Assert.Contains("Try again", await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_cannot_be_answered_is_refused_in_one_line_before_any_work()
    {
        var counted = new CountedModels();
        await using var house = await House.Of(counted);
        foreach (var (status, named, path, body) in (IEnumerable<(HttpStatusCode, string, string, string)>)
        [
            (HttpStatusCode.BadRequest, "JSON", "generate", "{"),
            (HttpStatusCode.BadRequest, "JSON", "generate", ""),
            (HttpStatusCode.BadRequest, "JSON", "generate", "[]"),
            (HttpStatusCode.BadRequest, "JSON", "generate", "5"),
            (HttpStatusCode.BadRequest, "\"text\" cannot be read: give one string", "generate", """{"text": 5}"""),
            (HttpStatusCode.BadRequest, "\"text\"", "generate", """{"text": ["a"]}"""),
            (HttpStatusCode.BadRequest, "\"text\"", "generate", """{"text": "a", "text": "b"}"""),
            (HttpStatusCode.BadRequest, "\"tokens\"", "generate", """{"text": "a", "tokens": "5"}"""),
            (HttpStatusCode.BadRequest, "\"tokens\"", "generate", """{"text": "a", "tokens": 1.5}"""),
            (HttpStatusCode.BadRequest, "\"tokens\"", "generate", """{"text": "a", "tokens": 2147483648}"""),
            (HttpStatusCode.BadRequest, "\"seed\"", "generate", """{"text": "a", "seed": 9223372036854775808}"""),
            (HttpStatusCode.BadRequest, "\"temperature\"", "generate", """{"text": "a", "temperature": true}"""),
            (HttpStatusCode.BadRequest, "\"temperature\"", "generate", """{"text": "a", "temperature": 1e39}"""),
            (HttpStatusCode.BadRequest, "\"temperature\"", "translate", """{"text": "a", "temperature": -1e39}"""),
            (HttpStatusCode.BadRequest, "JSON", "generate", string.Concat(Enumerable.Repeat("[", 65))),
            (HttpStatusCode.BadRequest, "whole characters", "generate", """{"text": "a\ud800"}"""),
            (HttpStatusCode.BadRequest, "text", "generate", "{}"),
            (HttpStatusCode.BadRequest, "text", "summarize", "null"),
            (HttpStatusCode.BadRequest, "empty", "translate", """{"text": ""}"""),
            (HttpStatusCode.BadRequest, "tokens", "generate", """{"text": "a", "tokens": 0}"""),
            (HttpStatusCode.BadRequest, "temperature", "generate", """{"text": "a", "temperature": -1}"""),
            (HttpStatusCode.BadRequest, "context", "generate", $$"""{"text": "{{s_tooLong}}"}"""),
            (HttpStatusCode.BadRequest, "context", "translate", $$"""{"text": "{{s_tooLong}}"}"""),
            (HttpStatusCode.RequestEntityTooLarge, "64 KiB", "generate", $$"""{"text": "{{new string('a', 70000)}}"}"""),
            (HttpStatusCode.NotFound, "", "generated", "{}"),
        ])
        {
            using var response = await house.Post(path, body);
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal(status, response.StatusCode);
            Assert.Contains(named, text, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', text);
        }

        using var bytes = await house.Client.PostAsync("generate", new ByteArrayContent([.. "{\"text\": \""u8, 0xff, .. "\"}"u8]), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, bytes.StatusCode);
        Assert.Equal((0, 0), (house.Taken, counted.Passes));

        // The passes of what can be answered are counted.
        foreach (var path in (string[])["generate", "translate"])
        {
            var before = counted.Passes;
            Assert.Equal("done", (await house.Answer(path, new { text = "a", tokens = 1 })).Last);
            Assert.True(counted.Passes > before);
        }
    }

    [Fact]
    public async Task An_app_that_shuts_down_lets_short_answers_end()
    {
        await using var house = await House.Open();
        using var response = await house.Post("generate", """{"text": "The night was", "tokens": 40, "temperature": 0.8}""");
        var stopping = house.Stop();
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("event: done", text);
        await stopping;
    }

    [Fact]
    public async Task The_page_offers_the_three_tasks()
    {
        await using var house = await House.Open();
        var page = await house.Client.GetStringAsync("/", TestContext.Current.CancellationToken);
        foreach (var task in (string[])["generate", "translate", "summarize"]) Assert.Contains($"<option value=\"{task}\">", page);
        Assert.Equal("ok", await house.Client.GetStringAsync("/health", TestContext.Current.CancellationToken));
    }
}
