using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Kernels.Generators.Tests.Pipeline;

/// <summary>A generator lives as long as the editor; what it keeps, the editor cannot forget.</summary>
public sealed class MemoryTests
{
    [Fact]
    public void Nothing_of_an_old_compilation_lives_on_after_the_next_run()
    {
        var driver = GeneratorHarness.Driver(("KernelsIsa", "scalar"));
        var old = RunOnce(ref driver);
        RunOnce(ref driver);

        for (var i = 0; i < 10 && old.Any(item => item.IsAlive); i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
            GC.WaitForPendingFinalizers();
        }

        Assert.All(old, item => Assert.False(item.IsAlive));
        GC.KeepAlive(driver);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> RunOnce(ref GeneratorDriver driver)
    {
        var project = GeneratorHarness.Compile(Samples.Digits, Samples.Gpt2Block, Samples.Gpt2, Samples.Odd, Samples.Digits.Replace("Digits", "Broken").Replace("Relu", "Missing"));
        driver = driver.RunGenerators(project);
        return [new(project), .. project.SyntaxTrees.Select(tree => new WeakReference(tree))];
    }
}
