using Kernels.Model;

namespace Kernels.Models;

/// <summary>
/// The numbers that make one GPT-2 network out of all: two equal configurations are the same class. The names in brackets are
/// those of <c>config.json</c>.
/// </summary>
/// <param name="Vocabulary">Token ids run from 0 to this, exclusive (<c>vocab_size</c>).</param>
/// <param name="Width">Values per token (<c>n_embd</c>).</param>
/// <param name="Layers">Blocks (<c>n_layer</c>).</param>
/// <param name="Heads">Attention heads, which divide the width (<c>n_head</c>).</param>
/// <param name="Positions">The longest sequence in tokens (<c>n_positions</c>).</param>
public sealed record Gpt2Config(int Vocabulary, int Width, int Layers, int Heads, int Positions)
{
    /// <summary>GPT-2 as published, 124 million weights (<c>gpt2</c>).</summary>
    public static Gpt2Config Small { get; } = new(50257, 768, 12, 12, 1024);

    /// <summary>GPT-2 as published, 355 million weights (<c>gpt2-medium</c>).</summary>
    public static Gpt2Config Medium { get; } = new(50257, 1024, 24, 16, 1024);

    /// <summary>GPT-2 as published, 774 million weights (<c>gpt2-large</c>).</summary>
    public static Gpt2Config Large { get; } = new(50257, 1280, 36, 20, 1024);

    /// <summary>GPT-2 as published, 1,558 million weights (<c>gpt2-xl</c>).</summary>
    public static Gpt2Config Xl { get; } = new(50257, 1600, 48, 25, 1024);

    /// <summary>Values per token inside the feed-forward part (<c>n_inner</c>); four times the width unless said.</summary>
    public int Inner { get; init; } = 4 * Width;

    /// <summary>Added to the variance of the norms (<c>layer_norm_epsilon</c>).</summary>
    public float Epsilon { get; init; } = 1e-5f;

    /// <summary>The function between the two feed-forward layers (<c>activation_function</c>).</summary>
    public Function Activation { get; init; } = Function.GeluTanh;

    /// <summary>Whether the output head shares the embedding's table (<c>tie_word_embeddings</c>).</summary>
    public bool Tied { get; init; } = true;

    /// <summary>Values per head.</summary>
    public int HeadSize => Width / Heads;

    /// <summary>The number of weights.</summary>
    public long Parameters
    {
        get
        {
            long width = Width, inner = Inner, table = (long)Vocabulary * Width;
            var block = (2 * width) + (width * 3 * width) + (3 * width) + (width * width) + width
                + (2 * width) + (width * inner) + inner + (inner * width) + width;
            return (Tied ? table : 2 * table) + (Positions * width) + (Layers * block) + (2 * width);
        }
    }

    /// <summary>The sizes in one line, for messages.</summary>
    public string Describe()
        => string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{Layers} layers of width {Width}, {Heads} heads, inner width {Inner}, vocabulary {Vocabulary}, context {Positions}"
            + $"{(Tied ? "" : ", untied head")}{(Activation == Function.GeluTanh ? "" : $", {Activation}")}");
}
