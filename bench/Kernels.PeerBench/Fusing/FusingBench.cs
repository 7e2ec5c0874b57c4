using Kernels.Model;
using Kernels.PeerBench.Cases;
using Kernels.PeerBench.Measuring;
using Kernels.PeerBench.Peers;
using Kernels.PeerBench.Reporting;
using Kernels.PeerBench.Rows;

namespace Kernels.PeerBench.Fusing;

/// <summary>
/// How much fusing steps could gain at the very most: what lies between the layers of a small perceptron, and the whole of a norm beside the product that
/// follows it. Ours alone.
/// </summary>
internal static class FusingBench
{
    private const double Microsecond = 1000;

    private static readonly Cases.Work[] s_one = [Cases.Work.Sgemv, Cases.Work.Int8Gemv, Cases.Work.Block4Gemv];
    private static readonly Cases.Work[] s_many = [Cases.Work.Sgemm, Cases.Work.Int8Gemm, Cases.Work.Block4Gemm];

    public static int Run(PeerOptions options)
    {
        var isa = options.RequireIsa();
        Head.Write(options, [$"Kernels: ISA {Machine.Name(isa)}, 1 thread, .NET {Environment.Version}"]);
        var rotation = new Rotation(options.Clock, options.Rounds, options.Sample);
        List<string[]> lines = [OfPerceptron(isa, rotation)];
        foreach (var (rows, works) in new[] { (1, s_one), (128, s_many) })
            foreach (var work in works) lines.Add(OfNorm(isa, rotation, rows, new(work, rows, 2304, 768)));
        Console.Write('\n');
        Console.Write(new TextTable(["steps", "together, us", "the part, us", "at most to gain"], lines));
        Console.Write("\nperceptron: a pass, and its three kernels called one after the other; the part is what lies between. norm: norm and product; the part is the whole norm.\n");
        return 0;
    }

    private static string[] OfPerceptron(Isa isa, Rotation rotation)
    {
        var item = CaseList.All.Single(item => item.Work == Cases.Work.Perceptron);
        using var pass = new KernelsPeer(isa).Prepare(new Problem(item));
        using var kernels = new PerceptronKernels(isa);
        var samples = rotation.Measure([pass, kernels], warm: true);
        return Line($"perceptron {item.Name}", samples[0].Median, samples[0].Median - samples[1].Median);
    }

    private static string[] OfNorm(Isa isa, Rotation rotation, int rows, PeerCase product)
    {
        using var norm = new KernelsRows(isa).Prepare(new RowProblem(new(RowWork.LayerNorm, rows, product.Inputs)));
        using var dense = new KernelsPeer(isa).Prepare(new Problem(product));
        var samples = rotation.Measure([norm, dense], warm: true);
        return Line($"layer-norm, {product.Kind} {product.Name}", samples[0].Median + samples[1].Median, samples[0].Median);
    }

    private static string[] Line(string name, double together, double part) =>
        [name, TextTable.Number(together / Microsecond, 3), TextTable.Number(part / Microsecond, 3), (part / together).ToString("P1", System.Globalization.CultureInfo.InvariantCulture)];
}
