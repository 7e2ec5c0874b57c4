using System.Globalization;
using Kernels.Model;

namespace Kernels.Models;

/// <summary>The encoder and the decoder of a T5 as annotated classes, each complete in one file.</summary>
internal static class T5Source
{
    /// <summary>Writes the class of the encoder.</summary>
    /// <param name="config">The networks' numbers.</param>
    /// <param name="className">The class; its block is <c>ClassName</c> followed by <c>Block</c>.</param>
    /// <param name="space">The namespace.</param>
    /// <param name="format">The format, beside f32, that it can keep its weights in.</param>
    public static ModelSource Encoder(T5Config config, string className, string space = "Imported", WeightFormat format = WeightFormat.BFloat16) => new(space, className, FormattableString.Invariant($$"""
        using Kernels;
        using static Kernels.Functions;

        namespace {{space}};

        /// <summary>The encoder of a {{config.Describe()}}.</summary>
        [Network(Context = {{T5Config.Context}}, Weights = [WeightFormat.{{format}}])]
        public sealed partial class {{className}}
        {
            [Embed({{config.Vocabulary}}, {{config.Width}}, Name = "shared")]
            private partial Tensor Embed(Tokens tokens);

            [Stack<{{className}}Block>({{config.EncoderLayers}}, Name = "encoder.block")]
            private partial Tensor Blocks(Tensor x);

            [RmsNorm(Name = "encoder.final_layer_norm"{{Epsilon(config)}})]
            private partial Tensor Settle(Tensor x);

            [Forward]
            private Tensor Read(Tokens tokens) => Settle(Blocks(Embed(tokens)));
        }

        /// <summary>One block of <see cref="{{className}}"/>.</summary>
        [Block]
        public sealed partial class {{className}}Block
        {
        {{Attention(config, "Attention")}}

        {{Feed(config, 1)}}

            [Forward]
            private Tensor Step(Tensor x)
            {
                x += Gather(Attend(Ask(Settle(x))));
                var calm = Calm(x);
                return x + Fold({{Inner(config)}});
            }
        }

        """).ReplaceLineEndings("\n"));

    /// <summary>Writes the class of the decoder; arguments as for <see cref="Encoder"/>.</summary>
    public static ModelSource Decoder(T5Config config, string className, string space = "Imported", WeightFormat format = WeightFormat.BFloat16) => new(space, className, FormattableString.Invariant($$"""
        using Kernels;
        using static Kernels.Functions;

        namespace {{space}};

        /// <summary>The decoder of a {{config.Describe()}}.</summary>
        [Network(Context = {{T5Config.Context}}, Weights = [WeightFormat.{{format}}])]
        public sealed partial class {{className}}
        {
            [Embed({{config.Vocabulary}}, {{config.Width}}, Name = "shared")]
            private partial Tensor Embed(Tokens tokens);

            [Stack<{{className}}Block>({{config.DecoderLayers}}, Name = "decoder.block")]
            private partial Tensor Blocks(Tensor x);

            [RmsNorm(Name = "decoder.final_layer_norm"{{Epsilon(config)}})]
            private partial Tensor Settle(Tensor x);

            {{(config.Tied ? "[Tied(nameof(Embed))]" : FormattableString.Invariant($"[Dense({config.Vocabulary}, Name = \"lm_head\", Bias = false)]"))}}
            private partial Tensor Logits(Tensor x);

            [Forward]
            private Tensor Next(Tokens tokens) => Logits(Settle(Blocks(Embed(tokens))));
        }

        /// <summary>One block of <see cref="{{className}}"/>.</summary>
        [Block]
        public sealed partial class {{className}}Block
        {
        {{Attention(config, "CausalAttention")}}

            [RmsNorm(Name = "layer.1.layer_norm"{{Epsilon(config)}})]
            private partial Tensor Turn(Tensor x);

            [Dense({{config.HeadsWidth}}, Name = "layer.1.EncDecAttention.q", Bias = false)]
            private partial Tensor Wonder(Tensor x);

            [CrossAttention({{config.Width}}, HeadSize = {{config.HeadSize}}, Name = "layer.1.EncDecAttention.kv", Bias = false, Scaled = false)]
            private partial Tensor Look(Tensor queries);

            [Dense({{config.Width}}, Name = "layer.1.EncDecAttention.o", Bias = false)]
            private partial Tensor Take(Tensor x);

        {{Feed(config, 2)}}

            [Forward]
            private Tensor Step(Tensor x)
            {
                x += Gather(Attend(Ask(Settle(x))));
                x += Take(Look(Wonder(Turn(x))));
                var calm = Calm(x);
                return x + Fold({{Inner(config)}});
            }
        }

        """).ReplaceLineEndings("\n"));

    private static string Attention(T5Config config, string attribute) => FormattableString.Invariant($$"""
            [RmsNorm(Name = "layer.0.layer_norm"{{Epsilon(config)}})]
            private partial Tensor Settle(Tensor x);

            [Dense({{3 * config.HeadsWidth}}, Name = "layer.0.SelfAttention.qkv", Bias = false)]
            private partial Tensor Ask(Tensor x);

            [{{attribute}}(HeadSize = {{config.HeadSize}}, Scaled = false, Buckets = {{config.Buckets}}, MaxDistance = {{config.MaxDistance}}, Name = "layer.0.SelfAttention.relative_attention_bias")]
            private partial Tensor Attend(Tensor queriesKeysValues);

            [Dense({{config.Width}}, Name = "layer.0.SelfAttention.o", Bias = false)]
            private partial Tensor Gather(Tensor x);
        """);

    private static string Feed(T5Config config, int layer) => FormattableString.Invariant($$"""
            [RmsNorm(Name = "layer.{{layer}}.layer_norm"{{Epsilon(config)}})]
            private partial Tensor Calm(Tensor x);

            [Dense({{config.Inner}}, Name = "layer.{{layer}}.DenseReluDense.{{(config.Gated ? "wi_0" : "wi")}}", Bias = false)]
            private partial Tensor Grow(Tensor x);
        {{(config.Gated ? FormattableString.Invariant($"\n    [Dense({config.Inner}, Name = \"layer.{layer}.DenseReluDense.wi_1\", Bias = false)]\n    private partial Tensor Gate(Tensor x);\n") : "")}}
            [Dense({{config.Width}}, Name = "layer.{{layer}}.DenseReluDense.wo", Bias = false)]
            private partial Tensor Fold(Tensor x);
        """);

    private static string Inner(T5Config config) => $"{config.Activation}(Grow(calm))" + (config.Gated ? " * Gate(calm)" : "");

    private static string Epsilon(T5Config config)
        => config.Epsilon == 1e-6f ? "" : $", Epsilon = {config.Epsilon.ToString("R", CultureInfo.InvariantCulture)}f";
}
