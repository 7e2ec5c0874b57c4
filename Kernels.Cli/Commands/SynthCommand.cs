using System.CommandLine;
using System.Globalization;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary><c>kernels synth</c>: a checkpoint of a published size with random weights.</summary>
internal sealed class SynthCommand
{
    private const ulong UsualSeed = 1;
    private const int MostLayers = 512; // as many as a configuration may ask for

    private readonly Option<string?> _like = new("--like")
    {
        Description = Messages.LikeHelp, HelpName = string.Join('|', KnownSizes.Names), Required = true, CustomParser = Parsers.KnownSize,
    };

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = Messages.SynthOutputHelp, HelpName = "DIR", Required = true, CustomParser = Parsers.Folder,
    };

    private readonly Option<ulong?> _seed = new("--seed") { Description = Messages.SynthSeedHelp, HelpName = "S", CustomParser = Parsers.Seed };
    private readonly Option<int?> _layers = new("--layers")
    {
        Description = Messages.LayersHelp, HelpName = "N", CustomParser = result => Parsers.Whole(result, 1, MostLayers),
    };

    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Session _session;

    private SynthCommand(Session session, Command command)
    {
        _session = session;
        foreach (var option in (Option[])[_like, _output, _seed, _layers, _json]) command.Options.Add(option);
        command.SetAction(Run);
    }

    public static Command Build(Session session)
    {
        var command = new Command("synth", Messages.SynthHelp);
        _ = new SynthCommand(session, command);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var (like, folder) = (parsed.GetRequiredValue(_like)!, parsed.GetRequiredValue(_output)!);
        var seed = parsed.GetValue(_seed) ?? UsualSeed;
        var usual = KnownSizes.Find(like)!;
        var config = usual with { Layers = parsed.GetValue(_layers) ?? usual.Layers };
        var bytes = RandomCheckpoint.BytesOf(config);
        NewFolder.Fill(folder, bytes, () => _session.Output.WithProgress(Messages.Writing, bytes, progress =>
        {
            RandomCheckpoint.Write(folder, config, seed, progress, _session.Cancellation);
            return true;
        }));
        if (parsed.GetValue(_json)) WriteJson(like, folder, config, seed);
        else WriteTable(folder, config, seed);
        return ExitCode.Success;
    }

    private void WriteJson(string like, string folder, Gpt2Config config, ulong seed) => _session.Output.WriteJson(json =>
    {
        json.WriteString("folder", folder);
        json.WriteString("like", like);
        json.WriteNumber("layers", config.Layers);
        json.WriteNumber("width", config.Width);
        json.WriteNumber("heads", config.Heads);
        json.WriteNumber("vocabulary", config.Vocabulary);
        json.WriteNumber("context", config.Positions);
        json.WriteNumber("parameters", config.Parameters);
        json.WriteNumber("seed", seed);
    });

    private void WriteTable(string folder, Gpt2Config config, ulong seed) => _session.Output.WriteTable(
    [
        (Messages.ModelName, folder),
        (Messages.SizesName, config.Describe()),
        (Messages.WeightsName, Messages.RandomWeights(config.Parameters, RandomCheckpoint.BytesOf(config))),
        (Messages.Seed, seed.ToString(CultureInfo.InvariantCulture)),
        (Messages.NextName, Messages.GenerateFrom(folder)),
    ]);
}
