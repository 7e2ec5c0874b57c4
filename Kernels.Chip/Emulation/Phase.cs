namespace Kernels.Chip;

/// <summary>What really happened in one phase of a run.</summary>
/// <param name="Kind">Which phase.</param>
/// <param name="Activity">What was recorded.</param>
/// <param name="Passes">Passes over the weights; the rows are spread over them evenly.</param>
public sealed record Phase(PhaseKind Kind, Activity Activity, long Passes)
{
    /// <summary>A prompt: however the network took it, the chip takes it in one pass.</summary>
    public static Phase Prefill(Activity activity) => new(PhaseKind.Prefill, activity, 1);

    /// <summary>Token after token: one pass for each.</summary>
    public static Phase Decode(Activity activity) => new(PhaseKind.Decode, activity, activity.Rows);
}
