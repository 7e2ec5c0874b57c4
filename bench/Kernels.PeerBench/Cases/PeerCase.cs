using System.Globalization;

namespace Kernels.PeerBench.Cases;

/// <summary>What is multiplied, and from where the weights come.</summary>
internal enum Work
{
    /// <summary>Rows times one matrix of f32, which stays in the caches as far as it fits.</summary>
    Sgemm,

    /// <summary>One row times matrices of f32 that come from memory, a different one each time.</summary>
    Sgemv,

    /// <summary>Rows times one matrix of 8-bit integers.</summary>
    Int8Gemm,

    /// <summary>One row times matrices of 8-bit integers that come from memory.</summary>
    Int8Gemv,

    /// <summary>Rows of f32, which are quantised, times one matrix of 8-bit integers in blocks of 32.</summary>
    Block8Gemm,

    /// <summary>One row times matrices of 8-bit integers in blocks that come from memory.</summary>
    Block8Gemv,

    /// <summary>Rows of f32, which are quantised, times one matrix of 4-bit integers in blocks of 32.</summary>
    Block4Gemm,

    /// <summary>One row times matrices of 4-bit integers in blocks that come from memory.</summary>
    Block4Gemv,

    /// <summary>Several layers of f32 with bias, and <c>max(0, x)</c> between them.</summary>
    Perceptron,
}

/// <summary>One line of the table: <c>y[m][n] = sum over k of x[m][k] w[n][k]</c>, layer after layer.</summary>
/// <param name="Work">What is multiplied.</param>
/// <param name="Rows">M, rows of the input and of the result.</param>
/// <param name="Widths">Values per row: of the input, then of the result of each layer.</param>
internal sealed record PeerCase(Work Work, int Rows, IReadOnlyList<int> Widths)
{
    /// <summary>Cold weights rotate over a set of at least this many bytes, which is more than caches hold.</summary>
    public const long ColdBytes = 320L << 20;

    /// <summary>A case of one layer.</summary>
    /// <param name="work">What is multiplied.</param>
    /// <param name="m">Rows.</param>
    /// <param name="n">Outputs.</param>
    /// <param name="k">Inputs.</param>
    public PeerCase(Work work, int m, int n, int k)
        : this(work, m, [k, n])
    {
    }

    /// <summary>K, values per row of the input.</summary>
    public int Inputs => Widths[0];

    /// <summary>N, values per row of the result.</summary>
    public int Outputs => Widths[^1];

    public int Layers => Widths.Count - 1;

    public bool Cold => Work is Work.Sgemv or Work.Int8Gemv or Work.Block8Gemv or Work.Block4Gemv;

    /// <summary>Whether every participant gets integers.</summary>
    public bool Int8 => Work is Work.Int8Gemm or Work.Int8Gemv;

    /// <summary>Bits of weights in blocks, whose inputs every participant quantises itself; null: no blocks.</summary>
    public int? BlockBits => Work switch { Work.Block8Gemm or Work.Block8Gemv => 8, Work.Block4Gemm or Work.Block4Gemv => 4, _ => null };

    /// <summary>Whether integers are multiplied.</summary>
    public bool IsInteger => Int8 || BlockBits is not null;

    /// <summary>M x N x K, or M x the widths.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Rows}x{(Layers == 1 ? $"{Outputs}x{Inputs}" : string.Join('-', Widths))}");

    /// <summary>The kind of work in one word.</summary>
    public string Kind => Work switch
    {
        Work.Sgemm => "sgemm",
        Work.Sgemv => "sgemv-cold",
        Work.Int8Gemm => "int8-gemm",
        Work.Int8Gemv => "int8-gemv-cold",
        Work.Block8Gemm => "int8b32-gemm",
        Work.Block8Gemv => "int8b32-gemv-cold",
        Work.Block4Gemm => "int4b32-gemm",
        Work.Block4Gemv => "int4b32-gemv-cold",
        _ => "perceptron",
    };

    /// <summary>Operations of a pass, two per multiply-add.</summary>
    public long Operations => 2 * Rows * WeightValues;

    /// <summary>Values of the matrices of all layers.</summary>
    public long WeightValues => Enumerable.Range(0, Layers).Sum(layer => (long)Widths[layer] * Widths[layer + 1]);

    /// <summary>Bytes of the matrices: four per f32, one per integer; in blocks as many bits as weights have, and two bytes per 32.</summary>
    public long WeightBytes => BlockBits is { } bits ? (WeightValues * bits / 8) + (WeightValues / BlockWeights.Block * sizeof(ushort)) : WeightValues * (Int8 ? 1 : 4);

    /// <summary>Bytes that a pass must move at least: weights, input and result once each.</summary>
    public long Traffic => WeightBytes + (4L * Rows * (Inputs + Outputs));

    /// <summary>Matrices that a participant rotates over: one when hot.</summary>
    public int Copies => Cold ? (int)((ColdBytes + WeightBytes - 1) / WeightBytes) : 1;
}
