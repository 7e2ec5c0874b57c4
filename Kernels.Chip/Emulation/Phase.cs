namespace Kernels.Chip;

/// <summary>What really happened in one phase of a run.</summary>
/// <param name="Kind">Which phase.</param>
/// <param name="Activity">What was recorded.</param>
/// <param name="Passes">Passes over the weights; the rows are spread over them evenly.</param>
public sealed record Phase(PhaseKind Kind, Activity Activity, long Passes)
{
    internal const string HowToRecord = "Load the network with NetworkOptions.Activity = ActivityDetail.Layers, and take it with TakeActivity after a pass.";

    /// <summary>A prompt: however the network took it, the chip takes it in one pass.</summary>
    /// <exception cref="ArgumentNullException">Nothing was recorded.</exception>
    public static Phase Prefill(Activity activity) => new(PhaseKind.Prefill, Recorded(activity), 1);

    /// <summary>Token after token: one pass for each.</summary>
    /// <exception cref="ArgumentNullException">Nothing was recorded.</exception>
    public static Phase Decode(Activity activity) => new(PhaseKind.Decode, Recorded(activity), activity.Rows);

    private static Activity Recorded(Activity? activity) => activity ?? throw new ArgumentNullException(nameof(activity), "No activity was recorded. " + HowToRecord);
}
