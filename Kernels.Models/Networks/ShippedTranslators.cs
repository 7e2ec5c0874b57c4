namespace Kernels.Models;

/// <summary>The encoder-decoders that were compiled with this package, by their numbers.</summary>
internal static class ShippedTranslators
{
    /// <summary>The numbers of the T5 that <c>Kernels.Models.Data.Phrases</c> holds weights for.</summary>
    public static T5Config Phrases { get; } = new(6000, 256, 64, 4, 512, 3, 3) { Gated = true, Activation = Model.Function.GeluTanh };

    /// <summary>The numbers of the little T5 that helps it.</summary>
    public static T5Config PhrasesLittle { get; } = new(6000, 128, 32, 4, 256, 2, 1) { Gated = true, Activation = Model.Function.GeluTanh };

    /// <summary>The loaders of the classes with exactly these numbers, or null.</summary>
    public static (Func<WeightSource, NetworkOptions, IEncoderNetwork> Encoder, Func<WeightSource, NetworkOptions, IDecoderNetwork> Decoder)? Find(TranslatorConfig config)
        => config == Phrases ? (PhrasesEncoder.Load, PhrasesDecoder.Load)
        : config == PhrasesLittle ? (PhrasesLittleEncoder.Load, PhrasesLittleDecoder.Load) : null;
}
