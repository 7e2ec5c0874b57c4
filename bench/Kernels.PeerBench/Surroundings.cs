using System.Diagnostics;
using System.Reflection;
using Kernels.Benchmarks;
using Kernels.Model;
using Kernels.PeerBench.Peers;

namespace Kernels.PeerBench;

/// <summary>
/// Libraries read their switches from the environment when they are loaded, so the benchmark runs in a child process whose environment is chosen here:
/// one thread, the register width that was asked for, large pages, and for OpenBLAS a kernel set that fits the processor and multiplies right.
/// </summary>
internal static class Surroundings
{
    /// <summary>The argument of the process that only loads OpenBLAS, prints its core and says by the exit code whether its products are right.</summary>
    public const string Probe = "probe-openblas";

    private const string ChildVariable = "KERNELS_PEERBENCH_CHILD";

    /// <summary>What the C library's allocator reads: libraries that allocate by it get large pages for large blocks, as networks ask for by themselves.</summary>
    private const string Tunables = "GLIBC_TUNABLES";
    private const string LargePages = "glibc.malloc.hugetlb=1";
    private const string Core = "OPENBLAS_CORETYPE";
    private static readonly string[] s_ofOpenBlas = [Core, "OPENBLAS_L2_SIZE", "OPENBLAS_VERBOSE"];
    private static readonly string[] s_wide = ["skylakex", "cooperlake", "sapphirerapids"];
    private static readonly string[] s_narrow = ["haswell", "zen"];

    /// <summary>What this process was told by its parent about OpenBLAS; null in a process that a user started.</summary>
    public static string? Told => Environment.GetEnvironmentVariable(ChildVariable);

    /// <summary>Runs this program again with the same arguments.</summary>
    /// <returns>Its exit code.</returns>
    public static int Run(string[] args, PeerOptions options)
    {
        var isa = options.Isa ?? Machine.Widest;
        if (!Machine.Has(isa)) throw new BenchException($"This machine has no ISA {Machine.Name(isa)}; it has {Machine.Describe()}.", 2);
        var (core, words) = ChooseCore(isa);
        var start = Command(args, core);
        start.Environment[ChildVariable] = words;
        start.Environment.TryAdd(Tunables, LargePages);
        start.Environment["OMP_NUM_THREADS"] = start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        if (isa == Isa.Vector256) start.Environment["DOTNET_EnableAVX512"] = "0";
        if (isa == Isa.Vector256) start.Environment["ONEDNN_MAX_CPU_ISA"] = start.Environment["DNNL_MAX_CPU_ISA"] = "AVX2";
        using var process = Process.Start(start) ?? throw new BenchException("The process of the benchmark did not start.");
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>Whether a kernel set of OpenBLAS uses the registers that were asked for.</summary>
    public static bool IsSensible(string core, Isa isa) =>
        (isa == Isa.Vector512 ? s_wide : isa == Isa.Vector256 ? s_narrow : [core]).Contains(core, StringComparer.OrdinalIgnoreCase);

    /// <summary>The first kernel set that fits and is right: OpenBLAS's own choice, else one by name.</summary>
    private static (string? Core, string Words) ChooseCore(Isa isa)
    {
        var ignored = s_ofOpenBlas.Where(name => Environment.GetEnvironmentVariable(name) is not null).ToArray();
        var words = ignored.Length > 0 ? $"{string.Join(", ", ignored)} of the environment not used; " : "";
        string? first = null;
        foreach (var name in isa == Isa.Vector512 ? [null, "COOPERLAKE", "SKYLAKEX"] : new[] { null, "HASWELL" })
        {
            var (core, right) = Try(name);
            if (core.Length > 0) first ??= core;
            if (right && IsSensible(core, isa)) return (name, words + (name is null ? $"{core} is its own choice" : $"it chose {first} by itself, so {Core}={name} was set"));
        }

        return (null, words + (first is null ? "" : $"it chose {first}, and no kernel set for ISA {Machine.Name(isa)} was right"));
    }

    private static (string Core, bool Right) Try(string? core)
    {
        var start = Command([Probe], core);
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start) ?? throw new BenchException("The process that tries OpenBLAS did not start.");
        var text = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return (text, process.ExitCode == 0);
    }

    /// <summary>What the process that was started with <see cref="Probe"/> does.</summary>
    public static int TryOpenBlas()
    {
        if (OpenBlasLibrary.Load() is not { } library) return 1;
        Console.WriteLine(library.Core);
        Console.Out.Flush();
        return OpenBlasPeer.IsRight(library) ? 0 : 1;
    }

    private static ProcessStartInfo Command(string[] args, string? core)
    {
        var host = Environment.ProcessPath ?? throw new BenchException("This program cannot start itself again: its path is unknown.");
        var start = new ProcessStartInfo(host) { UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(host) == "dotnet") start.ArgumentList.Add(Assembly.GetEntryAssembly()!.Location);
        foreach (var arg in args) start.ArgumentList.Add(arg);
        foreach (var name in s_ofOpenBlas) start.Environment.Remove(name);
        if (core is not null) start.Environment[Core] = core;
        return start;
    }
}
