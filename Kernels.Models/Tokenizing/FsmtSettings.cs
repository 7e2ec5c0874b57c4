namespace Kernels.Models.Tokenizing;

/// <summary>What the <c>tokenizer_config.json</c> of an FSMT says; what it does not say of the languages, <c>config.json</c> does.</summary>
internal sealed class FsmtSettings
{
    private const int MostLetters = 8;

    // Moses has rules for these that nothing here follows.
    private static readonly string[] s_otherSources = ["zh", "ja", "ko", "cjk"];
    private static readonly string[] s_otherTargets = ["cs", "fi"];

    /// <summary>The code of the language of sources.</summary>
    public string Source { get; private set; } = "";

    /// <summary>The code of the language of texts.</summary>
    public string Target { get; private set; } = "";

    /// <summary>Whether sources are read in lower case.</summary>
    public bool Lowers { get; private set; }

    /// <summary>How what no piece covers is spelt.</summary>
    public string Unknown { get; private set; } = "<unk>";

    /// <summary>How the end of a source, and of a text, is spelt.</summary>
    public string End { get; private set; } = "</s>";

    /// <summary>How all marks are spelt.</summary>
    public IEnumerable<string> Marks => new[] { Unknown, End, _start, _padding }.Distinct();

    private string _start = "<s>";
    private string _padding = "<pad>";

    /// <summary>Reads the settings.</summary>
    /// <param name="json">The whole <c>tokenizer_config.json</c>; empty where there is none.</param>
    /// <param name="path">The name that messages give it.</param>
    /// <param name="config">The whole <c>config.json</c>; empty where there is none.</param>
    /// <param name="configPath">The name that messages give it.</param>
    /// <exception cref="ModelFormatException">A file is damaged, or names no two languages whose rules are there.</exception>
    public static FsmtSettings Read(ReadOnlySpan<byte> json, string path, ReadOnlySpan<byte> config, string configPath)
    {
        var settings = new FsmtSettings();
        if (!json.IsEmpty)
            settings.Read(new JsonCursor(json, path), languagesOnly: false);
        if (settings.Source == "" && !config.IsEmpty)
            settings.Read(new JsonCursor(config, configPath), languagesOnly: true);
        return settings.Source != "" ? settings : throw new ModelFormatException(path, Messages.LanguagesNotTwo);
    }

    private void Read(JsonCursor cursor, bool languagesOnly)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        cursor.BeginObject(Part.Word(nameof(Messages.TheSettings)));
        while (cursor.NextField())
        {
            var name = cursor.CurrentText(Part.Word(nameof(Messages.TheSettings)));
            if (!seen.Add(name))
                throw cursor.Refuse(Messages.FieldTwice(ModelFormatException.Quote(name)));
            if (name == "langs")
                ReadLanguages(ref cursor);
            else if (languagesOnly)
                cursor.Skip();
            else if (name == "do_lower_case")
                Lowers = cursor.Flag(name);
            else if (name == "unk_token")
                Unknown = Mark(ref cursor, name);
            else if (name == "sep_token")
                End = Mark(ref cursor, name);
            else if (name == "bos_token")
                _start = Mark(ref cursor, name);
            else if (name == "pad_token")
                _padding = Mark(ref cursor, name);
            else
                cursor.Skip();
        }

        cursor.End();
    }

    /// <summary>A mark: its spelling, or an object with its spelling as content.</summary>
    private static string Mark(ref JsonCursor cursor, string name)
    {
        cursor.Next();
        if (!cursor.IsObjectHere)
            return Spelling(cursor.CurrentText(name), ref cursor, name);
        var content = "";
        while (cursor.NextField())
            if (cursor.CurrentText(name) == "content")
                content = cursor.Text(name);
            else
                cursor.Skip();
        return Spelling(content, ref cursor, name);
    }

    private static string Spelling(string text, ref JsonCursor cursor, string name)
        => text.Length > 0 ? text : throw cursor.Refuse(Messages.MarkEmpty(name));

    private void ReadLanguages(ref JsonCursor cursor)
    {
        var languages = new List<string>();
        cursor.BeginArray("langs");
        while (languages.Count <= 2 && cursor.NextItem())
            languages.Add(cursor.CurrentText("langs"));
        if (languages is not [var source, var target])
            throw cursor.Refuse(Messages.LanguagesNotTwo);
        foreach (var language in languages)
            if (language.Length is < 2 or > MostLetters || !language.All(char.IsAsciiLetterLower))
                throw cursor.Refuse(Messages.LanguageNoCode(ModelFormatException.Quote(language)));
        if (s_otherSources.Contains(source))
            throw cursor.Refuse(Messages.LanguageNotCut(source));
        if (s_otherTargets.Contains(target))
            throw cursor.Refuse(Messages.LanguageNotJoined(target));
        (Source, Target) = (source, target);
    }
}
