namespace Kernels;

/// <summary>The scales of a tensor stored as I8, one per index of one axis.</summary>
internal sealed class ScaleOfTensor
{
    /// <summary>Appended to the name of a tensor, the name of its scales.</summary>
    public const string Suffix = ".scale";

    private const byte MinusTop = 0x80;

    private readonly long _inner;

    /// <summary>Reads and checks the scales.</summary>
    /// <exception cref="ModelFormatException">Missing, of another shape or type, or one not finite and above 0.</exception>
    public ScaleOfTensor(WeightSource source, TensorInfo info, int axis)
    {
        if ((uint)axis >= (uint)info.Dims.Length)
            throw new ArgumentOutOfRangeException(nameof(axis), axis, $"The tensor has {info.Dims.Length} axes.");
        var name = info.Name + Suffix;
        if (!source.TryFind(name, out var scale))
            throw source.Error(Messages.ScalesMissing(ModelFormatException.Quote(info.Name), ModelFormatException.Quote(name)));
        if (scale.Type != StorageType.F32 || scale.Dims.Length != 1 || scale.Dims[0] != info.Dims[axis])
            throw source.Error(Messages.WrongScales(ModelFormatException.Quote(name), scale.Type.Label(), scale.ShapeText, info.Dims[axis]));

        Values = GC.AllocateUninitializedArray<float>(checked((int)info.Dims[axis]));
        source.ReadFloats(scale, 0, Values);
        for (var i = 0; i < Values.Length; i++)
        {
            if (!float.IsFinite(Values[i]) || Values[i] <= 0)
                throw source.Error(Messages.ScaleNotPositive(ModelFormatException.Quote(name), i));
        }

        _inner = 1;
        foreach (var dim in info.Dims.AsSpan()[(axis + 1)..])
            _inner *= dim;
    }

    public float[] Values { get; }

    /// <summary>-128 has no mirror image: a symmetric quantiser never writes it, and kernels rely on that.</summary>
    /// <exception cref="ModelFormatException">There is one.</exception>
    public static void CheckWeights(WeightSource source, TensorInfo info, long firstElement, ReadOnlySpan<byte> weights)
    {
        if (weights.IndexOf(MinusTop) is >= 0 and var at)
            throw source.Error(Messages.WeightBelowRange(ModelFormatException.Quote(info.Name), firstElement + at));
    }

    /// <summary><c>values[i] = values[i] * scale</c>, the first value being element <paramref name="firstElement"/> of the tensor.</summary>
    public void Apply(long firstElement, Span<float> values)
    {
        if (values.IsEmpty)
            return;
        var channel = (int)(firstElement / _inner % Values.Length);
        var left = _inner - (firstElement % _inner);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] *= Values[channel];
            if (--left > 0)
                continue;
            left = _inner;
            channel = channel + 1 == Values.Length ? 0 : channel + 1;
        }
    }
}
