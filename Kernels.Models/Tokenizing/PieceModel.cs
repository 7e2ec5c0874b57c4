namespace Kernels.Models.Tokenizing;

/// <summary>What the file of a SentencePiece model says: its pieces, and how it cuts and normalises. Not yet checked as a whole.</summary>
internal sealed class PieceModel
{
    /// <summary>The longest piece taken, in bytes: what a search may look at from each position of a text.</summary>
    public const int LongestPiece = 1024;

    /// <summary>The pieces in the order of their ids.</summary>
    public PieceList Pieces { get; } = new();

    /// <summary>The score of each piece.</summary>
    public List<float> Scores { get; } = [];

    /// <summary>The kind of each piece.</summary>
    public List<PieceKind> Kinds { get; } = [];

    /// <summary>1: unigram, 2: pairs merged by score; 3 and 4 cut at words and characters.</summary>
    public int Type { get; set; } = 1;

    /// <summary>Whether what no piece covers becomes its bytes.</summary>
    public bool FallsBackToBytes { get; set; }

    /// <summary>Whether the space that a text is given stands at its end.</summary>
    public bool SpaceAtEnd { get; set; }

    /// <summary>What the unknown piece reads as; U+2047 between spaces where the file does not say.</summary>
    public byte[] UnknownText { get; set; } = [.. " \u2047 "u8];

    /// <summary>The spelling of the piece that starts a text.</summary>
    public byte[] StartPiece { get; set; } = [.. "<s>"u8];

    /// <summary>The spelling of the piece that ends a text.</summary>
    public byte[] EndPiece { get; set; } = [.. "</s>"u8];

    /// <summary>The spelling of the piece that fills a row.</summary>
    public byte[] PaddingPiece { get; set; } = [.. "<pad>"u8];

    /// <summary>The table of characters and what they become; empty: none.</summary>
    public byte[] CharacterMap { get; set; } = [];

    /// <summary>Whether a text is given a space, so that its first word looks like any other.</summary>
    public bool AddsSpace { get; set; } = true;

    /// <summary>Whether spaces at both ends go, and runs of spaces become one.</summary>
    public bool DropsSpaces { get; set; } = true;

    /// <summary>Whether a space is written U+2581.</summary>
    public bool MarksSpaces { get; set; } = true;

    /// <summary>Whether decoded text is normalised once more.</summary>
    public bool MapsDecodedText { get; set; }
}
