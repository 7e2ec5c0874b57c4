namespace Kernels.PeerBench.Cases;

/// <summary>The list from which the table is made.</summary>
internal static class CaseList
{
    /// <summary>Every case, M x N x K.</summary>
    public static IReadOnlyList<PeerCase> All { get; } =
    [
        new(Work.Sgemm, 1, 64, 64),
        new(Work.Sgemm, 4, 10, 128),
        new(Work.Sgemm, 16, 64, 64),
        new(Work.Sgemm, 8, 768, 768),
        new(Work.Sgemm, 16, 768, 768),
        new(Work.Sgemm, 32, 3072, 768),
        new(Work.Sgemm, 128, 768, 768),
        new(Work.Sgemm, 128, 2304, 768),
        new(Work.Sgemm, 128, 3072, 768),
        new(Work.Sgemm, 128, 768, 3072),
        new(Work.Sgemm, 512, 2304, 768),
        new(Work.Sgemm, 1024, 1024, 1024),
        new(Work.Sgemm, 2048, 2048, 2048),
        new(Work.Sgemv, 1, 768, 768),
        new(Work.Sgemv, 1, 3072, 768),
        new(Work.Sgemv, 1, 768, 3072),
        new(Work.Sgemv, 1, 50257, 768),
        new(Work.Int8Gemm, 32, 768, 768),
        new(Work.Int8Gemm, 32, 3072, 768),
        new(Work.Int8Gemm, 128, 768, 768),
        new(Work.Int8Gemm, 128, 2304, 768),
        new(Work.Int8Gemm, 128, 3072, 768),
        new(Work.Int8Gemm, 128, 768, 3072),
        new(Work.Int8Gemm, 512, 2304, 768),
        new(Work.Int8Gemv, 1, 768, 768),
        new(Work.Int8Gemv, 1, 3072, 768),
        new(Work.Int8Gemv, 1, 768, 3072),
        new(Work.Int8Gemv, 1, 50257, 768),
        new(Work.Block8Gemm, 16, 768, 768),
        new(Work.Block8Gemm, 128, 768, 768),
        new(Work.Block8Gemm, 128, 3072, 768),
        new(Work.Block8Gemm, 128, 768, 3072),
        new(Work.Block8Gemv, 1, 3072, 768),
        new(Work.Block8Gemv, 1, 768, 3072),
        new(Work.Block8Gemv, 1, 50257, 768),
        new(Work.Block4Gemm, 16, 768, 768),
        new(Work.Block4Gemm, 128, 768, 768),
        new(Work.Block4Gemm, 128, 3072, 768),
        new(Work.Block4Gemm, 128, 768, 3072),
        new(Work.Block4Gemv, 1, 3072, 768),
        new(Work.Block4Gemv, 1, 768, 3072),
        new(Work.Block4Gemv, 1, 50257, 768),
        new(Work.Perceptron, 1, [64, 64, 64, 10]),
    ];

    /// <summary>One case of each sort: a look in a minute.</summary>
    public static IReadOnlyList<PeerCase> Quick { get; } = [.. All.Where(item => (item.Work, item.Name) is
        (Work.Sgemm, "1x64x64" or "16x64x64" or "8x768x768" or "128x768x768" or "128x3072x768")
        or (Work.Sgemv, "1x3072x768") or (Work.Int8Gemm, "128x768x768") or (Work.Int8Gemv, "1x3072x768")
        or (Work.Block8Gemm or Work.Block4Gemm, "128x768x768") or (Work.Block8Gemv or Work.Block4Gemv, "1x3072x768") or (Work.Perceptron, _))];
}
