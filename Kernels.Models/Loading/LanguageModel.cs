using System.Reflection;
using Kernels.Models.Tokenizing;

namespace Kernels.Models;

/// <summary>
/// A checkpoint ready to write text: configuration, network and, where there is one, tokenizer. One text at a time per instance;
/// <see cref="Share"/> gives further instances over the same weights.
/// </summary>
public sealed partial class LanguageModel : IDisposable
{
    private readonly Lazy<ITokenizer?> _tokenizer;

    private LanguageModel(string name, CheckpointConfig config, ISequenceNetwork network, Lazy<ITokenizer?> tokenizer)
    {
        Name = name;
        Config = config;
        Network = network;
        _tokenizer = tokenizer;
    }

    /// <summary>A model around a network made elsewhere.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="config">What its <c>config.json</c> says.</param>
    /// <param name="network">The network; disposed with this.</param>
    /// <param name="tokenizer">The tokenizer, or null.</param>
    public LanguageModel(string name, CheckpointConfig config, ISequenceNetwork network, ITokenizer? tokenizer)
        : this(name, config, network, new Lazy<ITokenizer?>(tokenizer))
    {
    }

    /// <summary>The folder as it was given, or the name of the data package's checkpoint.</summary>
    public string Name { get; }

    /// <summary>The checkpoint's configuration.</summary>
    public CheckpointConfig Config { get; }

    /// <summary>The network.</summary>
    public ISequenceNetwork Network { get; }

    /// <summary>The tokenizer, read when first asked for; null when the checkpoint has none.</summary>
    /// <exception cref="ModelFormatException">The checkpoint has one, and it is not sound.</exception>
    public ITokenizer? Tokenizer => _tokenizer.Value;

    /// <summary>Ids that end a text: the configuration's or, where it names none, the tokenizer's.</summary>
    public IReadOnlyList<int> EndTokens
        => Config.EndTokens.Count == 0 && Tokenizer?.EndOfText is { } end && end < Network.Vocabulary ? [end] : Config.EndTokens;

    /// <summary>The id that a text without a prompt starts from: the configuration's start token, or an end token; null without both.</summary>
    public int? StartToken => Config.StartToken ?? (EndTokens is [var end, ..] ? end : null);

    /// <summary>Loads a folder of the Hugging Face layout, or a <c>.kweights</c> file, which holds all of it.</summary>
    /// <param name="folder">
    /// The file, or a folder with <c>config.json</c>; <c>model.safetensors</c> or its shards; for text, <c>tokenizer.json</c>, <c>vocab.json</c> with <c>merges.txt</c>,
    /// <c>spiece.model</c> or <c>tokenizer.model</c>.
    /// </param>
    /// <param name="options">How the network runs.</param>
    /// <param name="compiler">Makes classes for sizes, and formats of weights, that no class of this package has.</param>
    /// <exception cref="ModelFormatException">A file is missing or not sound, or the sizes are unknown and there is no compiler.</exception>
    /// <exception cref="ArgumentException">Options without a meaning, or the class has no kernels for the format and there is no compiler.</exception>
    public static LanguageModel Load(string folder, NetworkOptions? options = null, INetworkCompiler? compiler = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return Load(ModelFiles.At(folder), options ?? NetworkOptions.Default, compiler);
    }

    /// <summary>Loads the checkpoint inside a data package.</summary>
    /// <param name="package">The data package's assembly, as in <c>typeof(Novels).Assembly</c>.</param>
    /// <param name="name">The checkpoint's name in it: its resources are called <c>NAME/config.json</c> and so on.</param>
    /// <param name="options">How the network runs.</param>
    /// <param name="compiler">Makes classes for sizes that no class of this package has.</param>
    /// <exception cref="ModelFormatException">A file is missing or not sound, or the sizes are unknown and there is no compiler.</exception>
    public static LanguageModel Load(Assembly package, string name, NetworkOptions? options = null, INetworkCompiler? compiler = null)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Load(new ResourceFiles(package, name), options ?? NetworkOptions.Default, compiler);
    }

    /// <summary>Reads the configuration of a folder or <c>.kweights</c> file and nothing else.</summary>
    /// <param name="folder">The file, or a folder with <c>config.json</c>.</param>
    /// <exception cref="ModelFormatException">It is missing or cannot be meant.</exception>
    public static CheckpointConfig ReadConfig(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return ReadConfig(ModelFiles.At(folder));
    }

    /// <summary>Another instance over the same weights, for another text at the same time. Each must be disposed.</summary>
    public LanguageModel Share() => new(Name, Config, Network.Share(), _tokenizer);

    /// <summary>Frees the network.</summary>
    public void Dispose() => Network.Dispose();

    internal static LanguageModel Load(ModelFiles files, NetworkOptions options, INetworkCompiler? compiler)
    {
        var config = ReadConfig(files);
        return new(files.Name, config, LoadNetwork(files, config.Network, options, compiler), new Lazy<ITokenizer?>(() => TokenizerChoice.Read(files)));
    }

    private static CheckpointConfig ReadConfig(ModelFiles files)
        => CheckpointConfig.Read(files.Read("config.json"), files.PathOf("config.json"));

    private static ISequenceNetwork LoadNetwork(ModelFiles files, Gpt2Config config, NetworkOptions options, INetworkCompiler? compiler)
    {
        var shipped = ShippedNetworks.Find(config);
        if (shipped is null && compiler is null)
            throw new ModelFormatException(files.Name, Messages.SizeNotBuiltIn(config.Describe()));

        // Checkpoints of the whole task carry a prefix, those of the bare network do not.
        using var weights = files.OpenWeights().WithPrefix("transformer.");
        if (shipped is not null && (compiler is null || shipped.Has(options))) return shipped.Load(weights, options);
        return compiler!.Load(ModelSource.Write(config, ModelSource.ClassNameOf(files.Name), format: ModelSource.FormatFor(options)), weights, options);
    }
}
