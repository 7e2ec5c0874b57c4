using System.Globalization;
using System.Text.Json;

namespace Kernels.Models;

/// <summary>One value of a <c>config.json</c>, as written.</summary>
/// <param name="Kind">The token that the value starts with.</param>
/// <param name="Text">A number or string as text; the items of a list of whole numbers, joined by commas.</param>
/// <param name="IsEmpty">Whether a list or object has no content.</param>
internal readonly record struct ConfigField(JsonTokenType Kind, string Text, bool IsEmpty)
{
    public bool IsNull => Kind is JsonTokenType.None or JsonTokenType.Null;

    /// <summary>The value for a message.</summary>
    public string Shown => Kind switch
    {
        JsonTokenType.Number => ModelFormatException.Quote(Text)[1..^1],
        JsonTokenType.String => ModelFormatException.Quote(Text),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.StartArray => Messages.AList,
        JsonTokenType.StartObject => Messages.AnObject,
        _ => "null",
    };

    /// <summary>The whole number written in plain digits (no fraction, no exponent), if it is one that fits.</summary>
    public int? WholeNumber
        => Kind == JsonTokenType.Number && int.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    public float? Real
        => Kind == JsonTokenType.Number && float.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}
