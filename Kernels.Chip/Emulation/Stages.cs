namespace Kernels.Chip;

/// <summary>One step of the emulation.</summary>
/// <param name="Name">One word.</param>
/// <param name="Run">What it does to a layer.</param>
internal sealed record Stage(string Name, Action<LayerRun, EmulationRun> Run);

/// <summary>The emulation as a list. Each layer goes through all stages before the next one starts.</summary>
internal static class Stages
{
    public static IReadOnlyList<Stage> All { get; } =
    [
        new("map", ChipMapper.Map),      // weight tiles to cores and lanes
        new("count", EventCounter.Count), // what happens, in events and bytes
        new("time", Timing.Time),        // cycles of cores and of the port
        new("price", Pricing.Price),     // events times prices at the operating point
    ];
}
