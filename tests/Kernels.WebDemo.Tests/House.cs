using System.Net;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Kernels.WebDemo.Tests;

/// <summary>The app on a free port of this machine.</summary>
internal sealed class House : IAsyncDisposable
{
    private readonly WebApplication _app;

    private House(WebApplication app)
    {
        _app = app;
        Client = new() { BaseAddress = new(app.Urls.Single()), Timeout = TimeSpan.FromMinutes(3) };
    }

    public HttpClient Client { get; }

    /// <summary>Requests being answered or waiting.</summary>
    public int Taken => _app.Services.GetRequiredService<global::WebDemo.Places>().Taken;

    public static Task<House> Open(params string[] settings) => Open(settings, null);

    /// <summary>A house with models of the test's.</summary>
    public static Task<House> Of(CountedModels models, params string[] settings) => Open(settings, models);

    private static async Task<House> Open(string[] settings, CountedModels? models)
    {
        var app = global::WebDemo.Demo.Build(["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "None", .. settings], models?.Writer(), models?.Reader());
        await app.StartAsync();
        return new(app);
    }

    public Task Stop() => _app.StopAsync();

    public Task<HttpResponseMessage> Post(string path, string json, CancellationToken cancellation = default) => Client.SendAsync(
        new(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") }, HttpCompletionOption.ResponseHeadersRead, cancellation);

    /// <summary>The text of an answer, its last event and that event's data; of one that is left, what had come until then.</summary>
    public async Task<(string Text, string Last, JsonElement Data)> Answer(string path, object request, CancellationToken cancellation = default, int? cancelAfter = null)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var response = await Post(path, JsonSerializer.Serialize(request), ending.Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        var (text, last, data, events) = (new StringBuilder(), "", default(JsonElement), 0);
        await using var stream = await response.Content.ReadAsStreamAsync(ending.Token);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(ending.Token))
        {
            using var json = JsonDocument.Parse(item.Data);
            (last, data) = (item.EventType, json.RootElement.Clone());
            if (last == "text") text.Append(data.GetString());
            if (++events == cancelAfter) break; // the connection is closed with the response
        }

        return (text.ToString(), last, data);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
