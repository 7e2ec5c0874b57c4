namespace Kernels.Models;

/// <summary>The encoder and the decoder of an FSMT or a Marian as annotated classes, each complete in one file.</summary>
internal static class TransformerSource
{
    /// <summary>Writes the class of the encoder.</summary>
    /// <param name="config">The networks' numbers.</param>
    /// <param name="className">The class; its block is <c>ClassName</c> followed by <c>Block</c>.</param>
    /// <param name="space">The namespace.</param>
    /// <param name="format">The format, beside f32, that it can keep its weights in.</param>
    public static ModelSource Encoder(TransformerConfig config, string className, string space = "Imported", WeightFormat format = WeightFormat.BFloat16) => new(space, className, FormattableString.Invariant($$"""
        using Kernels;
        using static Kernels.Functions;

        namespace {{space}};

        /// <summary>The encoder of a {{config.Describe()}}.</summary>
        [Network(Weights = [WeightFormat.{{format}}])]
        public sealed partial class {{className}}
        {
            [Embed({{config.SourceVocabulary}}, {{config.Width}}, Name = "encoder.embed", Positions = {{config.Positions}}, PositionName = "encoder.positions")]
            private partial Tensor Embed(Tokens tokens);

            [Stack<{{className}}Block>({{config.Encoder.Layers}}, Name = "model.encoder.layers")]
            private partial Tensor Blocks(Tensor x);

            [Forward]
            private Tensor Read(Tokens tokens) => Blocks(Embed(tokens));
        }

        /// <summary>One block of <see cref="{{className}}"/>.</summary>
        [Block]
        public sealed partial class {{className}}Block
        {
        {{Attention(config, config.Encoder, "Attention")}}

        {{Feed(config, config.Encoder)}}

            [Forward]
            private Tensor Step(Tensor x)
            {
                var seen = Settle(x + Gather(Attend(Ask(x))));
                return Calm(seen + Fold({{config.Activation}}(Grow(seen))));
            }
        }

        """).ReplaceLineEndings("\n"));

    /// <summary>Writes the class of the decoder; arguments as for <see cref="Encoder"/>.</summary>
    public static ModelSource Decoder(TransformerConfig config, string className, string space = "Imported", WeightFormat format = WeightFormat.BFloat16) => new(space, className, FormattableString.Invariant($$"""
        using Kernels;
        using static Kernels.Functions;

        namespace {{space}};

        /// <summary>The decoder of a {{config.Describe()}}.</summary>
        [Network(Weights = [WeightFormat.{{format}}])]
        public sealed partial class {{className}}
        {
            [Embed({{config.TargetVocabulary}}, {{config.Width}}, Name = "decoder.embed", Positions = {{config.Positions}}, PositionName = "decoder.positions")]
            private partial Tensor Embed(Tokens tokens);

            [Stack<{{className}}Block>({{config.Decoder.Layers}}, Name = "model.decoder.layers")]
            private partial Tensor Blocks(Tensor x);

            {{(config.IsMarian ? FormattableString.Invariant($"[Dense({config.TargetVocabulary}, Name = \"head\")]") : "[Tied(nameof(Embed))]")}}
            private partial Tensor Logits(Tensor x);

            [Forward]
            private Tensor Next(Tokens tokens) => Logits(Blocks(Embed(tokens)));
        }

        /// <summary>One block of <see cref="{{className}}"/>.</summary>
        [Block]
        public sealed partial class {{className}}Block
        {
        {{Attention(config, config.Decoder, "CausalAttention")}}

            [Dense({{config.Width}}, Name = "encoder_attn.q_proj")]
            private partial Tensor Wonder(Tensor x);

            [CrossAttention({{config.Width}}, Heads = {{config.Decoder.Heads}}, Name = "encoder_attn.kv")]
            private partial Tensor Look(Tensor queries);

            [Dense({{config.Width}}, Name = "encoder_attn.out_proj")]
            private partial Tensor Take(Tensor x);

            [LayerNorm(Name = "encoder_attn_layer_norm")]
            private partial Tensor Turn(Tensor x);

        {{Feed(config, config.Decoder)}}

            [Forward]
            private Tensor Step(Tensor x)
            {
                var seen = Settle(x + Gather(Attend(Ask(x))));
                var read = Turn(seen + Take(Look(Wonder(seen))));
                return Calm(read + Fold({{config.Activation}}(Grow(read))));
            }
        }

        """).ReplaceLineEndings("\n"));

    private static string Attention(TransformerConfig config, TransformerSide side, string attribute) => FormattableString.Invariant($$"""
            [Dense({{3 * config.Width}}, Name = "self_attn.qkv")]
            private partial Tensor Ask(Tensor x);

            [{{attribute}}(Heads = {{side.Heads}})]
            private partial Tensor Attend(Tensor queriesKeysValues);

            [Dense({{config.Width}}, Name = "self_attn.out_proj")]
            private partial Tensor Gather(Tensor x);

            [LayerNorm(Name = "self_attn_layer_norm")]
            private partial Tensor Settle(Tensor x);
        """);

    private static string Feed(TransformerConfig config, TransformerSide side) => FormattableString.Invariant($$"""
            [Dense({{side.Inner}}, Name = "fc1")]
            private partial Tensor Grow(Tensor x);

            [Dense({{config.Width}}, Name = "fc2")]
            private partial Tensor Fold(Tensor x);

            [LayerNorm(Name = "final_layer_norm")]
            private partial Tensor Calm(Tensor x);
        """);
}
