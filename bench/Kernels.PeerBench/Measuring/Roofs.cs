using Kernels.Benchmarks.Measuring;
using Kernels.Model;
using Kernels.PeerBench.Cases;

namespace Kernels.PeerBench.Measuring;

/// <summary>What one core can do at most, timed in the same rounds as the participants; and the copies that a network makes of its rows.</summary>
internal sealed class Roofs(Isa isa)
{
    private float[]? _data;
    private float _sink;

    /// <summary>Operations of a pass of <see cref="Multiply"/>.</summary>
    public double Operations => Calibration.Operations(isa);

    /// <summary>Bytes of a pass of <see cref="Read"/>.</summary>
    public static double Bytes => PeerCase.ColdBytes;

    /// <summary>Multiply-adds in registers.</summary>
    public IRunner Multiply()
    {
        var run = Calibration.Peak(isa);
        return new Pacer(() => _sink = run());
    }

    /// <summary>Reading as many bytes, in order, as cold weights have.</summary>
    public IRunner Read()
    {
        var data = _data ??= Fill(new float[PeerCase.ColdBytes / sizeof(float)]);
        return new Pacer(() => _sink = Calibration.Read(data, 1));
    }

    /// <summary>Rows of the input into padded rows and back out of them, as a network takes and gives them.</summary>
    public static IRunner Copy(PeerCase item)
    {
        var (inputs, outputs) = (Padding.Up(item.Inputs), Padding.Up(item.Outputs));
        var (from, to) = (new float[item.Rows * item.Inputs], new float[item.Rows * item.Outputs]);
        var arena = new float[item.Rows * (inputs + outputs)];
        return new Pacer(() =>
        {
            for (var row = 0; row < item.Rows; row++)
                from.AsSpan(row * item.Inputs, item.Inputs).CopyTo(arena.AsSpan(row * inputs));
            for (var row = 0; row < item.Rows; row++)
                arena.AsSpan((item.Rows * inputs) + (row * outputs), item.Outputs).CopyTo(to.AsSpan(row * item.Outputs));
        });
    }

    /// <summary>Pages that were never written are all the same page.</summary>
    private static float[] Fill(float[] data)
    {
        data.AsSpan().Fill(1);
        return data;
    }
}
