using System.Buffers.Binary;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Kernels.CompilerServices;

namespace Kernels.Runtime.Tests.Memory;

/// <summary><c>.kweights</c> files: what is written is read, and nothing that was changed is.</summary>
public sealed class KWeightsTests
{
    private const int Mutants = 1_000_000;

    private static readonly (WeightFormat Format, WeightCoding Coding)[] s_formats =
    [
        (WeightFormat.Int8, WeightCoding.None), (WeightFormat.Int8Block32, WeightCoding.None), (WeightFormat.Int4Block32, WeightCoding.None),
        (WeightFormat.Int8, WeightCoding.Sign), (WeightFormat.Int8, WeightCoding.Generated),
    ];

    /// <summary>Matrices of any small shape, either axis, every format: the integers and scales that quantising alone gives, and the same file again from the file.</summary>
    [Fact]
    public void A_matrix_comes_back_as_what_quantising_makes_of_it() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var (rows, columns, axis) = (random.Next(1, 80), random.Next(1, 80), random.Next(2));
            var (format, coding) = s_formats[random.Next(s_formats.Length)];
            var values = Enumerable.Range(0, rows * columns).Select(_ => random.Next(9) == 0 ? 0 : (float)((random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-6, 6)))).ToArray();
            var plain = Enumerable.Range(0, random.Next(5)).Select(_ => random.NextSingle()).ToArray();
            using var source = new MemoryWeights().Add("m", [rows, columns], values).Add("plain", [plain.Length], plain);
            var file = Write(source, axis, format, coding);
            using var packed = Open(file);
            packed.Verify();
            Assert.Equal(plain, packed.ReadFloats("plain", [plain.Length]));
            Assert.Equal(Expected(values, rows, columns, axis, format), packed.ReadFloats("m", [rows, columns], axis));
            Assert.Equal("settings"u8.ToArray(), Read(packed, "config.json"));

            // Pieces that begin and end anywhere.
            var info = packed.Find("m");
            var whole = new byte[info.ByteCount];
            packed.ReadRaw(info, whole);
            var (first, length) = (random.Next(whole.Length), 0);
            length = random.Next(whole.Length - first + 1);
            var piece = new byte[length];
            packed.ReadRaw(info, first, piece);
            Assert.Equal(whole[first..(first + length)], piece);
            Assert.Equal(file, Write(packed, axis, format, coding));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void A_flip_of_any_bit_is_caught()
    {
        foreach (var (format, coding) in s_formats)
        {
            var sound = Sample(format, coding);
            for (var at = 0; at < sound.Length; at++)
            {
                for (var bit = 0; bit < 8; bit++)
                {
                    var changed = (byte[])sound.Clone();
                    changed[at] ^= (byte)(1 << bit);
                    AssertRefused(changed, $"{format} {coding}, bit {bit} of byte {at}");
                }
            }
        }
    }

    [Fact]
    public void A_file_that_ends_early_or_goes_on_is_refused()
    {
        foreach (var (format, coding) in s_formats)
        {
            var sound = Sample(format, coding);
            for (var length = 0; length < sound.Length; length++) AssertRefused(sound[..length], $"{format} {coding}, {length} of {sound.Length} bytes");
            AssertRefused([.. sound, 0], "one byte more");
        }
    }

    /// <summary>Header, table and checksums made to fit what was changed, so that what stands behind them is looked at: refused in one line or sound, never another error.</summary>
    [Fact]
    public void Mutants_with_fitting_checksums_are_refused_or_read()
    {
        var sound = s_formats.Select(form => Sample(form.Format, form.Coding)).ToArray();
        var (refused, read) = (0, 0);
        Parallel.For(0, 8, run =>
        {
            var random = new Random(run);
            var (mine, others) = (0, 0);
            for (var i = 0; i < Mutants / 8; i++)
            {
                var file = (byte[])sound[random.Next(sound.Length)].Clone();
                var table = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(16));
                for (var changes = random.Next(1, 4); changes > 0; changes--)
                {
                    // Mostly in what is not summed by a section's own checksum.
                    var at = random.Next(8) == 0 ? random.Next(file.Length) : random.Next(8, 64 + table);
                    file[at] = random.Next(3) switch { 0 => (byte)random.Next(256), 1 => (byte)(file[at] + random.Next(-2, 3)), _ => (byte)(random.Next(2) * 0xFF) };
                }

                Seal(file, table);
                if (Refuses(file, $"run {run}, mutant {i}")) mine++;
                else others++;
            }

            Interlocked.Add(ref refused, mine);
            Interlocked.Add(ref read, others);
        });
        Assert.Equal(Mutants, refused + read);
        Assert.InRange(read, 1000, Mutants / 2); // neither side may be empty
    }

    /// <summary>A file whose sums fit is looked at all the same: the last scale of 8-bit weights, and a weight of -128.</summary>
    [Theory]
    [InlineData(WeightCoding.None, float.NaN)]
    [InlineData(WeightCoding.Sign, float.PositiveInfinity)]
    [InlineData(WeightCoding.Generated, 0f)]
    [InlineData(WeightCoding.None, null)]
    public void Scales_and_weights_that_mean_nothing_are_refused(WeightCoding coding, float? scale)
    {
        var random = new Random(5);
        using var source = new MemoryWeights().Add("m", [3, 35], [.. Enumerable.Range(0, 105).Select(_ => random.NextSingle() - 0.5f)]);
        using var stream = new MemoryStream();
        WeightCompression.Write(stream, source, [new("m", 0)], WeightFormat.Int8, coding: coding);
        var file = stream.ToArray();
        var table = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(16));
        if (scale is { } value) BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(file.Length - 4), value);
        else file[64 + table] = 0x80;
        var crc = new Crc32C();
        crc.Add(file.AsSpan(64 + table));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(64 + 8), crc.Value);
        Seal(file, table);
        AssertRefused(file, $"{coding} {scale}");
    }

    [Fact]
    public void What_stands_in_the_way_of_a_save_leaves_the_old_file()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "m.kweights");
        using var source = new MemoryWeights().Add("m", [2, 3], [1f, 2, 3, 4, 5, 6]);
        WeightCompression.Save(path, source, [new("m", 0)], WeightFormat.Int8);
        var before = File.ReadAllBytes(path);
        using var faulty = new MemoryWeights().Add("m", [2, 3], [1f, 2, float.NaN, 4, 5, 6]);
        Assert.Throws<ModelFormatException>(() => WeightCompression.Save(path, faulty, [new("m", 0)], WeightFormat.Int4Block32));
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() => WeightCompression.Save(path, source, [new("m", 0)], WeightFormat.Int4Block32, cancellation: stopped.Token));

        // In the middle of a matrix that is being coded: after its last weight was told of and before a byte of it stands in the file.
        using var late = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => WeightCompression.Save(
            path, source, [new("m", 0)], WeightFormat.Int8, progress: _ => late.Cancel(), cancellation: late.Token, coding: WeightCoding.Generated));
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
        Assert.Throws<ArgumentException>(() => WeightCompression.Save(path, source, [new("m", 0)], WeightFormat.BFloat16));
        Assert.Throws<ArgumentException>(() => WeightCompression.Save(path, source, [new("m", 0)], WeightFormat.Int4Block32, coding: WeightCoding.Sign));
    }

    private static byte[] Sample(WeightFormat format, WeightCoding coding)
    {
        var random = new Random(5);
        using var source = new MemoryWeights().Add("m", [3, 35], [.. Enumerable.Range(0, 105).Select(_ => random.NextSingle() - 0.5f)]).Add("plain", [2], [1f, 2f]);
        return Write(source, 0, format, coding);
    }

    private static byte[] Write(WeightSource source, int axis, WeightFormat format, WeightCoding coding)
    {
        using var stream = new MemoryStream();
        WeightCompression.Write(stream, source, [new("plain"), new("m", axis)], format, new Dictionary<string, byte[]> { ["config.json"] = "settings"u8.ToArray() }, coding: coding);
        return stream.ToArray();
    }

    private static KWeightsFile Open(byte[] file) => KWeightsFile.Open(new MemoryStream(file, writable: false), "m.kweights");

    private static byte[] Read(KWeightsFile file, string name)
    {
        var bytes = new byte[file.FileLength(name)];
        file.ReadFile(name, bytes);
        return bytes;
    }

    /// <summary>The values that the integers of every output, or of every 32 inputs of it, stand for.</summary>
    private static float[] Expected(float[] values, int rows, int columns, int axis, WeightFormat format)
    {
        var (outputs, inputs) = axis == 0 ? (rows, columns) : (columns, rows);
        int At(int n, int k) => axis == 0 ? (n * columns) + k : (k * columns) + n;
        var expected = new float[values.Length];
        for (var n = 0; n < outputs; n++)
        {
            if (format == WeightFormat.Int8)
            {
                var largest = Enumerable.Range(0, inputs).Max(k => Math.Abs(values[At(n, k)]));
                var scale = largest == 0 ? 1 : largest / 127;
                for (var k = 0; k < inputs; k++) expected[At(n, k)] = Math.Clamp(MathF.Round(values[At(n, k)] / scale, MidpointRounding.ToEven), -127, 127) * scale;
                continue;
            }

            for (var first = 0; first < inputs; first += 32)
            {
                var block = Enumerable.Range(first, Math.Min(32, inputs - first)).ToArray();
                var integers = new sbyte[block.Length];
                Assert.True(BlockScale.Quantize(block.Select(k => values[At(n, k)]).ToArray(), format, integers, out var scale));
                for (var i = 0; i < block.Length; i++) expected[At(n, block[i])] = integers[i] * BFloat16.Widen(scale);
            }
        }

        return expected;
    }

    private static void Seal(byte[] file, int table)
    {
        if (file.Length < 64 + table) return;
        SHA256.HashData([.. file[..32], .. file[64..(64 + table)]]).CopyTo(file, 32);
    }

    private static void AssertRefused(byte[] file, string what) => Assert.True(Refuses(file, what), what + " was not caught");

    private static bool Refuses(byte[] file, string what)
    {
        try
        {
            using var packed = Open(file);
            packed.Verify();
            return false;
        }
        catch (ModelFormatException fault)
        {
            Assert.DoesNotContain('\n', fault.Message);
            return true;
        }
        catch (Exception inner)
        {
            throw new InvalidOperationException($"{what}: {Convert.ToHexString(file)}", inner);
        }
    }
}
