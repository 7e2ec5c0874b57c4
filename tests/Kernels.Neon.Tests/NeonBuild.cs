namespace Kernels.Neon.Tests;

/// <summary>
/// The kernels on both sides, made once for all tests: as the generator wrote them into a project of this process, and the same
/// texts as files from which ARM64 programs are built.
/// </summary>
public sealed class NeonBuild
{
    private static readonly string[] s_numerics =
        ["Lanes.cs", "Lanes.128.cs", "Lanes.Scalar.cs", "Lanes.Int8.128.cs", "VectorMath.cs", "VectorMath.128.cs", "VectorMath.Scalar.cs"];

    private readonly Lazy<GeneratedKernels> _kernels = new(GeneratedKernels.Make);
    private readonly Lazy<string> _folder;
    private readonly Lazy<IReadOnlyList<KernelCase>> _cases;
    private readonly Lazy<IReadOnlyList<Outcome>> _expected;
    private readonly Dictionary<string, (int Exit, string Output)> _builds = [];

    public NeonBuild()
    {
        _folder = new(WriteSources);
        _cases = new(() =>
        {
            var cases = Neon.Tests.Cases.Of(Kernels.Keys);
            CaseFile.Write(CasesPath, cases);
            return cases;
        });
        _expected = new(() => [.. Cases.Select(item => InProcess.Run(item, Kernels.Run))]);
    }

    internal GeneratedKernels Kernels => _kernels.Value;

    /// <summary>Where the texts lie as files.</summary>
    internal string Folder => _folder.Value;

    internal string CasesPath => Path.Combine(Folder, "cases.bin");

    internal IReadOnlyList<KernelCase> Cases => _cases.Value;

    /// <summary>What this process gets for the cases.</summary>
    internal IReadOnlyList<Outcome> Expected => _expected.Value;

    /// <summary>The files of the product that are compiled into the ARM64 programs where they lie.</summary>
    internal static IEnumerable<string> Numerics => s_numerics.Select(file => Repository.PathOf("Kernels.Runtime", "Numerics", file));

    /// <summary>The folder of the ARM64 program for an instruction set; skips the test when a tool is missing.</summary>
    internal string Build(string instructionSet)
    {
        lock (_builds)
        {
            if (!_builds.TryGetValue(instructionSet, out var built))
                _builds[instructionSet] = built = Tool.Run("build.sh", Folder, instructionSet);
            Assert.SkipWhen(built.Exit == Tool.Missing, built.Output);
            Assert.True(built.Exit == 0, built.Output);
            return Path.Combine(Folder, instructionSet);
        }
    }

    private string WriteSources()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "neon");
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        foreach (var (name, text) in Kernels.Files) File.WriteAllText(Path.Combine(folder, name), text);
        File.WriteAllText(Path.Combine(folder, "Entries.cs"), Kernels.Entries);
        File.WriteAllText(Path.Combine(folder, "Surface.cs"), Surface.Write());
        return folder;
    }
}
