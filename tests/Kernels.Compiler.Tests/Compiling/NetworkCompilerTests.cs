using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Kernels.Compiler.Caching;
using Kernels.Model;
using Kernels.Models;

namespace Kernels.Compiler.Tests.Compiling;

public sealed class NetworkCompilerTests
{
    private static readonly Gpt2Config s_small = new(11, 6, 1, 2, 9);

    [Fact]
    public void ACachedClassIsNotCompiledAgain()
    {
        using var folder = new TestFolder();
        var source = ModelSource.Write(s_small, "Small");
        new NetworkCompiler(new CompilerOptions { CacheFolder = folder.Cache }).Compile(source, Isa.Scalar);
        var entry = Assert.Single(Directory.GetFiles(folder.Cache));
        var key = CacheKey.Of(source, Isa.Scalar);
        Assert.Equal(key.Name, Path.GetFileNameWithoutExtension(entry));
        var image = new ImageCache(true, folder.Cache, FileInspector.OfSystem, null).Get(key, () => throw new InvalidOperationException("compiled again"));
        Assert.EndsWith(Convert.ToHexString(image), Convert.ToHexString(File.ReadAllBytes(entry)), StringComparison.Ordinal);
        Assert.NotNull(ImageContext.Load(image, source.FullName));
    }

    [Fact]
    public void TheKeyTellsClassesAndWidthsApart()
    {
        var keys = new[]
        {
            CacheKey.Of(ModelSource.Write(s_small, "Small"), Isa.Scalar),
            CacheKey.Of(ModelSource.Write(s_small, "Small"), Isa.Vector128),
            CacheKey.Of(ModelSource.Write(s_small, "Other"), Isa.Scalar),
            CacheKey.Of(ModelSource.Write(s_small with { Tied = false }, "Small"), Isa.Scalar),
        };
        Assert.Equal(keys.Length, keys.Select(key => key.Name).Distinct().Count());
        Assert.Equal(keys[0].Name, CacheKey.Of(ModelSource.Write(s_small, "Small"), Isa.Scalar).Name);
    }

    [Fact]
    public void CompilingTwiceGivesTheSameBytes()
    {
        var source = ModelSource.Write(s_small, "Small");
        byte[] Compile() => Kernels.Compiler.Compiling.SourceCompiler.Compile(source, Isa.Vector128, "Same");
        Assert.Equal(Compile(), Compile());
    }

    [Theory]
    [InlineData("model")]
    [InlineData("...")]
    [InlineData("span")]
    [InlineData("imported")]
    [InlineData("7B--chat")]
    public void AFolderMayHaveAnyName(string folder)
    {
        var source = ModelSource.Write(s_small, ModelSource.ClassNameOf("/models/" + folder));
        Assert.NotNull(new NetworkCompiler(new() { UseDisk = false }).Compile(source, Isa.Scalar));
    }

    [Fact]
    public void ANetworkBeyondTheLimitsIsRefusedInOneLine()
    {
        var source = ModelSource.Write(new(1 << 24, 1 << 16, 1, 1, 9), "Huge");
        var error = Assert.Throws<ModelFormatException>(() => new NetworkCompiler(new CompilerOptions { UseDisk = false }).Compile(source, Isa.Scalar));
        Assert.Contains("Huge", error.Message);
        Assert.Contains("KRN", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void AMissingTensorIsNamed()
    {
        using var weights = new MemoryWeights();
        var error = Assert.Throws<ModelFormatException>(() =>
            new NetworkCompiler(new CompilerOptions { UseDisk = false }).Load(ModelSource.Write(s_small, "Small"), weights, NetworkOptions.Default));
        Assert.Contains("is missing", error.Message);
    }

    [Fact]
    public void WhatCannotWorkIsRefusedWithAWayOut()
    {
        var source = ModelSource.Write(s_small, "Small");
        RunTimeSupport.Check(source, canLoadCode: true, location: "/app/Kernels.Runtime.dll");
        foreach (var (canLoadCode, location, reason) in new[] { (false, "/app/Kernels.Runtime.dll", "ahead of time"), (true, "", "single-file") })
        {
            var message = Assert.Throws<PlatformNotSupportedException>(() => RunTimeSupport.Check(source, canLoadCode, location)).Message;
            Assert.Contains(reason, message);
            Assert.Contains("kernels import", message);
            Assert.DoesNotContain('\n', message);
        }
    }

    [Fact]
    public void CallersAreWarnedByTheAnalyzers()
    {
        Assert.NotEmpty(typeof(NetworkCompiler).GetCustomAttributes(typeof(RequiresDynamicCodeAttribute), false));
        Assert.NotEmpty(typeof(NetworkCompiler).GetCustomAttributes(typeof(RequiresUnreferencedCodeAttribute), false));
    }

    [Fact]
    public void RoslynStaysInThisPackage()
    {
        Assert.DoesNotContain(typeof(Network).Assembly.GetReferencedAssemblies(), IsOfTheCompiler);
        Assert.DoesNotContain(typeof(LanguageModel).Assembly.GetReferencedAssemblies(), IsOfTheCompiler);
        Assert.DoesNotContain(typeof(Isa).Assembly.GetReferencedAssemblies(), IsOfTheCompiler);
        Assert.Contains(typeof(NetworkCompiler).Assembly.GetReferencedAssemblies(), IsOfTheCompiler);
    }

    [Fact]
    public void AClassIsCollectedAfterItsLastNetwork()
    {
        var context = LoadAndDrop();
        for (var i = 0; i < 20 && context.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(context.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference LoadAndDrop()
    {
        using var model = LanguageModel.Load(Repository.TinyGpt2, null, new NetworkCompiler(new() { UseDisk = false }));
        model.Network.Append([1], new float[model.Network.Vocabulary]);
        return new(System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(model.Network.GetType().Assembly));
    }

    private static bool IsOfTheCompiler(System.Reflection.AssemblyName name) =>
        name.Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) || name.Name is "Kernels.Generators" or "Kernels.Compiler";
}
