namespace Kernels.Neon.Tests;

/// <summary>Definitions whose kernels are run: every kind of kernel, with sizes that leave tails in registers, tiles and panels.</summary>
internal static class Definitions
{
    /// <summary>Linear layers in both modes with every function, bias, residual and odd sizes; norms.</summary>
    public const string Linear = """
        namespace Demo;
        using Kernels;

        [Network(Input = [5], Weights = [WeightFormat.BFloat16, WeightFormat.Int8, WeightFormat.Int8Block32, WeightFormat.Int4Block32])]
        public sealed partial class Linear
        {
            [Dense(7)] private partial Tensor A(Tensor x);
            [LayerNorm] private partial Tensor NormA(Tensor x);
            [Dense(17, Bias = false)] private partial Tensor B(Tensor x);
            [Dense(17)] private partial Tensor C(Tensor x);
            [LayerNorm(Epsilon = 1.5e-6f)] private partial Tensor NormC(Tensor x);
            [Dense(50)] private partial Tensor D(Tensor x);
            [RmsNorm] private partial Tensor NormD(Tensor x);
            [Dense(1)] private partial Tensor E(Tensor x);
            [Dense(13)] private partial Tensor F(Tensor x);
            [Dense(29, Bias = false)] private partial Tensor G(Tensor x);
            [Dense(29, Bias = false)] private partial Tensor H(Tensor x);
            [Dense(2)] private partial Tensor I(Tensor x);

            [Forward]
            private Tensor Run(Tensor x)
            {
                var a = Relu(A(x));
                var b = GeluTanh(B(NormA(a)));
                var c = b + Relu(C(b));
                var d = Gelu(D(NormC(c)));
                var e = Silu(E(NormD(d)));
                var g = Tanh(G(Sigmoid(F(e))));
                return I(g + H(g));
            }
        }
        """;

    /// <summary>Functions, sums and products that no linear layer takes along.</summary>
    public const string Elements = """
        namespace Demo;
        using Kernels;

        [Network(Input = [21])]
        public sealed partial class Elements
        {
            [Forward]
            private Tensor Run(Tensor x) =>
                Relu(x) + Gelu(x) + GeluTanh(x) * Silu(x) + Sigmoid(x) * Tanh(x);
        }
        """;

    /// <summary>Two blocks as in GPT-2: heads of 64 as there, and of 5; and the same layers at the sizes of the small model.</summary>
    public const string Sequences = """
        namespace Demo;
        using Kernels;

        [Block]
        public sealed partial class Wide
        {
            [LayerNorm] private partial Tensor Settle(Tensor x);
            [Dense(Expand = 3)] private partial Tensor Split(Tensor x);
            [CausalAttention(HeadSize = 64)] private partial Tensor Attend(Tensor x);
            [Dense(Shrink = 1)] private partial Tensor Join(Tensor x);
            [LayerNorm] private partial Tensor Calm(Tensor x);
            [Dense(Expand = 4)] private partial Tensor Grow(Tensor x);
            [Dense(Shrink = 4)] private partial Tensor Fold(Tensor x);

            [Forward]
            private Tensor Step(Tensor x)
            {
                x += Join(Attend(Split(Settle(x))));
                return x + Fold(GeluTanh(Grow(Calm(x))));
            }
        }

        [Block]
        public sealed partial class Narrow
        {
            [Dense(Expand = 3)] private partial Tensor Split(Tensor x);
            [CausalAttention(HeadSize = 5)] private partial Tensor Attend(Tensor x);
            [Dense(Shrink = 1)] private partial Tensor Join(Tensor x);
            [CausalAttention(HeadSize = 5, Scaled = false, Buckets = 6, MaxDistance = 20)] private partial Tensor Near(Tensor x);
            [CrossAttention(9, HeadSize = 5)] private partial Tensor Look(Tensor x);

            [Forward]
            private Tensor Step(Tensor x)
            {
                x += Join(Attend(Split(x)));
                return Look(x + Near(Split2(x)));
            }

            [Dense(Expand = 3)] private partial Tensor Split2(Tensor x);
        }

        [Network(Input = [24], Context = 200)]
        public sealed partial class Whole
        {
            [Attention(HeadSize = 8, Scaled = false, Buckets = 8, MaxDistance = 20)] private partial Tensor Attend(Tensor x);

            [Forward] private Tensor Run(Tensor x) => Attend(x);
        }

        [Network]
        public sealed partial class WideText
        {
            [Embed(300, 128, Positions = 256)] private partial Tensor Embed(Tokens tokens);
            [Stack<Wide>(2)] private partial Tensor Blocks(Tensor x);
            [LayerNorm] private partial Tensor Settle(Tensor x);
            [Tied(nameof(Embed))] private partial Tensor Logits(Tensor x);

            [Forward] private Tensor Next(Tokens tokens) => Logits(Settle(Blocks(Embed(tokens))));
        }

        [Network]
        public sealed partial class NarrowText
        {
            [Embed(11, 15, Positions = 256)] private partial Tensor Embed(Tokens tokens);
            [Stack<Narrow>(1)] private partial Tensor Blocks(Tensor x);
            [Tied(nameof(Embed))] private partial Tensor Logits(Tensor x);

            [Forward] private Tensor Next(Tokens tokens) => Logits(Blocks(Embed(tokens)));
        }

        [Network(Input = [768])]
        public sealed partial class OfGpt2Small
        {
            [LayerNorm] private partial Tensor Calm(Tensor x);
            [Dense(3072)] private partial Tensor Grow(Tensor x);
            [Dense(768)] private partial Tensor Fold(Tensor x);

            [Forward] private Tensor Step(Tensor x) => x + Fold(GeluTanh(Grow(Calm(x))));
        }
        """;

    /// <summary>Encoders, neurons of both kinds and resets, linear layers on spikes in both modes, integrators; words with one bit and with all.</summary>
    public const string Spiking = """
        namespace Demo;
        using Kernels;

        [Network(Input = [21])]
        public sealed partial class Spiking
        {
            [Encode(Steps = 9)] private partial Spikes SeeA(Tensor x);
            [Encode(Steps = 9)] private partial Spikes SeeB(Tensor x);
            [Dense(33)] private partial Current DriveA(Spikes s);
            [Dense(33, Bias = false)] private partial Current DriveB(Spikes s);
            [Lif(Decay = 0.75f, Threshold = 0.5f, Start = -0.25f, Reset = SpikeReset.Zero)] private partial Spikes FireA(Current c);
            [Dense(50)] private partial Current DriveC(Spikes s);
            [If(Threshold = 0.75f)] private partial Spikes FireC(Current c);
            [Dense(16)] private partial Current DriveD(Spikes s);
            [Integrate(Decay = 0.9f)] private partial Tensor VoteD(Current c);
            [Encode(Steps = 40)] private partial Spikes SeeE(Tensor x);
            [Lif] private partial Spikes FireE(Current c);
            [Dense(1)] private partial Current DriveE(Spikes s);
            [Dense(5, Bias = false)] private partial Current DriveF(Spikes s);
            [Integrate] private partial Tensor VoteF(Current c);

            [Forward]
            private Tensor Run(Tensor x)
            {
                var d = VoteD(DriveD(FireC(DriveC(FireA(DriveA(SeeA(x)) + DriveB(SeeB(x)))))));
                return VoteF(DriveF(FireE(DriveE(SeeE(d)))));
            }
        }
        """;

    /// <summary>Windows of all kinds, channels that end within registers and with them. Windows of 8-bit integers are copied by what the nano core lacks.</summary>
    private const string Images =
        """
        using Kernels;
        using static Kernels.Functions;
        namespace Neon;

        [Network(Input = [6, 11, 3])]
        public sealed partial class Images
        {
            [Conv2d(7, 3, Padding = 1), Precision(Precision.Float32)] private partial Tensor A(Tensor x);
            [Conv2d(7, 1, Bias = false), Precision(Precision.Float32)] private partial Tensor B(Tensor x);
            [DepthwiseConv2d(3, 5, Same = true)] private partial Tensor C(Tensor x);
            [Conv2d(16, 2, Stride = 2), Precision(Precision.Float32)] private partial Tensor D(Tensor x);
            [MaxPool2d(2, Stride = 1, Padding = 1)] private partial Tensor E(Tensor x);
            [AveragePool2d(3, Stride = 2, Padding = 1)] private partial Tensor F(Tensor x);
            [DepthwiseConv2d(2, Bias = false)] private partial Tensor G(Tensor x);
            [AveragePool2d(1, 2)] private partial Tensor H(Tensor x);

            [Forward]
            private Tensor Run(Tensor x)
            {
                var a = Relu(A(x));
                return H(G(F(E(D(C(a + B(a)))))));
            }
        }
        """;

    public static IReadOnlyList<string> All { get; } = [Linear, Elements, Sequences, Spiking, Images];
}
