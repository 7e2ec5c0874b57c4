using System.Text.Json;
using Kernels.Extensions.AI;
using Microsoft.Extensions.AI;

namespace WebDemo;

/// <summary>
/// Writes answers as server-sent events: <c>text</c> for each piece, then <c>done</c> with counts, energy and domain shares, or <c>broken</c> with a reason
/// where the app shuts down.
/// </summary>
/// <param name="places">The places in the house.</param>
/// <param name="lifetime">Tells when the app shuts down.</param>
/// <param name="mostTokens">The most tokens of an answer.</param>
/// <param name="patience">How long a request may take to come in: a sender without end would hold its place for ever.</param>
/// <param name="grace">What running answers are given to end by themselves when the app shuts down.</param>
public sealed class Answers(Places places, IHostApplicationLifetime lifetime, int mostTokens, TimeSpan patience, TimeSpan grace)
{
    /// <summary>
    /// Answers a request, or says in one line why not: 400 what cannot be answered, 408 what comes too slowly, 413 what is too long, 429 when too many wait, 503
    /// when the app shuts down.
    /// </summary>
    /// <param name="http">The request.</param>
    /// <param name="client">Who answers.</param>
    /// <param name="prefix">What stands before the text.</param>
    public async Task Write(HttpContext http, IChatClient client, string prefix)
    {
        if (!places.TryEnter())
        {
            http.Response.Headers.RetryAfter = "2";
            await Refuse(http, StatusCodes.Status429TooManyRequests, "Too many requests wait. Try again in 2 seconds.");
            return;
        }

        // A client that goes away ends the text within a token; an app that shuts down gives it a while, if it has begun.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        using var stopping = lifetime.ApplicationStopping.Register(() =>
        {
            if (http.Response.HasStarted) ending.CancelAfter(grace);
            else ending.Cancel();
        });
        try
        {
            var request = await Read(http, ending.Token);
            var options = new ChatOptions
            {
                MaxOutputTokens = Math.Min(request.Tokens ?? mostTokens, mostTokens), Seed = request.Seed,
                // A task has a likeliest answer; a text that goes on is drawn.
                Temperature = request.Temperature ?? (prefix.Length > 0 ? 0 : null),
            };
            await Stream(http, client.GetStreamingResponseAsync(prefix + request.Text, options, ending.Token), ending.Token);
        }
        catch (Exception fault) when (fault is RequestException or ArgumentException && !http.Response.HasStarted)
        {
            await Refuse(http, StatusCodes.Status400BadRequest, fault.Message);
        }
        catch (BadHttpRequestException fault) when (!http.Response.HasStarted)
        {
            var why = fault.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => $"The request is longer than {Demo.LargestBody >> 10} KiB. Send less text.",
                StatusCodes.Status408RequestTimeout => fault.Message,
                _ => "The request broke off.",
            };
            await Refuse(http, fault.StatusCode, why);
        }
        catch (OperationCanceledException)
        {
            if (http.RequestAborted.IsCancellationRequested) return; // nobody reads any more
            if (http.Response.HasStarted) await Event(http, "broken", json => json.WriteStringValue("The server is shutting down."), CancellationToken.None);
            else await Refuse(http, StatusCodes.Status503ServiceUnavailable, "The server is shutting down.");
        }
        finally
        {
            places.Leave();
        }
    }

    private async Task<TaskRequest> Read(HttpContext http, CancellationToken ending)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(ending);
        reading.CancelAfter(patience);
        try
        {
            return await TaskRequest.Read(http.Request.Body, reading.Token);
        }
        catch (OperationCanceledException) when (!ending.IsCancellationRequested)
        {
            // What is still to come is not waited for.
            http.Response.Headers.Connection = "close";
            throw new BadHttpRequestException($"The request did not come in whole within {patience.TotalSeconds} seconds. Send it faster.", StatusCodes.Status408RequestTimeout);
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
