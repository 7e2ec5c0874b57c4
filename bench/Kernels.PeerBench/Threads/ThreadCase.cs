using Kernels.PeerBench.Cases;
using Kernels.PeerBench.Gpt2;

namespace Kernels.PeerBench.Threads;

/// <summary>One line of a table: the same work by one thread and by two.</summary>
/// <param name="Product">A product of matrices; null: text.</param>
/// <param name="Text">Work on text, where there is no product.</param>
/// <param name="Busy">Whether every core but one has a thread of another sort that never rests.</param>
internal sealed record ThreadCase(PeerCase? Product, TextWork Text = TextWork.Decode, bool Busy = false)
{
    /// <summary>How many times as fast two threads are meant to be, where the work is large enough.</summary>
    public const double SpeedGoal = 1.9;

    /// <summary>Microseconds that a second thread may cost a layer when its core is busy.</summary>
    public const double LossGoal = 5;

    /// <summary>Whether the layer is so small that only the loss counts.</summary>
    public bool IsFork => Product is { Rows: 1 };

    public string Name => Product is { } product
        ? IsFork ? $"fork {product.Name}, {(Busy ? "other cores busy" : "other cores free")}" : $"gemm {product.Name}"
        : $"gpt2 {(Text == TextWork.Decode ? "decode" : "prefill")}";

    /// <summary>Of what the rate counts 10^9, or tokens.</summary>
    public string Unit => Product is null ? "tokens/s" : "GFLOP/s";

    /// <summary>The rate of a pass.</summary>
    /// <param name="nanoseconds">Of the pass.</param>
    public double Rate(double nanoseconds) => Product is { } product ? product.Operations / nanoseconds : Passage.TokensOf(Text) * 1e9 / nanoseconds;
}

/// <summary>The list from which the tables are made.</summary>
internal static class ThreadCases
{
    public static IReadOnlyList<ThreadCase> All { get; } =
    [
        new(new PeerCase(Work.Sgemm, 128, 768, 768)),
        new(new PeerCase(Work.Sgemm, 128, 3072, 768)),
        new(null, TextWork.Decode),
        new(null, TextWork.Prefill),
        new(new PeerCase(Work.Sgemm, 1, 768, 768)),
        new(new PeerCase(Work.Sgemm, 1, 768, 768), Busy: true),
    ];
}
