namespace Kernels.Package.Tests;

/// <summary>
/// What a user does, once for all tests: packages packed into a folder, the template installed from there into a hive of its own, and an app made from
/// it, restored and built. Our packages go to a cache of their own; those of others come from the usual one.
/// </summary>
public sealed class PackedApp : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kernels-package-");

    public PackedApp()
    {
        Feed = Path.Combine(_folder.FullName, "feed");
        App = Path.Combine(_folder.FullName, "Trial");
        try
        {
            Pack(Feed);
            var hive = Path.Combine(_folder.FullName, "hive");
            Tool.Run(_folder.FullName, "dotnet", "new", "install", Package("Kernels.Templates"), "--debug:custom-hive", hive).Succeeds();
            Tool.Run(_folder.FullName, "dotnet", "new", "kernels-net", "-n", "Trial", "-o", App, "--debug:custom-hive", hive).Succeeds();
            File.WriteAllText(Path.Combine(App, "nuget.config"), Sources());
            BuildOutput = Tool.Run(App, "dotnet", "build", "Trial.slnx", "-c", "Release", "-v", "minimal").Succeeds().Output;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The folder with our packages.</summary>
    public string Feed { get; }

    /// <summary>The folder of the app.</summary>
    public string App { get; }

    public string BuildOutput { get; }

    /// <summary>The file of one of our packages.</summary>
    public string Package(string id) => Directory.GetFiles(Feed, id + ".*.nupkg").Single(file => char.IsAsciiDigit(Path.GetFileName(file)[id.Length + 1]));

    public string Assembly(string project) => Path.Combine(App, project, "bin", "Release", "net10.0", project + ".dll");

    /// <summary>Packs a fresh copy of the sources, each time in another folder.</summary>
    public void Pack(string output)
    {
        var sources = Path.Combine(_folder.FullName, "sources-" + Path.GetFileName(output));
        Repository.CopySources(sources);
        Tool.Run(sources, "bash", "nuget/pack.sh", output).Succeeds();
    }

    public void Dispose()
    {
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A file that a virus scanner or the like holds; the system clears its temporary folder.
        }
    }

    private string Sources()
    {
        var usual = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{_folder.FullName}/packages" /></config>
              <fallbackPackageFolders><add key="usual" value="{usual}" /></fallbackPackageFolders>
              <packageSources><add key="trial" value="{Feed}" /></packageSources>
              <packageSourceMapping>
                <packageSource key="trial"><package pattern="Kernels" /><package pattern="Kernels.*" /></packageSource>
                <packageSource key="nuget.org"><package pattern="*" /></packageSource>
              </packageSourceMapping>
            </configuration>
            """;
    }
}
