using Kernels.Model;

namespace Kernels.Testing.Checking;

/// <summary>A mode with what it leaves open: the code of its spikes and its time steps.</summary>
/// <param name="Mode">The mode.</param>
/// <param name="Code">How magnitudes are carried.</param>
/// <param name="Steps">Time steps of the rate code in spiking mode; null elsewhere.</param>
/// <param name="Format">How weights are kept; f32 in an integer mode: what the mode keeps unless said.</param>
/// <param name="Cache">How keys and values are kept.</param>
internal readonly record struct Variant(
    Mode Mode, SpikeCode Code = SpikeCode.Rate, int? Steps = null, WeightFormat Format = WeightFormat.Float32, CacheFormat Cache = CacheFormat.Float32)
{
    private static readonly Variant[] s_spiking =
        [new(Mode.Spiking, SpikeCode.Rate, 32), new(Mode.Spiking, SpikeCode.Phase), new(Mode.Spiking, SpikeCode.Rate, 5), new(Mode.Spiking, SpikeCode.Rate, 127)];

    private static readonly Variant[] s_complementary = [new(Mode.Complementary), new(Mode.Complementary, SpikeCode.Phase)];

    public Arithmetic Arithmetic => new(Mode, Code, Steps ?? Arithmetic.DefaultSteps, Format);

    /// <summary>What is run of a mode on one of several sets of weights: the sets take turns, a single set gets all.</summary>
    public static IEnumerable<Variant> Of(Mode mode, int set, int sets, IEnumerable<WeightFormat> formats, bool caches = false)
    {
        var all = mode switch
        {
            Mode.Spiking => s_spiking,
            Mode.Complementary => s_complementary,
            Mode.Dense => [new Variant(mode), .. formats.Select(format => new Variant(mode, Format: format))],
            _ => [new Variant(mode)],
        };
        // Formats in blocks have kernels of their own in every integer mode; one variant of each mode shows them.
        if (mode != Mode.Dense) all = [.. all, .. formats.Where(format => format.IsBlocks()).Select((format, i) => all[(set + i) % all.Length] with { Format = format })];
        // Attention is the same in every mode; whether what it reads is rounded is seen in one.
        if (caches && mode == Mode.Dense) all = [.. all, new(mode, Cache: CacheFormat.Int8)];
        return sets >= all.Length ? [all[set % all.Length]] : all.Where((_, i) => i % sets == set);
    }

    /// <summary>Whether the integers are those of int8, so that not a bit may differ from it.</summary>
    public bool IsInt8 => !Format.IsBlocks() && (Mode is Mode.Int8 or Mode.Complementary || (Mode == Mode.Spiking && (Code == SpikeCode.Phase || Steps == 127)));
}
