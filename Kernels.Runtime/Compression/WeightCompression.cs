namespace Kernels;

/// <summary>One tensor of a <c>.kweights</c> file to be made.</summary>
/// <param name="Name">Its name in the source and in the file.</param>
/// <param name="OutputAxis">The axis of its outputs, for a matrix that becomes integers: 0 for <c>[out, in]</c>, 1 for <c>[in, out]</c>; null: as it is stored.</param>
public readonly record struct CompressedTensor(string Name, int? OutputAxis = null);

/// <summary>Makes <c>.kweights</c> files (docs/kweights.md): the integers and scales that loading the source in the format would make, to the bit.</summary>
public static class WeightCompression
{
    /// <summary>
    /// Writes a file whole or not at all. A run that was broken off or killed leaves what it finished in <c>PATH.part</c>; the same call goes on from there, and gives the same bytes as
    /// one that was not disturbed. Memory is taken for a few rows and the scales of one tensor; for a code, or with moments, for the whole matrix several times.
    /// </summary>
    /// <param name="path">The file; replaced if it is there.</param>
    /// <param name="source">Where the tensors are; tensors that are not asked for stay behind.</param>
    /// <param name="tensors">Which, and which of them become integers.</param>
    /// <param name="format">Their format: <see cref="WeightFormat.Int8"/>, <see cref="WeightFormat.Int8Block32"/> or <see cref="WeightFormat.Int4Block32"/>.</param>
    /// <param name="files">Files that go along, by name.</param>
    /// <param name="progress">Told how many weights have been written, those of an earlier run among them.</param>
    /// <param name="cancellation">Breaks off; nothing is left then but what is finished, in <c>PATH.part</c>.</param>
    /// <param name="coding">How the integers of <see cref="WeightFormat.Int8"/> are written.</param>
    /// <param name="moments">The moments of the inputs of a matrix (<see cref="InputMoments"/>), for rounding that makes good what it spoils; null, or null of a matrix: each weight to the nearest.</param>
    /// <exception cref="ModelFormatException">A tensor is missing, or holds a value that integers cannot stand for.</exception>
    /// <exception cref="ArgumentException">Another format, a coding of one that has none, or sections that the file cannot hold.</exception>
    /// <returns>Sections that an earlier run had finished.</returns>
    /// <exception cref="IOException">The folder is missing, full or not writable; nothing is left under the name.</exception>
    public static int Save(
        string path, WeightSource source, IReadOnlyList<CompressedTensor> tensors, WeightFormat format, IReadOnlyDictionary<string, byte[]>? files = null,
        Action<long>? progress = null, CancellationToken cancellation = default, WeightCoding coding = WeightCoding.None,
        Func<string, float[]?>? moments = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var done = 0L;
        var parts = Parts(source, tensors, format, files, Told, cancellation, coding, moments);
        return KWeightsWriter.Save(path, parts, CompressionIdentity.Of(source, tensors, format, files, coding, moments, cancellation), section =>
        {
            if (section.Kind != KWeightsKind.File) Told(section.Elements);
        });

        void Told(long weights) => progress?.Invoke(done += weights);
    }

    /// <summary>Writes to a stream that can go back to its start; arguments and errors as for <see cref="Save"/>.</summary>
    public static void Write(
        Stream stream, WeightSource source, IReadOnlyList<CompressedTensor> tensors, WeightFormat format, IReadOnlyDictionary<string, byte[]>? files = null,
        Action<long>? progress = null, CancellationToken cancellation = default, WeightCoding coding = WeightCoding.None,
        Func<string, float[]?>? moments = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var done = 0L;
        KWeightsWriter.Write(stream, Parts(source, tensors, format, files, weights => progress?.Invoke(done += weights), cancellation, coding, moments));
    }

    private static List<KWeightsWriter.Part> Parts(
        WeightSource source, IReadOnlyList<CompressedTensor> tensors, WeightFormat format, IReadOnlyDictionary<string, byte[]>? files, Action<long> progress,
        CancellationToken cancellation, WeightCoding coding, Func<string, float[]?>? moments)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(tensors);
        if (coding != WeightCoding.None && format != WeightFormat.Int8) throw new ArgumentException($"{format} is not written in a code.", nameof(coding));
        var kind = format switch
        {
            WeightFormat.Int8 => coding == WeightCoding.None ? KWeightsKind.Int8 : KWeightsKind.Coded8,
            WeightFormat.Int8Block32 => KWeightsKind.Int8Block32,
            WeightFormat.Int4Block32 => KWeightsKind.Int4Block32,
            _ => throw new ArgumentException($"{format} is no format of integers.", nameof(format)),
        };
        if (moments is not null) source = new CompensatedWeights(source, tensors, format, moments, cancellation.ThrowIfCancellationRequested);
        var parts = new List<KWeightsWriter.Part>();
        foreach (var (name, axis) in tensors)
        {
            var info = source.Find(name);
            if (axis is { } outputs)
            {
                if (info.Dims.Length != 2) throw new ArgumentException($"{ModelFormatException.Quote(name)} is no matrix.", nameof(tensors));
                var section = new KWeightsSection(name, kind, StorageType.F32, outputs, info.Dims);
                parts.Add(new(section, stream => new MatrixCompression(source, section, stream, coding, Told).Write()));
                continue;
            }

            parts.Add(new(new(name, KWeightsKind.Stored, info.Type, 0, info.Dims), stream => Copy(source, info, stream, Told)));
            if (info.Type == StorageType.I8 && source.TryFind(name + ScaleOfTensor.Suffix, out var scale))
                parts.Add(new(new(name + ScaleOfTensor.Suffix, KWeightsKind.Stored, scale.Type, 0, scale.Dims), stream => Copy(source, scale, stream, Told)));
        }

        foreach (var (name, bytes) in files ?? new Dictionary<string, byte[]>())
            parts.Add(new(new(name, KWeightsKind.File, StorageType.U8, 0, [bytes.Length]), stream => stream.Write(bytes)));
        return parts;

        void Told(long weights)
        {
            cancellation.ThrowIfCancellationRequested();
            progress(weights);
        }
    }

    private static void Copy(WeightSource source, TensorInfo info, Stream stream, Action<long> told)
    {
        var piece = new byte[(int)Math.Min(1 << 18, info.ByteCount)];
        for (var at = 0L; at < info.ByteCount; at += piece.Length)
        {
            var some = piece.AsSpan(0, (int)Math.Min(piece.Length, info.ByteCount - at));
            source.ReadRaw(info, at, some);
            stream.Write(some);
            told(some.Length / info.Type.Size());
        }
    }
}
