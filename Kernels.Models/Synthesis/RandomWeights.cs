using System.Globalization;
using System.Runtime.InteropServices;

namespace Kernels.Models;

/// <summary>
/// The weights that training of a GPT-2 starts from, made when they are read and never kept: matrices and tables normal with deviation 0.02,
/// those that lead back into the residual stream smaller by the square root of their number (Radford et al. 2019, 2.3), norms 1 and 0, biases 0.
/// </summary>
internal sealed class RandomWeights : WeightSource
{
    private const float Deviation = 0.02f;

    private readonly Dictionary<string, (TensorInfo Info, int Stream, Filling Filling)> _byName = [];
    private readonly List<TensorInfo> _tensors = [];
    private readonly ulong _seed;
    private readonly float _residual;

    public RandomWeights(Gpt2Config config, ulong seed)
    {
        _seed = seed;
        _residual = Deviation / MathF.Sqrt(2f * config.Layers);
        Add("wte.weight", Filling.Normal, config.Vocabulary, config.Width);
        Add("wpe.weight", Filling.Normal, config.Positions, config.Width);
        for (var layer = 0; layer < config.Layers; layer++)
        {
            var block = string.Create(CultureInfo.InvariantCulture, $"h.{layer}.");
            AddNorm(block + "ln_1", config.Width);
            AddLinear(block + "attn.c_attn", Filling.Normal, config.Width, 3 * config.Width);
            AddLinear(block + "attn.c_proj", Filling.Residual, config.Width, config.Width);
            AddNorm(block + "ln_2", config.Width);
            AddLinear(block + "mlp.c_fc", Filling.Normal, config.Width, config.Inner);
            AddLinear(block + "mlp.c_proj", Filling.Residual, config.Inner, config.Width);
        }

        AddNorm("ln_f", config.Width);
        if (!config.Tied) Add("lm_head.weight", Filling.Normal, config.Vocabulary, config.Width);
    }

    private enum Filling
    {
        Zero,
        One,
        Normal,
        Residual,
    }

    public override string Name => "random weights";

    public override IEnumerable<TensorInfo> Tensors => _tensors;

    /// <summary>Told how many bytes each reading made.</summary>
    public Action<int>? Read { get; init; }

    public override bool TryFind(string name, out TensorInfo info)
    {
        var found = _byName.TryGetValue(name, out var tensor);
        info = tensor.Info;
        return found;
    }

    public override void ReadRaw(TensorInfo info, long firstByte, Span<byte> destination)
    {
        if (info.Name is null || !_byName.TryGetValue(info.Name, out var tensor))
            throw new ArgumentException($"{ModelFormatException.Quote(info.Name ?? "")} is no tensor of {Name}.", nameof(info));
        ArgumentOutOfRangeException.ThrowIfNegative(firstByte);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstByte, tensor.Info.ByteCount - destination.Length);
        if (firstByte % sizeof(float) != 0 || destination.Length % sizeof(float) != 0)
            throw new ArgumentException("Only whole values are made.", nameof(firstByte));
        Fill(tensor.Stream, tensor.Filling, firstByte / sizeof(float), MemoryMarshal.Cast<byte, float>(destination));
        Read?.Invoke(destination.Length);
    }

    private void Fill(int stream, Filling filling, long first, Span<float> values)
    {
        switch (filling)
        {
            case Filling.Zero:
                values.Clear();
                break;
            case Filling.One:
                values.Fill(1);
                break;
            default:
                new NearNormal(_seed, stream).Fill(first, filling == Filling.Normal ? Deviation : _residual, values);
                break;
        }
    }

    private void AddLinear(string name, Filling filling, int inputs, int outputs)
    {
        Add(name + ".weight", filling, inputs, outputs);
        Add(name + ".bias", Filling.Zero, outputs);
    }

    private void AddNorm(string name, int width)
    {
        Add(name + ".weight", Filling.One, width);
        Add(name + ".bias", Filling.Zero, width);
    }

    private void Add(string name, Filling filling, params ReadOnlySpan<long> shape)
    {
        var info = new TensorInfo(name, StorageType.F32, [.. shape]);
        _byName.Add(name, (info, _tensors.Count, filling));
        _tensors.Add(info);
    }
}
