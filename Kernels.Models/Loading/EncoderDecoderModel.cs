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
    /// <param name="folder"><c>config.json</c>; <c>model.safetensors</c> or its shards; for text, <c>spiece.model</c> or <c>tokenizer.json</c>.</param>
    /// <param name="options">How the networks run.</param>
    /// <param name="compiler">Makes classes for sizes that no class of this package has.</param>
    /// <exception cref="ModelFormatException">A file is missing or not sound, or the sizes are unknown and there is no compiler.</exception>
    public static EncoderDecoderModel Load(string folder, NetworkOptions? options = null, INetworkCompiler? compiler = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return Load(new FolderFiles(folder), options ?? NetworkOptions.Default, compiler);
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

    internal static EncoderDecoderModel Load(ModelFiles files, NetworkOptions options, INetworkCompiler? compiler)
    {
        var config = EncoderDecoderConfig.Read(files.Read("config.json"), files.PathOf("config.json"));
        var shipped = ShippedTranslators.Find(config.Network);
        if (shipped is null && compiler is null)
            throw new ModelFormatException(files.Name, Messages.SizeNotBuiltIn(config.Network.Describe()));
        using var weights = T5Weights.Arrange(files.OpenWeights(), config.Network);
        var name = ModelSource.ClassNameOf(files.Name);
        var encoder = shipped is { } made ? made.Encoder(weights, options) : (IEncoderNetwork)compiler!.LoadNetwork(T5Source.Encoder(config.Network, name + "Encoder"), weights, options);
        try
        {
            var decoder = shipped is { } also ? also.Decoder(weights, options) : (IDecoderNetwork)compiler!.LoadNetwork(T5Source.Decoder(config.Network, name + "Decoder"), weights, options);
            return new(files.Name, config, encoder, decoder, new Lazy<ITokenizer?>(() => Marked(TokenizerChoice.Read(files))));
        }
        catch
        {
            encoder.Dispose();
            throw;
        }
    }

    // A SentencePiece file does not say which marks stand around a text; T5 wants the end after a source.
    private static ITokenizer? Marked(ITokenizer? tokenizer)
        => tokenizer is SentencePieceTokenizer { Closing.Count: 0, EndOfText: not null } pieces ? pieces.WithMarks(start: false, end: true) : tokenizer;
}
