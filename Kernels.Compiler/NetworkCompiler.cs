using System.Diagnostics.CodeAnalysis;
using Kernels.Compiler.Caching;
using Kernels.Compiler.Compiling;
using Kernels.Model;
using Kernels.Models;

namespace Kernels.Compiler;

/// <summary>
/// Compiles network classes at run time, for one register width, with the same generator that runs in a build. What was compiled
/// once is read from a cache on disk the next time. Any number of threads and processes may use one cache at once.
/// </summary>
/// <example><code>using var model = LanguageModel.Load("my-gpt2", options, new NetworkCompiler());</code></example>
[RequiresDynamicCode("Compiles and loads an assembly at run time.")]
[RequiresUnreferencedCode("Finds members of the compiled assembly by name.")]
public sealed class NetworkCompiler : INetworkCompiler
{
    private readonly ImageCache _images;

    /// <summary>A compiler with a cache.</summary>
    /// <param name="options">Null for the defaults.</param>
    [RequiresAssemblyFiles("References the assemblies of the application as files.")]
    public NetworkCompiler(CompilerOptions? options = null) =>
        _images = new(options?.UseDisk ?? true, options?.CacheFolder ?? UserFolder.Default, FileInspector.OfSystem, options?.Log);

    /// <inheritdoc/>
    /// <exception cref="PlatformNotSupportedException">
    /// This process lacks the ISA that is asked for; or it cannot compile at run time, as with native AOT or a single file.
    /// </exception>
    public ISequenceNetwork Load(ModelSource source, WeightSource weights, NetworkOptions options) => (ISequenceNetwork)LoadNetwork(source, weights, options);

    /// <inheritdoc/>
    /// <exception cref="PlatformNotSupportedException">As for <see cref="Load"/>.</exception>
    public Network LoadNetwork(ModelSource source, WeightSource weights, NetworkOptions options)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(options);
        var isa = options.Isa ?? Machine.Widest;
        if (!Machine.Has(isa))
            throw new PlatformNotSupportedException(Messages.NoSuchIsa(Machine.Name(isa), Machine.Describe()));
        return Compile(source, isa)(weights, options); // who asked for no ISA is told that this one is the widest
    }

    /// <summary>Compiles a class, or finds it compiled.</summary>
    internal NetworkLoader Compile(ModelSource source, Isa isa)
    {
        RunTimeSupport.Check(source);
        var key = CacheKey.Of(source, isa);
        return ImageContext.Load(_images.Get(key, () => SourceCompiler.Compile(source, isa, "Kernels.Compiled." + key.Name[..16])), source.FullName);
    }
}
