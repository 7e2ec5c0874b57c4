using System.Globalization;
using System.Text;

namespace Kernels.Models;

/// <summary>An annotated network class as C# source, complete in one file: what <c>kernels import</c> prints.</summary>
/// <param name="Namespace">The namespace of the class.</param>
/// <param name="ClassName">The network's class; its block is <c>ClassName</c> followed by <c>Block</c>.</param>
/// <param name="Text">The source.</param>
public sealed record ModelSource(string Namespace, string ClassName, string Text)
{
    // No name in generated code or in what it uses holds this, so a class that does hides none and clashes with none.
    /// <summary>The full name of the class.</summary>
    public string FullName => $"{Namespace}.{ClassName}";

    /// <summary>The format beside f32 that a class must have for options; 8 bits in an integer mode are in every class.</summary>
    internal static WeightFormat FormatFor(NetworkOptions options)
        => options.Weights is WeightFormat.Int8Block32 or WeightFormat.Int4Block32 || (options.Weights == WeightFormat.Int8 && options.Mode == Mode.Dense)
            ? options.Weights : WeightFormat.BFloat16;

    /// <summary>Writes the class of a GPT-2. Equal arguments give equal text.</summary>
    /// <param name="config">The network's numbers.</param>
    /// <param name="className">The class; see <see cref="ClassNameOf"/>.</param>
    /// <param name="space">The namespace.</param>
    /// <param name="format">The format, beside f32, that it can keep its weights in.</param>
    public static ModelSource Write(Gpt2Config config, string className, string space = "Imported", WeightFormat format = WeightFormat.BFloat16)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new(space, className, FormattableString.Invariant($$"""
            using Kernels;
            using static Kernels.Functions;

            namespace {{space}};

            /// <summary>GPT-2: {{config.Describe()}}; {{config.Parameters}} weights.</summary>
            [Network(Weights = [WeightFormat.{{format}}])]
            public sealed partial class {{className}}
            {
                [Embed({{config.Vocabulary}}, {{config.Width}}, Name = "wte", Positions = {{config.Positions}}, PositionName = "wpe")]
                private partial Tensor Embed(Tokens tokens);

                [Stack<{{className}}Block>({{config.Layers}}, Name = "h")]
                private partial Tensor Blocks(Tensor x);

                [LayerNorm(Name = "ln_f"{{Epsilon(config)}})]
                private partial Tensor Settle(Tensor x);

                {{Head(config)}}
                private partial Tensor Logits(Tensor x);

                [Forward]
                private Tensor Next(Tokens tokens) => Logits(Settle(Blocks(Embed(tokens))));
            }

            /// <summary>One block of <see cref="{{className}}"/>.</summary>
            [Block]
            public sealed partial class {{className}}Block
            {
                [LayerNorm(Name = "ln_1"{{Epsilon(config)}})]
                private partial Tensor Settle(Tensor x);

                [Dense({{3 * config.Width}}, Name = "attn.c_attn", Layout = WeightLayout.InputsByOutputs)]
                private partial Tensor Ask(Tensor x);

                [CausalAttention(HeadSize = {{config.HeadSize}})]
                private partial Tensor Attend(Tensor queriesKeysValues);

                [Dense({{config.Width}}, Name = "attn.c_proj", Layout = WeightLayout.InputsByOutputs)]
                private partial Tensor Gather(Tensor x);

                [LayerNorm(Name = "ln_2"{{Epsilon(config)}})]
                private partial Tensor Calm(Tensor x);

                [Dense({{config.Inner}}, Name = "mlp.c_fc", Layout = WeightLayout.InputsByOutputs)]
                private partial Tensor Grow(Tensor x);

                [Dense({{config.Width}}, Name = "mlp.c_proj", Layout = WeightLayout.InputsByOutputs)]
                private partial Tensor Fold(Tensor x);

                [Forward]
                private Tensor Step(Tensor x)
                {
                    x += Gather(Attend(Ask(Settle(x))));
                    return x + Fold({{config.Activation}}(Grow(Calm(x))));
                }
            }

            """).ReplaceLineEndings("\n"));
    }

    /// <summary>Writes the classes of an encoder-decoder, the encoder first, as one file. Equal arguments give equal text.</summary>
    /// <param name="config">The networks' numbers.</param>
    /// <param name="folder">What the classes are named after; see <see cref="ClassNameOf"/>.</param>
    public static string WritePair(TranslatorConfig config, string folder)
    {
        var (encoder, decoder) = Pair(config, folder);
        var space = $"namespace {decoder.Namespace};\n";
        return encoder.Text + decoder.Text[(decoder.Text.IndexOf(space, StringComparison.Ordinal) + space.Length)..];
    }

    /// <summary>The classes of an encoder-decoder, each complete in one file.</summary>
    internal static (ModelSource Encoder, ModelSource Decoder) Pair(TranslatorConfig config, string folder, WeightFormat format = WeightFormat.BFloat16)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config is TransformerConfig network)
        {
            var name = ClassNameOf(folder, network.IsMarian ? "Marian" : "Fsmt");
            return (TransformerSource.Encoder(network, name + "Encoder", format: format), TransformerSource.Decoder(network, name + "Decoder", format: format));
        }

        var (t5, className) = ((T5Config)config, ClassNameOf(folder, "T5"));
        return (T5Source.Encoder(t5, className + "Encoder", format: format), T5Source.Decoder(t5, className + "Decoder", format: format));
    }

    /// <summary>
    /// A class name from the name of a folder: letters and digits, each part starting large; it always holds the family's, so that it is
    /// never a name that the class or its generated part uses itself, such as <c>Model</c>.
    /// </summary>
    /// <param name="folder">Any text, hostile or not.</param>
    /// <param name="family">What the name must hold.</param>
    public static string ClassNameOf(string folder, string family = "Gpt2")
    {
        var name = new StringBuilder();
        var start = true;
        foreach (var character in Path.GetFileName(Path.TrimEndingDirectorySeparator(folder ?? "")))
        {
            if (name.Length >= 64)
                break;
            if (!char.IsAsciiLetterOrDigit(character))
            {
                start = true;
                continue;
            }

            name.Append(start ? char.ToUpperInvariant(character) : character);
            start = false;
        }

        var text = name.ToString();
        if (text.Length > 0 && char.IsAsciiDigit(text[0]))
            text = "Model" + text;
        return text.Contains(family, StringComparison.OrdinalIgnoreCase) ? text : text + family;
    }

    private static string Epsilon(Gpt2Config config)
        => config.Epsilon == 1e-5f ? "" : $", Epsilon = {config.Epsilon.ToString("R", CultureInfo.InvariantCulture)}f";

    private static string Head(Gpt2Config config)
        => config.Tied
            ? "[Tied(nameof(Embed))]"
            : FormattableString.Invariant($"[Dense({config.Vocabulary}, Name = \"lm_head\", Bias = false)]");
}
