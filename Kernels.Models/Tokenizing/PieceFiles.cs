namespace Kernels.Models.Tokenizing;

/// <summary>The layouts in which checkpoints bring a tokenizer of SentencePiece.</summary>
internal static class PieceFiles
{
    /// <summary>What a folder may call the model.</summary>
    public static readonly string[] Names = ["spiece.model", "tokenizer.model"];

    public static SentencePieceTokenizer Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        foreach (var name in Names)
            if (Path.Combine(folder, name) is var path && File.Exists(path))
                return SentencePieceTokenizer.FromModel(TokenizerFile.ReadAll(path), path);
        if (Path.Combine(folder, "tokenizer.json") is var json && File.Exists(json))
            return SentencePieceTokenizer.FromTokenizerJson(TokenizerFile.ReadAll(json), json);
        throw new ModelFormatException(folder, Messages.NoPieceFiles);
    }
}
