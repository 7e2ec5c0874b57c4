using FsCheck;
using FsCheck.Fluent;

namespace Kernels.Tests;

/// <summary>
/// How property tests draw: the same cases on every run, so that a red run means a changed product and not an unlucky day.
/// <c>KERNELS_SEED=random</c>, or a number, draws others.
/// </summary>
internal static class Draws
{
    public static Config Config { get; } = Environment.GetEnvironmentVariable("KERNELS_SEED") switch
    {
        null or "" => Config.QuickThrowOnFailure.WithReplay(20261122, 7),
        "random" => Config.QuickThrowOnFailure,
        var seed => Config.QuickThrowOnFailure.WithReplay(ulong.Parse(seed, System.Globalization.CultureInfo.InvariantCulture), 7),
    };
}
