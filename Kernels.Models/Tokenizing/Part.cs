namespace Kernels.Models.Tokenizing;

/// <summary>
/// What messages call a part of a tokenizer's file: a field by its own name, or a word, which is looked up in the user's language only when it
/// is said.
/// </summary>
internal readonly record struct Part
{
    private readonly string _name;
    private readonly Kind _kind;

    private Part(string name, Kind kind) => (_name, _kind) = (name, kind);

    private enum Kind { Field, Word, TypeOfField }

    /// <summary>A field by its own name.</summary>
    public static implicit operator Part(string field) => new(field, Kind.Field);

    /// <summary>A word by its name among the messages.</summary>
    public static Part Word(string name) => new(name, Kind.Word);

    /// <summary>The type that a field's object says it has.</summary>
    public static Part TypeOf(string field) => new(field, Kind.TypeOfField);

    /// <summary>The part in the user's language.</summary>
    public override string ToString() => _kind switch
    {
        Kind.Field => _name,
        Kind.Word => Messages.Of(_name),
        _ => Messages.TypeOf(_name),
    };
}
