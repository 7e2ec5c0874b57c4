namespace Kernels.Models;

/// <summary>What a <c>config.json</c> says of an encoder-decoder: the networks, and the tokens that mean something.</summary>
/// <param name="Network">The networks' numbers.</param>
/// <param name="EndTokens">Ids that end a text (<c>eos_token_id</c>).</param>
/// <param name="StartToken">The id that the decoder starts from (<c>decoder_start_token_id</c>, else <c>pad_token_id</c>), or null.</param>
/// <param name="Padding">The id that fills a row (<c>pad_token_id</c>), or null.</param>
public sealed record EncoderDecoderConfig(TranslatorConfig Network, IReadOnlyList<int> EndTokens, int? StartToken, int? Padding)
{
    /// <summary>Ids that no text may hold: Marian's padding, which starts the decoder.</summary>
    public IReadOnlyList<int> Banned { get; init; } = [];
}
