using System.Text.Json;
using System.Text.Json.Serialization;

namespace WebDemo;

/// <summary>What a client asks for: a JSON object with <c>text</c>, and what it wants of the rest.</summary>
/// <param name="Text">The text to continue, to translate or to sum up.</param>
/// <param name="Tokens">The most tokens of the answer; the app's own limit holds too.</param>
/// <param name="Temperature">0: always the likeliest token.</param>
/// <param name="Seed">The same seed gives the same answer.</param>
public sealed record TaskRequest(string? Text, int? Tokens, float? Temperature, long? Seed)
{
    /// <summary>Reads a request, and says in one line what is wrong with it.</summary>
    /// <param name="body">The request's body, in UTF-8.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="RequestException">It is no such object, has no text, or asks for what cannot be meant.</exception>
    public static async Task<TaskRequest> Read(Stream body, CancellationToken cancellation)
    {
        TaskRequest? request;
        try
        {
            request = await JsonSerializer.DeserializeAsync(body, RequestJson.Default.TaskRequest, cancellation);
        }
        catch (JsonException fault) when (Field(fault) is { } field)
        {
            throw new RequestException($"\"{field}\" cannot be read: {Kinds(field)}.");
        }
        catch (JsonException)
        {
            throw new RequestException("""The body is no JSON object such as {"text": "The night was", "tokens": 40, "temperature": 0.8, "seed": 7}, in UTF-8 and with whole characters.""");
        }

        return request switch
        {
            null or { Text: null } => throw new RequestException("""Nothing to work on: give a "text"."""),
            { Text: "" } => throw new RequestException("""The "text" is empty. Give one character or more."""),
            { Tokens: < 1 } => throw new RequestException($"\"tokens\" is {request.Tokens}. Give 1 or more."),
            { Temperature: { } heat } when !float.IsFinite(heat) => throw new RequestException("\"temperature\" is larger than a number can be. Give 0 for the likeliest text, about 0.8 for a drawn one."),
            { Temperature: < 0 } => throw new RequestException("\"temperature\" is below 0. Give 0 for the likeliest text, about 0.8 for a drawn one."),
            _ => request,
        };
    }

    /// <summary>The field whose value is of another kind, or is there twice; null where the fault is that of the whole.</summary>
    private static string? Field(JsonException fault) => fault.Path?.Split('.', '[') is ["$", var name] && Kinds(name).Length > 0 ? name : null;

    private static string Kinds(string field) => field switch
    {
        "text" => "give one string, of whole characters",
        "tokens" => $"give one whole number from 1 to {int.MaxValue}",
        "temperature" => "give one number, 0 or more",
        "seed" => $"give one whole number from {long.MinValue} to {long.MaxValue}",
        _ => "",
    };
}

/// <summary>A request that cannot be answered; the message is for its sender.</summary>
public sealed class RequestException(string message) : Exception(message);

[JsonSerializable(typeof(TaskRequest))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, AllowDuplicateProperties = false)]
internal sealed partial class RequestJson : JsonSerializerContext;
