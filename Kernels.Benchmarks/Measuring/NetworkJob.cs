using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using BenchmarkDotNet.Validators;
using Kernels.Model;

namespace Kernels.Benchmarks.Measuring;

/// <summary>One BenchmarkDotNet job: all cases on the register width of this process.</summary>
internal static class NetworkJob
{
    public static TierResult Run<TNetwork>(Isa isa, BenchOptions options)
        where TNetwork : Network, INetwork<TNetwork>
    {
        var context = TNetwork.Plan.Context;
        (Mode Mode, int Rows)[] cases = [.. options.Modes.SelectMany(mode => options.Rows
            .Select(rows => context > 0 ? Math.Min(rows, context) : rows).Distinct().Select(rows => (mode, rows)))];
        NetworkBench<TNetwork>.Chosen = cases;
        NetworkBench<TNetwork>.ChosenThreads = options.Threads;

        var peak = MachineSpeed.Gigaflops(isa, Rounds(options.Effort));
        var log = new AccumulationLogger();
        var summary = BenchmarkRunner.Run(typeof(NetworkBench<TNetwork>), Config(isa, options.Effort, log));
        return new TierResult(isa, peak, [.. cases.Select(item => Result(summary, item, TNetwork.Plan, options.Effort, log))]);

        static CaseResult Result(Summary summary, (Mode Mode, int Rows) item, Plan plan, Effort effort, AccumulationLogger log)
        {
            var report = summary.Reports.FirstOrDefault(report =>
                report.BenchmarkCase.Parameters["Case"] is string name && name == NetworkBench<TNetwork>.Name(item));
            if (report?.ResultStatistics is not { } statistics)
                throw new BenchException($"{NetworkBench<TNetwork>.Name(item)} gave no figures. BenchmarkDotNet said:\n{log.GetLog()}");
            var cost = PassCost.Of(plan, item.Mode, item.Rows);
            return new CaseResult(item.Mode, item.Rows, statistics.Median, cost.MultiplyAdds, cost.Bytes, MachineSpeed.Gigabytes(cost.Bytes, Rounds(effort)),
                report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase));
        }
    }

    private static int Rounds(Effort effort) => effort == Effort.Full ? 50 : 10;

    private static IConfig Config(Isa isa, Effort effort, ILogger log)
    {
        var job = effort switch
        {
            Effort.Dry => Job.Dry,
            Effort.Short => Job.ShortRun,
            _ => Job.Default,
        };
        return ManualConfig.CreateEmpty()
            .AddJob(job.WithToolchain(InProcessNoEmitToolchain.Instance).WithId("ISA " + Machine.Name(isa)))
            .AddLogger(log)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddValidator(JitOptimizationsValidator.FailOnError)
            .WithOptions(ConfigOptions.DisableLogFile);
    }
}
