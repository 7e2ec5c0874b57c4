namespace Kernels.Compiler.Tests;

/// <summary>A folder of its own, for its user only, gone after the test.</summary>
public sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("kernels-").FullName;

    /// <summary>A cache folder that is yet to be made.</summary>
    public string Cache => Below("cache");

    public string Below(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
