using System.CommandLine;
using Kernels.Model;

namespace Kernels.Cli;

/// <summary>The options that say how layers are computed: the mode, what the modes with spikes leave open, how weights, keys and values are kept.</summary>
internal sealed class ModeChoice
{
    private readonly Option<Mode?> _mode = CommonOptions.Mode();
    private readonly Option<SpikeCode?> _code = new("--code")
    {
        Description = Messages.CodeHelp, HelpName = "rate|phase", CustomParser = Parsers.Code,
    };

    private readonly Option<int?> _steps = new("--steps")
    {
        Description = Messages.StepsHelp, HelpName = "T", CustomParser = result => Parsers.Whole(result, 1, SpikeCost.LargestMagnitude),
    };

    private readonly Option<SpikeStrategy?> _spikes = new("--spikes")
    {
        Description = Messages.SpikesHelp, HelpName = "events|counts", CustomParser = Parsers.Spikes,
    };

    private readonly Option<WeightFormat?> _weights = new("--weights")
    {
        Description = Messages.WeightsHelp, HelpName = "f32|bf16|int8|int8b32|int4b32", CustomParser = Parsers.Weights,
    };

    private readonly Option<CacheFormat?> _cache = new("--cache")
    {
        Description = Messages.CacheHelp, HelpName = "f32|int8", CustomParser = Parsers.Cache,
    };

    /// <summary>Adds the options to a command.</summary>
    public ModeChoice(Command command)
    {
        command.Options.Add(_mode);
        command.Options.Add(_code);
        command.Options.Add(_steps);
        command.Options.Add(_spikes);
        command.Options.Add(_weights);
        command.Options.Add(_cache);
    }

    /// <summary>What was asked for.</summary>
    /// <exception cref="UsageException">An option that has no meaning in the mode.</exception>
    public NetworkOptions Read(ParseResult parsed)
    {
        var mode = parsed.GetValue(_mode) ?? Mode.Complementary;
        var (code, steps, spikes) = (parsed.GetValue(_code), parsed.GetValue(_steps), parsed.GetValue(_spikes));
        if (mode is not (Mode.Spiking or Mode.Complementary))
        {
            if (code is not null) throw new UsageException(Messages.OnlyWithSpikes(_code.Name, ModeName.Of(mode)));
            if (spikes is not null) throw new UsageException(Messages.OnlyWithSpikes(_spikes.Name, ModeName.Of(mode)));
        }

        var weights = parsed.GetValue(_weights);
        if (weights is WeightFormat.Float32 or WeightFormat.BFloat16 && mode != Kernels.Mode.Dense) throw new UsageException(Messages.WeightsOfIntegers(ModeName.Of(mode)));
        if (steps is not null && (mode != Mode.Spiking || code == SpikeCode.Phase)) throw new UsageException(Messages.StepsWithoutTrain);
        return new()
        {
            Mode = mode, Code = code ?? SpikeCode.Rate, Steps = steps, Spikes = spikes, Weights = weights ?? WeightFormat.Float32,
            Cache = parsed.GetValue(_cache) ?? CacheFormat.Float32,
        };
    }
}
