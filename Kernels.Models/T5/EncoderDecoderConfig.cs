namespace Kernels.Models;

/// <summary>What a <c>config.json</c> says of an encoder-decoder: the networks, and the tokens that begin and end a text.</summary>
/// <param name="Network">The networks' numbers.</param>
/// <param name="EndTokens">Ids that end a text (<c>eos_token_id</c>).</param>
/// <param name="StartToken">The id that the decoder starts from (<c>decoder_start_token_id</c>, else <c>pad_token_id</c>), or null.</param>
/// <param name="Padding">The id that fills a row (<c>pad_token_id</c>), or null.</param>
public sealed record EncoderDecoderConfig(T5Config Network, IReadOnlyList<int> EndTokens, int? StartToken, int? Padding)
{
    /// <summary>Reads a <c>config.json</c>.</summary>
    /// <param name="json">The file's bytes.</param>
    /// <param name="path">What messages call the file.</param>
    /// <exception cref="ModelFormatException">It is no JSON, names another architecture, or asks for what cannot be meant.</exception>
    public static EncoderDecoderConfig Read(ReadOnlySpan<byte> json, string path) => new T5ConfigReader(path).Read(json);
}
