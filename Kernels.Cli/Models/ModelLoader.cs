using Kernels.Compiler;
using Kernels.Models;
using Kernels.Models.Data;

namespace Kernels.Cli;

/// <summary>Folders of the user's, and the model that comes with the tool.</summary>
internal sealed class ModelLoader : IModelLoader
{
    /// <summary>Whether a name is that of the encoder-decoder that comes with the tool. A folder of this name is meant where it is written as a path: <c>./phrases</c>.</summary>
    public static bool IsPhrases(string? folder) => folder is null or Phrases.Name;

    public LanguageModel Load(string? folder, NetworkOptions options)
        => folder is Phrases.Name ? throw new InputException(Messages.ReadsSources(folder))
            : folder is null
            ? LanguageModel.Load(typeof(Novels).Assembly, Novels.Name, options)
            : LanguageModel.Load(folder, options, new NetworkCompiler());

    public bool IsEncoderDecoder(string folder) => folder is Phrases.Name
        || ((File.Exists(Path.Combine(folder, "config.json")) || File.Exists(Path.Combine(folder, KWeightsFile.InFolder))
            || (File.Exists(folder) && folder.EndsWith(KWeightsFile.Extension, StringComparison.OrdinalIgnoreCase))) && EncoderDecoderModel.IsMeant(folder));

    public EncoderDecoderModel LoadEncoderDecoder(string? folder, NetworkOptions options)
        => IsPhrases(folder)
            ? EncoderDecoderModel.Load(typeof(Phrases).Assembly, Phrases.Name, options)
            : EncoderDecoderModel.Load(folder!, options, new NetworkCompiler());

    public LanguageModel LoadLittle(string folder, NetworkOptions options)
        => folder == Novels.Name ? LanguageModel.Load(typeof(Novels).Assembly, Novels.Little, options) : Load(folder, options);

    public EncoderDecoderModel LoadLittleEncoderDecoder(string folder, NetworkOptions options)
        => folder == Phrases.Name ? EncoderDecoderModel.Load(typeof(Phrases).Assembly, Phrases.Little, options) : LoadEncoderDecoder(folder, options);

    public ModelCompression Compress(string? folder)
        => folder is null ? ModelCompression.Open(typeof(Novels).Assembly, Novels.Name)
        : folder is Phrases.Name ? ModelCompression.Open(typeof(Phrases).Assembly, Phrases.Name) : ModelCompression.Open(folder);

    public WeightSource OpenWeights(string? folder)
        => (folder is null ? OpenNovels() : WeightSource.Open(folder)).WithPrefix("transformer.");

    /// <summary>The weights of the model that comes with the tool.</summary>
    /// <exception cref="InputException">This build holds none.</exception>
    public static WeightSource OpenNovels() => SafeTensorsFile.Open(
        typeof(Novels).Assembly.GetManifestResourceStream($"{Novels.Name}/model.safetensors") ?? throw new InputException(Messages.NoEmbeddedWeights),
        Novels.Name);

    public double? LossOf(string? folder, NetworkOptions options) => options is { Mode: Mode.Dense, Weights: WeightFormat.Float32, Cache: CacheFormat.Float32 } ? 0 : folder is null ? MeasuredLoss.OfNovels(options) : null;
}
