using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Kernels.Model;

namespace Kernels.Benchmarks.Measuring;

/// <summary>
/// One register width is one process: the runtime reads its switches when it starts. The process that was asked to benchmark
/// starts itself again per width; the new one measures and leaves its figures in a file.
/// </summary>
internal sealed class TierProcess(string network, Isa isa, string resultFile)
{
    private const string NetworkVariable = "KERNELS_BENCH_NETWORK";
    private const string IsaVariable = "KERNELS_BENCH_ISA";
    private const string ResultVariable = "KERNELS_BENCH_RESULT";
    private const string KernelMethods = "Tile* Row* Finish* Scores* Mix* Weigh* Add* Panel* Group*";

    /// <summary>What this process was started for; null when a user started it.</summary>
    public static TierProcess? Current =>
        Environment.GetEnvironmentVariable(NetworkVariable) is { } network
        && Enum.TryParse<Isa>(Environment.GetEnvironmentVariable(IsaVariable), out var isa)
        && Environment.GetEnvironmentVariable(ResultVariable) is { } file
            ? new TierProcess(network, isa, file)
            : null;

    public bool IsFor(Type type) => type.FullName == network;

    /// <summary>Measures one width in a new process.</summary>
    /// <exception cref="BenchException">It failed.</exception>
    /// <param name="network">The network.</param>
    /// <param name="isa">The width.</param>
    /// <param name="disassembly">The folder for the machine code of its kernels, or null.</param>
    public static TierResult Start(Type network, Isa isa, string? disassembly)
    {
        var file = Path.GetTempFileName();
        try
        {
            using var process = Process.Start(Command(network, isa, file, disassembly)) ?? throw new BenchException("The process for a register width did not start.");
            process.WaitForExit();
            if (process.ExitCode != 0) throw new BenchException($"The job for ISA {Machine.Name(isa)} ended with exit code {process.ExitCode}.");
            return JsonSerializer.Deserialize<TierResult>(File.ReadAllText(file)) ?? throw new BenchException($"The job for ISA {Machine.Name(isa)} left no figures.");
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Measures in this process, after a look that the width is what was asked for.</summary>
    public int Measure<TNetwork>(BenchOptions options)
        where TNetwork : Network, INetwork<TNetwork>
    {
        if (Machine.Widest != isa)
            throw new BenchException($"Asked to run on ISA {Machine.Name(isa)}, but this process has {Machine.Describe()}: a switch of the runtime did not work.");
        File.WriteAllText(resultFile, JsonSerializer.Serialize(NetworkJob.Run<TNetwork>(isa, options)));
        return 0;
    }

    private static ProcessStartInfo Command(Type network, Isa isa, string file, string? disassembly)
    {
        var host = Environment.ProcessPath ?? throw new BenchException("This program cannot start itself again: its path is unknown.");
        var start = new ProcessStartInfo(host) { UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(host) == "dotnet") start.ArgumentList.Add(Assembly.GetEntryAssembly()!.Location);
        // As the program was called: what Run was given may be a part of that.
        foreach (var arg in Environment.GetCommandLineArgs().Skip(1)) start.ArgumentList.Add(arg);
        // Widths that the outer process has would be refused by the inner one.
        for (int i; (i = start.ArgumentList.IndexOf("--isa")) >= 0;)
        {
            start.ArgumentList.RemoveAt(i + 1);
            start.ArgumentList.RemoveAt(i);
        }

        start.Environment[NetworkVariable] = network.FullName;
        start.Environment[IsaVariable] = isa.ToString();
        start.Environment[ResultVariable] = file;
        if (disassembly is not null)
        {
            // The runtime writes what its compiler makes of the methods of generated kernels; they are compiled once, fully optimised.
            start.Environment["DOTNET_JitDisasm"] = KernelMethods;
            start.Environment["DOTNET_JitStdOutFile"] = Path.Combine(FolderOf(disassembly), $"{network.Name}.{Machine.Name(isa)}.asm");
        }

        if (isa != Machine.Widest) start.Environment[Switch(isa)] = "0";
        return start;
    }

    private static string FolderOf(string disassembly)
    {
        try
        {
            return Directory.CreateDirectory(disassembly).FullName;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BenchException($"The folder \"{disassembly}\" for machine code cannot be made: {fault.Message} Name another one.");
        }
    }

    private static string Switch(Isa isa) => isa switch
    {
        Isa.Vector256 => "DOTNET_EnableAVX512",
        Isa.Vector128 => "DOTNET_EnableAVX2",
        _ => "DOTNET_EnableHWIntrinsic",
    };
}
