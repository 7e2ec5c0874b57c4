namespace Kernels.Generators.Tests;

/// <summary>Sound definitions that several tests start from.</summary>
public static class Samples
{
    public const string Digits = """
        namespace Demo;
        using Kernels;

        [Network(Input = [784])]
        public sealed partial class Digits
        {
            [Dense(128)] private partial Tensor Hidden(Tensor pixels);
            [Dense(10)]  private partial Tensor Logits(Tensor hidden);

            [Forward] private Tensor Predict(Tensor pixels) => Logits(Relu(Hidden(pixels)));
        }
        """;

    public const string Gpt2Block = """
        namespace Demo;
        using Kernels;

        [Block]
        public sealed partial class Gpt2Block
        {
            [LayerNorm(Name = "ln_1")] private partial Tensor Settle(Tensor x);
            [Dense(Expand = 3, Name = "attn.c_attn", Layout = WeightLayout.InputsByOutputs)] private partial Tensor Split(Tensor x);
            [CausalAttention(HeadSize = 64)] private partial Tensor Attend(Tensor x);
            [Dense(Name = "attn.c_proj", Layout = WeightLayout.InputsByOutputs)] private partial Tensor Join(Tensor x);
            [LayerNorm(Name = "ln_2")] private partial Tensor Calm(Tensor x);
            [Dense(Expand = 4, Name = "mlp.c_fc", Layout = WeightLayout.InputsByOutputs)] private partial Tensor Grow(Tensor x);
            [Dense(Shrink = 4, Name = "mlp.c_proj", Layout = WeightLayout.InputsByOutputs)] private partial Tensor Fold(Tensor x);

            [Forward]
            private Tensor Step(Tensor x)
            {
                x += Join(Attend(Split(Settle(x))));
                return x + Fold(GeluTanh(Grow(Calm(x))));
            }
        }
        """;

    public const string Gpt2 = """
        namespace Demo;
        using Kernels;

        [Network]
        public sealed partial class Gpt2Small
        {
            [Embed(50257, 768, Positions = 1024, Name = "wte", PositionName = "wpe")] private partial Tensor Embed(Tokens tokens);
            [Stack<Gpt2Block>(12, Name = "h")] private partial Tensor Blocks(Tensor x);
            [LayerNorm(Name = "ln_f")] private partial Tensor Settle(Tensor x);
            [Tied(nameof(Embed))] private partial Tensor Logits(Tensor x);

            [Forward] private Tensor Next(Tokens tokens) => Logits(Settle(Blocks(Embed(tokens))));
        }
        """;

    /// <summary>Nested, escaped names, locals, joins and every function.</summary>
    public const string Odd = """
        namespace Demo.@event
        {
            using Kernels;

            public partial struct Outer<T>
            {
                public partial record Inner(int A);
            }

            internal static partial class Shelf
            {
                [Network(Input = [12], Context = 16)]
                private partial class @class
                {
                    [Dense(24, Bias = false), Precision(Precision.Float32)] private partial Tensor @if(Tensor @in);
                    [CausalAttention(Heads = 2)] internal partial Tensor Look(Tensor x);
                    [LayerNorm(Epsilon = 1.5e-6f)] protected partial Tensor Norm(Tensor x);
                    [Dense(Shrink = 1)] private partial Tensor Same(Tensor x);
                    public static int Seen { get; set; }
                    private const int Size = 3;

                    [Forward]
                    private Tensor Run(Tensor input)
                    {
                        var a = @if(input);
                        Tensor b = this.Look(Silu(Sigmoid(a))), c;
                        c = Norm(b);
                        b *= c;
                        { b += Functions.Tanh((c)); }
                        ;
                        return Same(x: b)! + Gelu(b) * c;
                    }
                }
            }
        }
        """;
}
