namespace Kernels.Runtime.Tests.Memory;

/// <summary>A run that was broken off goes on where it was, and its file is that of one that was not.</summary>
public sealed class ResumeTests : IDisposable
{
    private const int Matrices = 5;

    private readonly string _folder = Directory.CreateTempSubdirectory("kernels-resume-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Target => Path.Combine(_folder, "m.kweights");

    private string Part => Target + ".part";

    [Theory]
    [InlineData(WeightFormat.Int4Block32, WeightCoding.None)]
    [InlineData(WeightFormat.Int8Block32, WeightCoding.None)]
    [InlineData(WeightFormat.Int8, WeightCoding.None)]
    [InlineData(WeightFormat.Int8, WeightCoding.Sign)]
    public void What_is_finished_is_not_done_again(WeightFormat format, WeightCoding coding)
    {
        var expected = Undisturbed(Source(), format, coding);
        for (var finished = 0; finished < Matrices; finished++)
        {
            BreakOff(finished, format, coding);
            Assert.False(File.Exists(Target));
            Assert.Equal(finished > 0, File.Exists(Part));
            var seen = new List<long>();
            Assert.Equal(finished, Save(Source(), format, coding, seen.Add));
            Assert.Equal(expected, File.ReadAllBytes(Target));
            Assert.Equal([Target], Directory.GetFiles(_folder));

            // What was taken over is told of matrix by matrix, the rest row by row.
            Assert.Equal(Total, seen[^1]);
            Assert.Equal(finished + ((Matrices - finished) * 33), seen.Distinct().Count());
            File.Delete(Target);
        }
    }

    [Fact]
    public void Another_source_format_code_moment_or_file_begins_anew()
    {
        foreach (var (name, save) in new (string, Func<int>)[]
        {
            ("value", () => Save(Source(changed: 4), WeightFormat.Int8, WeightCoding.None)),
            ("format", () => Save(Source(), WeightFormat.Int8Block32, WeightCoding.None)),
            ("code", () => Save(Source(), WeightFormat.Int8, WeightCoding.Sign)),
            ("moments", () => WeightCompression.Save(Target, Source(), Tensors, WeightFormat.Int8, Files, moments: name => name == "m4" ? Identity : null)),
            ("file", () => WeightCompression.Save(Target, Source(), Tensors, WeightFormat.Int8, new Dictionary<string, byte[]> { ["config.json"] = [1] })),
        })
        {
            BreakOff(3, WeightFormat.Int8, WeightCoding.None);
            Assert.True(save() == 0, name);
            using (var file = KWeightsFile.Open(Target)) file.Verify();
            Assert.Equal([Target], Directory.GetFiles(_folder));
            File.Delete(Target);
        }
    }

    /// <summary>Whatever happened to what waits there, the file is right; and only what fits its checksum is taken over.</summary>
    [Fact]
    public void A_damaged_or_cut_part_is_never_believed()
    {
        var expected = Undisturbed(Source(), WeightFormat.Int4Block32, WeightCoding.None);
        BreakOff(3, WeightFormat.Int4Block32, WeightCoding.None);
        var part = File.ReadAllBytes(Part);
        var random = new Random(8);
        for (var round = 0; round < 400; round++)
        {
            var bytes = (byte[])part.Clone();
            var at = random.Next(bytes.Length);
            if (round % 2 == 0) bytes[at] ^= (byte)(1 << random.Next(8));
            else bytes = bytes[..at];
            File.WriteAllBytes(Part, bytes);
            Assert.InRange(Save(Source(), WeightFormat.Int4Block32, WeightCoding.None), 0, 3);
            Assert.Equal(expected, File.ReadAllBytes(Target));
        }

        // Entries that claim more than there is, or a negative length.
        foreach (var length in (long[])[long.MaxValue, -1, long.MinValue, part.Length])
        {
            var bytes = (byte[])part.Clone();
            System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(64), length);
            File.WriteAllBytes(Part, bytes);
            Assert.Equal(0, Save(Source(), WeightFormat.Int4Block32, WeightCoding.None));
            Assert.Equal(expected, File.ReadAllBytes(Target));
        }
    }

    [Fact]
    public void What_is_unfinished_is_no_model_and_another_writer_is_refused()
    {
        BreakOff(2, WeightFormat.Int8, WeightCoding.None);
        Assert.Throws<ModelFormatException>(() => KWeightsFile.Open(Part));
        using (new FileStream(Part, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            Assert.Throws<IOException>(() => Save(Source(), WeightFormat.Int8, WeightCoding.None));
        Assert.Equal(2, Save(Source(), WeightFormat.Int8, WeightCoding.None));
    }

    private const long Total = Matrices * 33 * 40;

    private static readonly Dictionary<string, byte[]> Files = new() { ["z.json"] = "settings"u8.ToArray() };

    private static readonly float[] Identity = [.. Enumerable.Range(0, 1600).Select(i => i % 41 == 0 ? 1f : 0f)];

    private static CompressedTensor[] Tensors => [.. Enumerable.Range(0, Matrices).Select(i => new CompressedTensor("m" + i, 0))];

    private static MemoryWeights Source(int changed = -1)
    {
        var random = new Random(2);
        var source = new MemoryWeights("drawn");
        for (var i = 0; i < Matrices; i++)
        {
            float[] values = [.. Enumerable.Range(0, 33 * 40).Select(_ => random.NextSingle() - 0.5f)];
            if (i == changed) values[^1] += 0.25f;
            source.Add("m" + i, [33, 40], values);
        }

        return source;
    }

    private int Save(WeightSource source, WeightFormat format, WeightCoding coding, Action<long>? progress = null, CancellationToken cancellation = default)
        => WeightCompression.Save(Target, source, Tensors, format, Files, progress, cancellation, coding);

    private byte[] Undisturbed(WeightSource source, WeightFormat format, WeightCoding coding)
    {
        using var stream = new MemoryStream();
        WeightCompression.Write(stream, source, Tensors, format, Files, coding: coding);
        return stream.ToArray();
    }

    /// <summary>Breaks off in the matrix after so many.</summary>
    private void BreakOff(int finished, WeightFormat format, WeightCoding coding)
    {
        using var stop = new CancellationTokenSource();
        var most = (finished * 33L * 40) + 1;
        Assert.ThrowsAny<OperationCanceledException>(() => Save(Source(), format, coding, done =>
        {
            if (done >= most) stop.Cancel();
        }, stop.Token));
    }
}
