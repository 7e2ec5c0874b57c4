using System.CommandLine;
using System.Diagnostics;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary><c>kernels bench</c>: how fast a model takes a prompt and writes after it, and how much faster than plain loops.</summary>
internal sealed class BenchCommand
{
    private const int UsualRounds = 5;
    private const int MostRounds = 1000;

    private readonly Option<int?> _tokens = Number("--tokens", Messages.BenchTokensHelp);
    private readonly Option<int?> _prompt = Number("--prompt-tokens", Messages.BenchPromptHelp);
    private readonly Option<int> _rounds = new("--rounds")
    {
        Description = Messages.RoundsHelp, HelpName = "N", CustomParser = result => Parsers.Whole(result, 1, MostRounds), DefaultValueFactory = _ => UsualRounds,
    };

    private readonly Option<bool> _plain = new("--plain") { Description = Messages.PlainHelp };
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Session _session;
    private readonly NetworkChoice _network;

    private BenchCommand(Session session, Command command)
    {
        _session = session;
        _network = new(command);
        foreach (var option in (Option[])[_tokens, _prompt, _rounds, _plain, _json]) command.Options.Add(option);
        command.SetAction(Run);
    }

    public static Command Build(Session session)
    {
        var command = new Command("bench", Messages.BenchHelp);
        _ = new BenchCommand(session, command);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        if (_network.IsEncoderDecoder(_session, parsed)) return RunPair(parsed);
        var mode = _network.Mode(parsed);
        using var model = _network.Load(_session, parsed);
        var ready = SinceStart();
        var job = BenchJob.Of(model.Network, parsed.GetValue(_prompt), parsed.GetValue(_tokens));
        var (threads, rounds) = (_network.Threads(parsed), parsed.GetValue(_rounds));
        var bench = new Bench(model, job, threads, rounds, mode.Weights);
        var firstToken = bench.FirstToken();
        (PlainGpt2, double)? plain = parsed.GetValue(_plain) ? Plain(parsed, model, job) : null;
        var figures = _session.Output.WithProgress(
            Messages.Measuring, plain is null ? rounds : 2 * rounds, progress => bench.Run(ready, firstToken, plain, progress, _session.Cancellation));
        return Write(parsed, new(model, mode, threads, rounds, figures));
    }

    private int RunPair(ParseResult parsed)
    {
        var mode = _network.Mode(parsed);
        if (parsed.GetValue(_plain))
            throw new UsageException(Messages.NotWithPair("--plain"));
        using var model = _network.LoadEncoderDecoder(_session, parsed);
        var ready = SinceStart();
        var (threads, rounds) = (_network.Threads(parsed), parsed.GetValue(_rounds));
        var bench = new PairBench(model, BenchJob.Of(model, parsed.GetValue(_prompt), parsed.GetValue(_tokens)), threads, rounds, mode.Weights);
        var firstToken = bench.FirstToken();
        var figures = _session.Output.WithProgress(Messages.Measuring, rounds, progress => bench.Run(ready, firstToken, progress, _session.Cancellation));
        return Write(parsed, new(model, mode, threads, rounds, figures));
    }

    private int Write(ParseResult parsed, BenchReport report)
    {
        if (parsed.GetValue(_json)) _session.Output.WriteJson(report.Write);
        else _session.Output.WriteTable(report.Rows());
        return ExitCode.Success;
    }

    /// <summary>The plain loops over the same weights, after a look that they compute what the f32 kernels compute.</summary>
    private (PlainGpt2 Loops, double Difference) Plain(ParseResult parsed, LanguageModel model, BenchJob job)
    {
        if (!PlainGpt2.CanRun(model.Config.Network))
            throw new InputException(Messages.PlainCannot(model.Name));
        float[][] expected;
        if (_network.Mode(parsed) is { Mode: Mode.Dense, Weights: WeightFormat.Float32 })
        {
            expected = PlainCheck.Expected(model.Network, job);
        }
        else
        {
            using var dense = _network.Load(_session, parsed, Mode.Dense);
            expected = PlainCheck.Expected(dense.Network, job);
        }

        using var weights = _session.Models.OpenWeights(_network.Folder(parsed));
        var length = job.Prompt.Length + job.Decoded.Length;
        var loops = new PlainGpt2(weights, model.Config.Network, length);
        return (loops, _session.Output.WithProgress(
            Messages.Comparing, length, progress => PlainCheck.Compare(loops, expected, job, progress, _session.Cancellation)));
    }

    private static double SinceStart()
    {
        using var self = Process.GetCurrentProcess();
        return (DateTime.Now - self.StartTime).TotalSeconds;
    }

    private static Option<int?> Number(string name, string help) => new(name)
    {
        Description = help, HelpName = "N", CustomParser = result => Parsers.Whole(result, 1, int.MaxValue),
    };
}
