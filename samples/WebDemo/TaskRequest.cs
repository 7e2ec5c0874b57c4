namespace WebDemo;

/// <summary>What a client asks for.</summary>
/// <param name="Text">The text to continue.</param>
/// <param name="Tokens">The most tokens of the answer; the app's own limit holds too.</param>
/// <param name="Temperature">0: always the likeliest token.</param>
/// <param name="Seed">The same seed gives the same answer.</param>
public sealed record TaskRequest(string Text, int? Tokens, float? Temperature, long? Seed);
