using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kernels.Benchmarks.Measuring;
using Kernels.Model;
using Kernels.PeerBench.Cases;

namespace Kernels.PeerBench.Measuring;

/// <summary>What one core can do at most, timed in the same rounds as the participants; and the copies that a network makes of rows.</summary>
internal sealed class Roofs(Isa isa)
{
    private AlignedBuffer<float>? _data;
    private float _sink;

    /// <summary>Operations of a pass of <see cref="Multiply"/>, two per multiply-add.</summary>
    public double Operations(bool integers) => integers && HasIntegers ? IntegerPeak.Operations : MachineSpeed.Operations(isa);

    /// <summary>Whether integers have a roof of their own; else that of f32 counts for them.</summary>
    public static bool HasIntegers => IntegerPeak.IsSupported;

    /// <summary>Bytes of a pass of <see cref="Read"/>.</summary>
    public static double Bytes => PeerCase.ColdBytes;

    /// <summary>Multiply-adds in registers, of f32 or of 8-bit integers.</summary>
    public IRunner Multiply(bool integers)
    {
        if (integers && HasIntegers) return new Pacer(() => _sink = IntegerPeak.Run());
        var run = MachineSpeed.Peak(isa);
        return new Pacer(() => _sink = run());
    }

    /// <summary>Reading as many bytes as cold weights have: in order, and in four places side by side. Which is faster depends on the processor. Large pages, as weights have.</summary>
    public IRunner[] Read()
    {
        var data = _data ??= Fill(new AlignedBuffer<float>(PeerCase.ColdBytes / sizeof(float), largePages: true));
        return [new Pacer(() => _sink = MachineSpeed.Read(data.Span, 1)), new Pacer(() => _sink = ReadFour(data.Span))];
    }

    /// <summary>Rows of the input into padded rows and back out of them, as a network takes and gives them.</summary>
    public static IRunner Copy(int rows, int inputWidth, int outputWidth)
    {
        var (inputs, outputs) = (Padding.Up(inputWidth), Padding.Up(outputWidth));
        var (from, to) = (new float[rows * inputWidth], new float[rows * outputWidth]);
        var arena = new float[rows * (inputs + outputs)];
        return new Pacer(() =>
        {
            for (var row = 0; row < rows; row++)
                from.AsSpan(row * inputWidth, inputWidth).CopyTo(arena.AsSpan(row * inputs));
            for (var row = 0; row < rows; row++)
                arena.AsSpan((rows * inputs) + (row * outputs), outputWidth).CopyTo(to.AsSpan(row * outputWidth));
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float ReadFour(ReadOnlySpan<float> data)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(data);
        var part = vectors.Length / 4;
        var first = vectors[..part];
        var second = vectors.Slice(part, part);
        var third = vectors.Slice(2 * part, part);
        var fourth = vectors.Slice(3 * part, part);
        Vector<float> s0 = default, s1 = default, s2 = default, s3 = default;
        for (var i = 0; i < part; i++)
        {
            s0 += first[i];
            s1 += second[i];
            s2 += third[i];
            s3 += fourth[i];
        }

        return Vector.Sum(s0 + s1 + s2 + s3);
    }

    /// <summary>Pages that were never written are all the same page.</summary>
    private static AlignedBuffer<float> Fill(AlignedBuffer<float> data)
    {
        data.Span.Fill(1);
        return data;
    }
}
