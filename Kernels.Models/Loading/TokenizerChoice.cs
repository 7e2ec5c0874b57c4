using Kernels.Models.Tokenizing;

namespace Kernels.Models;

/// <summary>Finds the tokenizer of a checkpoint by the files that are there.</summary>
internal static class TokenizerChoice
{
    /// <summary>
    /// Reads it: <c>tokenizer.json</c> (byte-level BPE or unigram), or else FSMT's <c>vocab-src.json</c>, <c>vocab-tgt.json</c> and <c>merges.txt</c>, or else
    /// <c>vocab.json</c> with <c>merges.txt</c>, or else Marian's <c>source.spm</c>, <c>target.spm</c> and <c>vocab.json</c>, or else a SentencePiece model (<c>spiece.model</c>,
    /// <c>tokenizer.model</c>), which does not say which marks stand around a text: <see cref="SentencePieceTokenizer.WithMarks"/>.
    /// </summary>
    /// <param name="files">The checkpoint.</param>
    /// <returns>Null where the checkpoint has no tokenizer.</returns>
    /// <exception cref="ModelFormatException">It has one, and it is not sound.</exception>
    public static ITokenizer? Read(ModelFiles files)
    {
        if (files.Has("tokenizer.json"))
        {
            var (json, path) = (files.Read("tokenizer.json"), files.PathOf("tokenizer.json"));
            return UnigramJson.IsMeant(json, path) ? SentencePieceTokenizer.FromTokenizerJson(json, path) : BytePairTokenizer.FromTokenizerJson(json, path);
        }

        if (FsmtFiles.IsMeant(files.Has))
            return new FsmtFiles(files.Has, files.Read, files.PathOf).Read(files.Name);
        if (files.Has("vocab.json") && files.Has("merges.txt"))
            return BytePairTokenizer.FromVocabulary(
                files.Read("vocab.json"), files.Read("merges.txt"), files.PathOf("vocab.json"), files.PathOf("merges.txt"));
        if (MarianFiles.Names.All(files.Has))
            return MarianFiles.Read(files.Read(MarianFiles.Source), files.Read(MarianFiles.Target), files.Read(MarianFiles.Vocabulary), files.PathOf);
        foreach (var name in PieceFiles.Names)
            if (files.Has(name))
                return SentencePieceTokenizer.FromModel(files.Read(name), files.PathOf(name));
        return null;
    }
}
