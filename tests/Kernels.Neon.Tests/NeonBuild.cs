[assembly: AssemblyFixture(typeof(Kernels.Neon.Tests.NeonBuild))]

namespace Kernels.Neon.Tests;

/// <summary>
/// The kernels on both sides, made once for all tests: as the generator wrote them into a project of this process, and the same
/// texts as files from which ARM64 programs are built.
/// </summary>
public sealed class NeonBuild
{
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

    /// <summary>The numerics of the product that 128-bit kernels can call; they are compiled into the ARM64 programs where they lie.</summary>
    internal static IEnumerable<string> Numerics => Directory.GetFiles(Repository.PathOf("Kernels.Runtime", "Numerics"), "*.cs")
        .Where(path => Path.GetFileName(path) is var name
            && !name.EndsWith(".256.cs", StringComparison.Ordinal) && !name.EndsWith(".512.cs", StringComparison.Ordinal)
            // Memory of the scalar kernels; C# reaches into it by spans, which the nano core does not have.
            && name != "Lanes16.cs")
        .Order(StringComparer.Ordinal);

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
        File.WriteAllLines(Path.Combine(folder, "numerics.rsp"), Numerics.Select(path => $"\"{path}\""));
        return folder;
    }
}
