using System.IO.Compression;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Kernels.Package.Tests;

/// <summary>A package as its page shows it.</summary>
internal sealed class OpenPackage : IDisposable
{
    private readonly ZipArchive _archive;
    private readonly XElement _metadata;

    public OpenPackage(string path)
    {
        Bytes = new FileInfo(path).Length;
        _archive = ZipFile.OpenRead(path);
        using var stream = _archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        _metadata = XDocument.Load(stream).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    public long Bytes { get; }

    public IReadOnlyList<string> Files => [.. _archive.Entries.Select(entry => entry.FullName)];

    public IReadOnlyList<string> Dependencies => [.. _metadata.Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value)];

    public string? Value(string name) => _metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;

    public string Text(string file)
    {
        using var reader = new StreamReader(_archive.GetEntry(file)!.Open());
        return reader.ReadToEnd();
    }

    public bool HasEmbeddedSymbols(string file)
    {
        using var copy = new MemoryStream();
        using (var stream = _archive.GetEntry(file)!.Open()) stream.CopyTo(copy);
        copy.Position = 0;
        using var assembly = new PEReader(copy);
        return assembly.ReadDebugDirectory().Any(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
    }

    public void Dispose() => _archive.Dispose();
}
