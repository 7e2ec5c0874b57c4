namespace Kernels.Models;

/// <summary>What a <c>config.json</c> says of a checkpoint: the network, and the tokens that begin and end a text.</summary>
/// <param name="Network">The network's numbers.</param>
/// <param name="EndTokens">
/// Ids that end a text (<c>eos_token_id</c>). An id outside the vocabulary can never come out of the network and is left away:
/// tools write the default 50256 whatever the vocabulary.
/// </param>
/// <param name="StartToken">The id that begins a text (<c>bos_token_id</c>), or null.</param>
public sealed record CheckpointConfig(Gpt2Config Network, IReadOnlyList<int> EndTokens, int? StartToken)
{
    /// <summary>Reads a <c>config.json</c>.</summary>
    /// <param name="json">The file's bytes.</param>
    /// <param name="path">What messages call the file.</param>
    /// <exception cref="ModelFormatException">It is no JSON, names another architecture, or asks for what cannot be meant.</exception>
    public static CheckpointConfig Read(ReadOnlySpan<byte> json, string path) => new ConfigReader(path).Read(json);
}
