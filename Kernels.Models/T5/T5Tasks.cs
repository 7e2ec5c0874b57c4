using System.Collections.Frozen;

namespace Kernels.Models;

/// <summary>How T5 is told what to do: a prefix before the source (Raffel et al. 2020, appendix D).</summary>
public static class T5Tasks
{
    private static readonly FrozenDictionary<string, string> s_languages = new Dictionary<string, string>
    {
        ["fr"] = "French", ["de"] = "German", ["ro"] = "Romanian", ["es"] = "Spanish", ["it"] = "Italian", ["ko"] = "Korean", ["ja"] = "Japanese", ["zh"] = "Chinese",
    }.ToFrozenDictionary();

    /// <summary>The prefix of a summary.</summary>
    public const string Summarize = "summarize: ";

    /// <summary>The codes of the languages that <see cref="Translate"/> knows (ISO 639-1), in the order of the alphabet.</summary>
    public static IReadOnlyList<string> Languages { get; } = [.. s_languages.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The prefix of a translation from English, such as <c>translate English to French: </c>.</summary>
    /// <param name="language">The code of the other language, one of <see cref="Languages"/>.</param>
    /// <exception cref="ArgumentException">The code is none of these.</exception>
    public static string Translate(string language)
    {
        ArgumentNullException.ThrowIfNull(language);
        return s_languages.TryGetValue(language, out var name)
            ? $"translate English to {name}: "
            : throw new ArgumentException($"The language is {language}; it must be one of {string.Join(", ", Languages)}.", nameof(language));
    }
}
