using System.Reflection;
using Kernels.Models.Tokenizing;

namespace Kernels.Models;

/// <summary>
/// An encoder-decoder ready to write a text for a source: configuration, both networks and, where there is one, tokenizer. One text at a time per
/// instance; <see cref="Share"/> gives further instances over the same weights.
/// </summary>
public sealed partial class EncoderDecoderModel : IDisposable
{
    private readonly Lazy<ITokenizer?> _tokenizer;
    private readonly float[] _states;

    private EncoderDecoderModel(string name, EncoderDecoderConfig config, IEncoderNetwork encoder, IDecoderNetwork decoder, Lazy<ITokenizer?> tokenizer)
    {
        (Name, Config, Encoder, Decoder, _tokenizer) = (name, config, encoder, decoder, tokenizer);
        _states = new float[checked(SourceContext * encoder.StateWidth)];
    }

    /// <summary>A model around networks made elsewhere.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="config">What its <c>config.json</c> says.</param>
    /// <param name="encoder">The network that reads; disposed with this.</param>
    /// <param name="decoder">The network that writes, over states as wide as the encoder's; disposed with this.</param>
    /// <param name="tokenizer">The tokenizer, or null.</param>
    public EncoderDecoderModel(string name, EncoderDecoderConfig config, IEncoderNetwork encoder, IDecoderNetwork decoder, ITokenizer? tokenizer)
        : this(name, config, encoder, decoder, new Lazy<ITokenizer?>(tokenizer))
    {
    }

    /// <summary>The folder as it was given, or the name of the data package's checkpoint.</summary>
    public string Name { get; }

    /// <summary>The checkpoint's configuration.</summary>
    public EncoderDecoderConfig Config { get; }

    /// <summary>The network that reads a source.</summary>
    public IEncoderNetwork Encoder { get; }

    /// <summary>The network that writes.</summary>
    public IDecoderNetwork Decoder { get; }

    /// <summary>The longest source in tokens.</summary>
    public int SourceContext => Math.Min(Encoder.Context, Decoder.Context);

    /// <summary>The tokenizer, read when first asked for; null when the checkpoint has none.</summary>
    /// <exception cref="ModelFormatException">The checkpoint has one, and it is not sound.</exception>
    public ITokenizer? Tokenizer => _tokenizer.Value;

    /// <summary>Ids that end a text.</summary>
    public IReadOnlyList<int> EndTokens => Config.EndTokens;

    /// <summary>Loads a folder of the Hugging Face layout.</summary>
    /// <param name="folder">
    /// <c>config.json</c> of a T5, mT5, FSMT or Marian; <c>model.safetensors</c> or its shards; for text, <c>spiece.model</c> or <c>tokenizer.json</c>, of a Marian
    /// <c>source.spm</c>, <c>target.spm</c> and <c>vocab.json</c>, of an FSMT <c>vocab-src.json</c>, <c>vocab-tgt.json</c>, <c>merges.txt</c> and
    /// <c>tokenizer_config.json</c>.
    /// </param>
    /// <param name="options">How the networks run.</param>
    /// <param name="compiler">Makes classes for sizes that no class of this package has.</param>
    /// <exception cref="ModelFormatException">A file is missing or not sound, or the sizes are unknown and there is no compiler.</exception>
    public static EncoderDecoderModel Load(string folder, NetworkOptions? options = null, INetworkCompiler? compiler = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return Load(ModelFiles.At(folder), options ?? NetworkOptions.Default, compiler);
    }

    /// <summary>Loads the checkpoint inside a data package.</summary>
    /// <param name="package">The data package's assembly.</param>
    /// <param name="name">The checkpoint's name in it: its resources are called <c>NAME/config.json</c> and so on.</param>
    /// <param name="options">How the networks run.</param>
    /// <param name="compiler">Makes classes for sizes that no class of this package has.</param>
    /// <exception cref="ModelFormatException">A file is missing or not sound, or the sizes are unknown and there is no compiler.</exception>
    public static EncoderDecoderModel Load(Assembly package, string name, NetworkOptions? options = null, INetworkCompiler? compiler = null)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Load(new ResourceFiles(package, name), options ?? NetworkOptions.Default, compiler);
    }

    /// <summary>Another instance over the same weights, for another text at the same time. Each must be disposed.</summary>
    public EncoderDecoderModel Share() => new(Name, Config, Encoder.Share(), Decoder.Share(), _tokenizer);

    /// <summary>Frees both networks.</summary>
    public void Dispose()
    {
        Encoder.Dispose();
        Decoder.Dispose();
    }

    /// <summary>Whether a folder holds an encoder-decoder of a family that is known: its <c>config.json</c> says so.</summary>
    /// <param name="folder">A folder with <c>config.json</c>, or a <c>.kweights</c> file.</param>
    /// <exception cref="ModelFormatException">There is none, or it is not sound.</exception>
    public static bool IsMeant(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var files = ModelFiles.At(folder);
        return new ModelType(files.PathOf("config.json")).Read(files.Read("config.json")) is "t5" or "mt5" or "fsmt" or "marian";
    }

    /// <summary>Reads the configuration of a folder and nothing else.</summary>
    /// <param name="folder">A folder with <c>config.json</c>, or a <c>.kweights</c> file.</param>
    /// <exception cref="ModelFormatException">It is missing, names another architecture, or asks for what cannot be meant.</exception>
    public static EncoderDecoderConfig ReadConfig(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var files = ModelFiles.At(folder);
        return ReadConfig(files.Read("config.json"), files.PathOf("config.json"));
    }

    /// <summary>Opens the tensors inside a data package as the classes of its checkpoint read them, for those who execute the definitions.</summary>
    /// <param name="package">The data package's assembly.</param>
    /// <param name="name">The checkpoint's name in it.</param>
    /// <exception cref="ModelFormatException">A file is missing or not sound.</exception>
    public static WeightSource OpenWeights(Assembly package, string name)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var files = new ResourceFiles(package, name);
        return Arrange(files, ReadConfig(files.Read("config.json"), files.PathOf("config.json")));
    }

    private static WeightSource Arrange(ModelFiles files, EncoderDecoderConfig config) => config.Network switch
    {
        TransformerConfig network => TransformerWeights.Arrange(files.OpenWeights(), network),
        var network => T5Weights.Arrange(files.OpenWeights(), (T5Config)network),
    };

    internal static EncoderDecoderModel Load(ModelFiles files, NetworkOptions options, INetworkCompiler? compiler)
    {
        var config = ReadConfig(files.Read("config.json"), files.PathOf("config.json"));
        var shipped = ShippedTranslators.Find(config.Network);
        if (compiler is not null && options is { Weights: WeightFormat.Int8, Mode: Mode.Dense }) shipped = null; // which those classes do not have
        if (shipped is null && compiler is null)
            throw new ModelFormatException(files.Name, Messages.SizeNotBuiltIn(config.Network.Describe()));
        using var weights = Arrange(files, config);
        var (reading, writing) = ModelSource.Pair(config.Network, files.Name, ModelSource.FormatFor(options));
        var encoder = shipped is { } made ? made.Encoder(weights, options) : (IEncoderNetwork)compiler!.LoadNetwork(reading, weights, options);
        try
        {
            var decoder = shipped is { } also ? also.Decoder(weights, options) : (IDecoderNetwork)compiler!.LoadNetwork(writing, weights, options);
            return new(files.Name, config, encoder, decoder, new Lazy<ITokenizer?>(() => Marked(TokenizerChoice.Read(files))));
        }
        catch
        {
            encoder.Dispose();
            throw;
        }
    }

    private static EncoderDecoderConfig ReadConfig(ReadOnlySpan<byte> json, string path) => new ModelType(path).Read(json) switch
    {
        "t5" or "mt5" => new T5ConfigReader(path).Read(json),
        "fsmt" or "marian" => new TransformerConfigReader(path).Read(json),
        var other => throw new ModelFormatException(path, Messages.NoEncoderDecoder(ModelFormatException.Quote(other))),
    };

    // A SentencePiece file does not say which marks stand around a text; T5 wants the end after a source.
    private static ITokenizer? Marked(ITokenizer? tokenizer)
        => tokenizer is SentencePieceTokenizer { Closing.Count: 0, EndOfText: not null } pieces ? pieces.WithMarks(start: false, end: true) : tokenizer;
}
