using System.Reflection;

namespace Kernels.Models;

/// <summary>
/// A GPT-2, T5 or mT5 checkpoint about to become one <c>.kweights</c> file: its tensors in a format of integers, its configuration and tokenizer beside them. The
/// file is loaded by its path and gives the bits that the checkpoint gives when its weights are quantised to the format on loading.
/// </summary>
public sealed class ModelCompression : IDisposable
{
    private static readonly string[] s_files = ["config.json", "tokenizer.json", "vocab.json", "merges.txt", .. Tokenizing.PieceFiles.Names];

    // What the output head reads is no part of the blocks.
    private static readonly string[] s_tables = ["wte.weight", "lm_head.weight", "shared.weight", "encoder.embed_tokens.weight", "decoder.embed_tokens.weight"];

    private readonly ModelFiles _files;
    private readonly WeightSource _weights;
    private readonly List<CompressedTensor> _tensors = [];

    private ModelCompression(ModelFiles files)
    {
        _files = files;
        var (json, path) = (files.Read("config.json"), files.PathOf("config.json"));
        _weights = files.OpenWeights().WithPrefix("transformer.");
        try
        {
            var tensors = new ModelType(path).Read(json) is "t5" or "mt5"
                ? T5Tensors.Of((T5Config)new T5ConfigReader(path).Read(json).Network, _weights) : Gpt2Tensors.Of(CheckpointConfig.Read(json, path).Network);
            foreach (var (tensor, shape) in tensors)
            {
                var info = _weights.Find(tensor.Name, shape);
                _tensors.Add(tensor);
                Weights += info.ElementCount;
                Bytes += info.ByteCount + (_weights.TryFind(tensor.Name + ".scale", out var scale) ? scale.ByteCount : 0);
            }
        }
        catch
        {
            _weights.Dispose();
            throw;
        }
    }

    /// <summary>Weights that the network has.</summary>
    public long Weights { get; }

    /// <summary>Bytes that the checkpoint keeps them in.</summary>
    public long Bytes { get; }

    /// <summary>Opens a folder of the Hugging Face layout.</summary>
    /// <exception cref="ModelFormatException">It is neither a GPT-2 nor a T5, or a file is missing or not sound.</exception>
    public static ModelCompression Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new(ModelFiles.At(folder));
    }

    /// <summary>Opens the checkpoint inside a data package.</summary>
    /// <exception cref="ModelFormatException">It is neither a GPT-2 nor a T5, or a file is missing or not sound.</exception>
    public static ModelCompression Open(Assembly package, string name)
    {
        ArgumentNullException.ThrowIfNull(package);
        return new(new ResourceFiles(package, name));
    }

    /// <summary>Writes the file whole or not at all; goes on where a run of the same was broken off or killed (<see cref="WeightCompression.Save"/>).</summary>
    /// <param name="path">The file; replaced if it is there.</param>
    /// <param name="format">How matrices are kept: a format of integers.</param>
    /// <param name="progress">Told how many weights have been written, those of an earlier run among them.</param>
    /// <param name="cancellation">Breaks off; nothing is left then but what is finished, in <c>PATH.part</c>.</param>
    /// <param name="coding">How the integers of <see cref="WeightFormat.Int8"/> are written.</param>
    /// <param name="calibration">What enters the layers, for rounding that makes good what it spoils; null: each weight to the nearest.</param>
    /// <returns>Sections of the file that an earlier run had finished.</returns>
    /// <exception cref="ModelFormatException">A tensor holds a value that integers cannot stand for, or the checkpoint can no longer be read.</exception>
    /// <exception cref="IOException">The folder is missing, full or not writable; nothing is left under the name.</exception>
    public int Save(string path, WeightFormat format, Action<long>? progress = null, CancellationToken cancellation = default, WeightCoding coding = WeightCoding.None,
        WeightCalibration? calibration = null)
    {
        var files = s_files.Distinct().Where(_files.Has).ToDictionary(file => file, _files.Read);
        return WeightCompression.Save(path, _weights, _tensors, format, files, progress, cancellation, coding, calibration is null ? null : calibration.Of);
    }

    /// <summary>What the codes make of the matrices of the blocks: each is quantised to 8 bits and coded, and forgotten.</summary>
    /// <param name="progress">Told how many of <see cref="Weights"/> were looked at.</param>
    /// <param name="cancellation">Breaks off.</param>
    /// <exception cref="ModelFormatException">A tensor holds a value that integers cannot stand for.</exception>
    public CodedSizes MeasureCodes(Action<long>? progress = null, CancellationToken cancellation = default)
    {
        var (sizes, done) = (default(CodedSizes), 0L);
        foreach (var tensor in _tensors.Where(tensor => tensor.OutputAxis is not null && !s_tables.Contains(tensor.Name)))
        {
            sizes = new(sizes.Plain + Size(tensor, WeightCoding.None), sizes.Sign + Size(tensor, WeightCoding.Sign), sizes.Generated + Size(tensor, WeightCoding.Generated));
            progress?.Invoke(done += _weights.Find(tensor.Name).ElementCount);
        }

        return sizes;

        long Size(CompressedTensor tensor, WeightCoding coding)
        {
            using var file = new MemoryStream();
            WeightCompression.Write(file, _weights, [tensor], WeightFormat.Int8, cancellation: cancellation, coding: coding);
            using var packed = KWeightsFile.Open(file, tensor.Name);
            return packed.Sections.Single().ByteCount;
        }
    }

    /// <summary>Closes the checkpoint.</summary>
    public void Dispose() => _weights.Dispose();
}
