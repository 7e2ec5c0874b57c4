using Kernels.Models;
using Kernels.PeerBench.Cases;

namespace Kernels.PeerBench.Gpt2;

/// <summary>How many bits a weight of a matrix has.</summary>
internal enum WeightBits
{
    Four = 4,
    Eight = 8,
    Float = 32,
}

/// <summary>A way in which ONNX Runtime multiplies by the matrices of a model.</summary>
/// <param name="Bits">Of a weight.</param>
/// <param name="Level">
/// Of blocks of 32 weights with a scale each (<c>MatMulNBits</c>): 1 computes in f32, 4 in integers. Null: whole matrices, as <c>MatMul</c>, or as
/// <c>DynamicQuantizeMatMul</c>, into which the library joins <c>DynamicQuantizeLinear</c> and <c>MatMulInteger</c>.
/// </param>
internal sealed record OnnxForm(WeightBits Bits, int? Level)
{
    /// <summary>Weights of a block.</summary>
    public const int Block = BlockWeights.Block;

    /// <summary>All that are timed; the library's users would take the fastest of equal bits.</summary>
    public static IReadOnlyList<OnnxForm> All { get; } =
    [
        new(WeightBits.Float, null), new(WeightBits.Eight, null), new(WeightBits.Eight, 4), new(WeightBits.Eight, 1), new(WeightBits.Four, 4), new(WeightBits.Four, 1),
    ];

    public string Name => (Bits, Level) switch
    {
        (WeightBits.Float, _) => "f32",
        (_, null) => "int8, dynamic",
        _ => $"{(int)Bits} bits, level {Level}",
    };

    /// <summary>Bytes of all matrices that a token is multiplied by.</summary>
    public long WeightBytes => Gpt2Matrices.All.Sum(matrix => matrix.Bytes(Bits, Level is null ? matrix.Inputs : Block));
}

/// <summary>A matrix that every token is multiplied by.</summary>
/// <param name="Name">Of its tensor, without <c>.weight</c>.</param>
/// <param name="Inputs">Values in.</param>
/// <param name="Outputs">Values out.</param>
/// <param name="IsHead">Whether it is the table of tokens, which lies <c>[outputs][inputs]</c> and has no bias; others lie <c>[inputs][outputs]</c>.</param>
internal sealed record Gpt2Matrix(string Name, int Inputs, int Outputs, bool IsHead = false)
{
    public long Values => (long)Inputs * Outputs;

    /// <summary>Bytes with so many bits per weight, and a scale of four bytes for so many weights of an output.</summary>
    public long Bytes(WeightBits bits, int perScale) => (Values * (int)bits / 8) + (bits == WeightBits.Float ? 0 : Values / perScale * sizeof(float));
}

/// <summary>The matrices of GPT-2 with 124 million weights, in the order of use.</summary>
internal static class Gpt2Matrices
{
    private static readonly Gpt2Config s_config = Gpt2Config.Small;

    public static IReadOnlyList<Gpt2Matrix> All { get; } =
    [
        .. Enumerable.Range(0, s_config.Layers).SelectMany(OfLayer), new("wte", s_config.Width, s_config.Vocabulary, IsHead: true),
    ];

    /// <summary>Bytes of all with so many bits per weight, and a scale of two bytes for 32 weights of an output: what this project keeps.</summary>
    public static long BytesInBlocks(WeightBits bits) => All.Sum(matrix => (matrix.Values * (int)bits / 8) + (matrix.Values / BlockWeights.Block * sizeof(ushort)));

    /// <summary>Those of one block: ask, gather, grow, fold.</summary>
    public static Gpt2Matrix[] OfLayer(int layer) =>
    [
        new($"h.{layer}.attn.c_attn", s_config.Width, 3 * s_config.Width), new($"h.{layer}.attn.c_proj", s_config.Width, s_config.Width),
        new($"h.{layer}.mlp.c_fc", s_config.Width, s_config.Inner), new($"h.{layer}.mlp.c_proj", s_config.Inner, s_config.Width),
    ];

    /// <summary>Operations of the prompt, two per multiply-add: its last token alone meets the table. Attention, a hundredth of it, is left out.</summary>
    public static double PromptOperations => All.Sum(matrix => 2.0 * matrix.Values * (matrix.IsHead ? 1 : Passage.PromptLength));
}
