namespace Kernels.Models.Tokenizing;

/// <summary>What a piece of a SentencePiece model stands for; the numbers are those of its file.</summary>
internal enum PieceKind : byte
{
    /// <summary>Text, chosen by its score.</summary>
    Normal = 1,

    /// <summary>The one piece for all that no other piece covers.</summary>
    Unknown = 2,

    /// <summary>A mark such as <c>&lt;/s&gt;</c>: never found in a text.</summary>
    Control = 3,

    /// <summary>Text that is found before all other, and not normalised.</summary>
    UserDefined = 4,

    /// <summary>Text that is cut into other pieces again.</summary>
    Unused = 5,

    /// <summary>One byte, written <c>&lt;0x0A&gt;</c>.</summary>
    Byte = 6,
}
