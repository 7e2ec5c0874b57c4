using System.Text.Json;
using Kernels.Extensions.AI;
using Microsoft.Extensions.AI;

namespace WebDemo;

/// <summary>Writes answers as server-sent events: <c>text</c> for each piece, then <c>done</c> with counts, energy and domain shares.</summary>
public sealed class Answers(IChatClient client, Places places, IHostApplicationLifetime lifetime, int mostTokens)
{
    /// <summary>Answers a request, or says in one line why not: 400 what cannot be answered, 429 when too many wait.</summary>
    public async Task Write(HttpContext http, TaskRequest request)
    {
        if (!places.TryEnter())
        {
            http.Response.Headers.RetryAfter = "2";
            await Refuse(http, StatusCodes.Status429TooManyRequests, "Too many requests wait. Try again in 2 seconds.");
            return;
        }

        try
        {
            // A client that goes away, and an app that shuts down, end the text within a token.
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
            IAsyncEnumerable<ChatResponseUpdate> answer;
            try
            {
                var options = new ChatOptions
                {
                    MaxOutputTokens = Math.Min(request.Tokens ?? mostTokens, mostTokens), Temperature = request.Temperature, Seed = request.Seed,
                };
                answer = client.GetStreamingResponseAsync(request.Text ?? "", options, ending.Token);
            }
            catch (ArgumentException fault)
            {
                await Refuse(http, StatusCodes.Status400BadRequest, fault.Message);
                return;
            }

            await Stream(http, answer, ending.Token);
        }
        catch (OperationCanceledException)
        {
            // Nobody reads any more.
        }
        finally
        {
            places.Leave();
        }
    }

    private static async Task Stream(HttpContext http, IAsyncEnumerable<ChatResponseUpdate> answer, CancellationToken cancellation)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        await foreach (var update in answer)
        {
            if (update.Text.Length > 0) await Event(http, "text", json => json.WriteStringValue(update.Text), cancellation);
            if (update.FinishReason is not null) await Event(http, "done", json => WriteDone(json, update), cancellation);
        }
    }

    private static void WriteDone(Utf8JsonWriter json, ChatResponseUpdate last)
    {
        var usage = last.Contents.OfType<UsageContent>().Single().Details;
        json.WriteStartObject();
        json.WriteString("finish", last.FinishReason!.Value.Value);
        json.WriteNumber("prompt_tokens", usage.InputTokenCount ?? 0);
        json.WriteNumber("tokens", usage.OutputTokenCount ?? 0);
        foreach (var (name, value) in last.AdditionalProperties!)
        {
            if (value is double number) json.WriteNumber(name, number);
            else if (value is long whole) json.WriteNumber(name, whole);
            else json.WriteString(name, value?.ToString());
        }

        json.WriteEndObject();
    }

    private static async Task Event(HttpContext http, string name, Action<Utf8JsonWriter> write, CancellationToken cancellation)
    {
        using var data = new MemoryStream();
        using (var json = new Utf8JsonWriter(data)) write(json);
        await http.Response.WriteAsync($"event: {name}\ndata: {System.Text.Encoding.UTF8.GetString(data.GetBuffer(), 0, (int)data.Length)}\n\n", cancellation);
        await http.Response.Body.FlushAsync(cancellation);
    }

    private static Task Refuse(HttpContext http, int status, string why)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(why.Split('\n')[0]);
    }
}
