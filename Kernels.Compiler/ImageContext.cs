using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.Loader;
using Kernels.Model;

namespace Kernels.Compiler;

/// <summary>Makes networks of one class from weights.</summary>
internal delegate Network NetworkLoader(WeightSource weights, NetworkOptions? options);

/// <summary>A compiled class in a context of its own, which is collected after the last network of it.</summary>
internal sealed class ImageContext() : AssemblyLoadContext("Kernels.Compiler", isCollectible: true)
{
    /// <summary>Loads a compiled class from memory; never from a path, whose file could change.</summary>
    [RequiresUnreferencedCode("Finds members of the compiled assembly by name.")]
    public static NetworkLoader Load(byte[] image, string className)
    {
        using var stream = new MemoryStream(image, writable: false);
        return new ImageContext().LoadFromStream(stream).GetType(className, throwOnError: true)!
            .GetMethod("Load", [typeof(WeightSource), typeof(NetworkOptions)])!.CreateDelegate<NetworkLoader>();
    }

    // The very assemblies that this one uses, also inside a plug-in that has them in a context of its own.
    protected override Assembly? Load(AssemblyName name) =>
        name.Name == typeof(Network).Assembly.GetName().Name ? typeof(Network).Assembly
        : name.Name == typeof(Isa).Assembly.GetName().Name ? typeof(Isa).Assembly
        : null;
}
